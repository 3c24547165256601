"""Finds a site that loses all of its posts at once, usually by a wrong setting."""

from __future__ import annotations

from collections.abc import Iterator

from lodestar.base.problems import Problem
from lodestar.publishing.checks.finding import Finding
from lodestar.publishing.ledger import Ledger
from lodestar.publishing.release import Release


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Yield a finding where no post is left of those that were published."""
    number = sum(answer.what == "post" for answer in ledger.addresses.values())
    if number and not release.posts:
        subject = "1 was" if number == 1 else f"{number:,} were"
        fault = f"readers would find no post any more, and {subject} published"
        cure = "look what takes them out (IGNORE_FILES, their status or date, another folder); if it is meant, add --intended"
        yield Finding(Problem(f"{release.site.shown}/posts", 1, fault, cure))
