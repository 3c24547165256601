"""Lines of `announced.txt` that cannot be read: without them nobody knows who was told of what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lodestar.publishing.channels.standings import problems
from lodestar.publishing.checks.finding import Finding
from lodestar.publishing.ledger import FOLDER, Ledger
from lodestar.publishing.release import Release


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Yield every line that says nothing of a post."""
    yield from map(Finding, problems(Path(FOLDER)))
