"""Keeps followers' addresses private: their hashes are kept, and searched for wherever others may read.

The hashes are in the cache folder, which git ignores; addresses themselves are written only to the folder that the
author names.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from lodestar.base.files import replace
from lodestar.publishing.followers.lists import ADDRESS

NAME = "followers.txt"
LIKELY = re.compile(ADDRESS.pattern.encode())


def remember(cache: Path, addresses: Iterable[str], mine: Iterable[str] = ()) -> None:
    """Add addresses to those that are searched for, except `mine`: the author's own may be on her site."""
    hashes = (known_hashes(cache) | set(map(_hash, addresses))) - set(map(_hash, mine))
    cache.mkdir(parents=True, exist_ok=True)
    (cache / NAME).touch(0o600)
    replace(cache / NAME, "".join(f"{line}\n" for line in sorted(hashes)).encode())


def known_hashes(cache: Path) -> frozenset[str]:
    """Return the hashes of the addresses that are searched for."""
    try:
        return frozenset((cache / NAME).read_text(encoding="ascii").split())
    except FileNotFoundError:
        return frozenset()


def lines_with_followers(data: bytes, hashes: frozenset[str]) -> Iterator[int]:
    """Yield the numbers, from 1, of the lines of a file that contain a follower's address."""
    for match in LIKELY.finditer(data):
        if _hash(match[0].decode("ascii")) in hashes:
            yield data.count(b"\n", 0, match.start()) + 1


def files_of_repository(root: Path) -> list[Path]:
    """Return the files that git tracks or would add; none where `root` is not in a repository."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    return [root / name.decode("utf-8", "surrogateescape") for name in sorted(listed.split(b"\0")) if name]


def _hash(address: str) -> str:
    return hashlib.sha256(address.casefold().encode()).hexdigest()
