"""Finds redirects that loop, chain, shadow a page, or lead to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from lodestar.base.problems import Problem
from lodestar.engine.plan import url_of
from lodestar.publishing.checks.finding import Finding, Fix
from lodestar.publishing.ledger import Ledger
from lodestar.publishing.release import Release
from plugins.redirects.core import faults
from plugins.redirects.rules import GONE


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Yield a finding for every redirect that does not lead straight to a page.

    An archive that has posts again takes its addresses back without asking the author.
    """
    answered: dict[str, str] = {}
    archives = set()
    for path in release.files:
        output = release.output(path)
        if output is None or output.template != "redirect.html":
            answered[url_of(path)] = f"the page of {release.source(path)}" if output else path
            if release.answers[url_of(path)].what == "archive":
                archives.add(url_of(path))
    site = release.site
    with_target = [redirect for redirect in release.redirects if redirect.new != GONE]
    shadowing = {
        (redirect.path, redirect.line): redirect.old
        for redirect in with_target
        if redirect.line and redirect.address in answered
    }
    for problem in faults(site, with_target, answered):
        old = shadowing.get((problem.path, problem.line))
        fixes = (Fix("unrule", problem.path, old),) if old else ()
        yield Finding(problem, fixes, unasked=old in archives)
    for redirect in release.redirects:
        if redirect.new == GONE and redirect.address in answered:
            fix = Fix("unrule", redirect.path, redirect.old)
            fault = f"{redirect.old} is said to be gone, and is {answered[redirect.address]}"
            yield Finding(
                Problem(redirect.path, redirect.line, fault, "delete the line"),
                (fix,),
                unasked=redirect.address in archives,
            )
