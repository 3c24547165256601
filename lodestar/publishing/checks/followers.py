"""Finds followers' addresses where others could read them: in the content, in the repository, on the site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lodestar.base.files import shown
from lodestar.base.problems import Problem
from lodestar.publishing.checks.finding import Finding
from lodestar.publishing.checks.words import plain
from lodestar.publishing.followers.secret import files_of_repository, known_hashes, lines_with_followers
from lodestar.publishing.ledger import Ledger
from lodestar.publishing.release import Release

CURE = "take it out; if it is your own, add it to the next import with --mine"


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Yield a finding for each place that contains the address of an imported follower, without the address itself."""
    settings = release.site.settings
    cache = Path(settings["CACHE_PATH"]).resolve()
    hashes = known_hashes(cache)
    if not hashes:
        return
    content = Path(settings["PATH"])
    content_files = (path for path in sorted(content.rglob("*")) if path.is_file())
    is_in_sources = False
    repository = (path for path in files_of_repository(Path.cwd()) if cache not in path.resolve().parents)
    for path in dict.fromkeys([*content_files, *repository]):
        for line in _lines(path, hashes):
            is_in_sources = True
            yield Finding(Problem(shown(path), line, "holds the mail address of a follower", CURE))
    if is_in_sources:
        return  # the source of what the site shows
    for name in release.files:
        for line in _lines(release.folder / name, hashes):
            yield Finding(Problem(name, line, "shows readers the mail address of a follower", CURE))


def _lines(path: Path, hashes: frozenset[str]) -> list[int]:
    try:
        return sorted(set(lines_with_followers(plain(path.read_bytes()), hashes)))
    except OSError:
        return []
