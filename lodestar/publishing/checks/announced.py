"""Finds unreadable lines of `announced.txt`: without them nobody knows what was announced where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lodestar.publishing.channels.standings import problems
from lodestar.publishing.checks.finding import Finding
from lodestar.publishing.ledger import FOLDER, Ledger
from lodestar.publishing.release import Release


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Yield a finding for each unreadable line."""
    yield from map(Finding, problems(Path(FOLDER)))
