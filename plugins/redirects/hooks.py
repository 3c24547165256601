"""The receivers of Lodestar's signals for redirects."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from lodestar.base.address import answered
from lodestar.base.problems import Problem
from lodestar.engine.plan import folded
from lodestar.engine.site import Output, Planned, Site
from plugins.redirects.archives import archive_patterns
from plugins.redirects.core import Redirect, RedirectPage, file_of, place_of, redirects
from plugins.redirects.patterns import is_pattern, order
from plugins.redirects.rules import GONE, Rule


def all_redirects(site: Site) -> tuple[Redirect, ...]:
    """Return every redirect of the site; none where this plugin is left out."""
    rules = site.settings.get("REDIRECT_RULES")
    return () if rules is None else tuple(dict.fromkeys(redirects(site, rules)))


def all_patterns(site: Site) -> tuple[tuple[str, str], ...]:
    """Return old and new address of every pattern, the narrowest first: those for pages of archives, and those of rules."""
    rules: tuple[Rule, ...] | None = site.settings.get("REDIRECT_RULES")
    if rules is None:
        return ()
    result = dict(archive_patterns(site.settings)) | {rule.old: rule.new for rule in rules if is_pattern(rule.old)}
    return tuple(sorted(result.items(), key=lambda rule: order(rule[0])))


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: a page for each old address that content names, unless the host redirects by itself."""
    _warn_of_repeated(site)
    for redirect in all_redirects(site):
        if redirect.old == redirect.new:
            fault = f'the alias "{redirect.old}" is the address itself'
            site.problems.append(Problem(*place_of(site, redirect), fault, "delete it"))
        elif not redirect.line:
            yield from _page(site, redirect, f"{site.shown}/{redirect.path}")


def _warn_of_repeated(site: Site) -> None:
    """Warn of aliases that a file has twice, even in two spellings."""
    for value in (*(post.article for post in site.posts), *site.content["pages"], *site.content["authors"]):
        for alias in {name for name in value.aliases if value.aliases.count(name) > 1}:
            fault = f'the alias "{alias}" stands twice'
            site.refuse(value.path, ("aliases",), fault, "delete one of the two", fatal=False)


def closing_outputs(planned: Planned) -> Iterator[Output]:
    """At `get_closing_outputs`: a page for each rule, unless a page of the site stands there: an archive that has grown
    takes its address back, and a check asks for the rule to be deleted. Of rules that differ in case only, a disk may
    hold one page."""
    by_rule = [redirect for redirect in all_redirects(planned.site) if redirect.line and redirect.old != redirect.new]
    if by_rule:
        used_places, files = {folded(answered(address)) for address in planned.outputs}, set(planned.outputs)
        for redirect in by_rule:
            for output in _page(planned.site, redirect, redirect.path):
                place = folded(answered(output.address))
                if place not in used_places and not any(map(files.__contains__, _parent_folders(output.address))):
                    used_places.add(place)
                    files.add(output.address)
                    yield output


def _parent_folders(address: str) -> Iterator[str]:
    """Yield the folders that a file lies in: where one of them is a file already (`old.html`), no disk can hold both."""
    while address := address.rpartition("/")[0]:
        yield address


def _page(site: Site, redirect: Redirect, source: str) -> Iterator[Output]:
    address = file_of(redirect.old)
    if folded(unquote(redirect.old).strip("/")) == folded(unquote(redirect.new).strip("/")):
        return  # on disks that tell no case apart it would take the place of the page; hosts with rules heed case
    if needs_pages(site) and redirect.new != GONE and address.endswith(".html"):
        yield Output(address, "redirect.html", RedirectPage(redirect.new), source)


def needs_pages(site: Site) -> bool:
    """Return whether old addresses need pages, because the host in the settings has no rules."""
    hosting = site.settings.get("HOSTING")
    return bool(getattr(hosting, "pages", True))
