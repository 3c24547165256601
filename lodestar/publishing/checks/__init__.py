"""The checks before a release leaves the machine: each module finds one kind of mistake."""

from __future__ import annotations

from collections.abc import Iterator

from lodestar.publishing.checks.finding import Finding
from lodestar.publishing.ledger import Ledger
from lodestar.publishing.release import Release


def findings(release: Release, ledger: Ledger, intended: bool = False) -> Iterator[Finding]:
    """Yield everything that is wrong with a release, in no particular order. `intended`: it is meant to have no posts."""
    from lodestar.publishing.checks import (
        addresses,
        announced,
        announcements,
        emptied,
        followers,
        ids,
        leaks,
        links,
        redirects,
        unfinished,
    )

    for module in (ids, addresses, announced, announcements, leaks, followers, links, redirects, unfinished):
        yield from module.find(release, ledger)
    if not intended:
        yield from emptied.find(release, ledger)
