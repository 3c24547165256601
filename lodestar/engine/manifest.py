"""Which files of the output folder are ours: a plain list beside the store that outlives it."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from lodestar.base.files import replace
from lodestar.base.values import digest

END = "\0"


class OutputManifest:
    """The list at `path`: a checksum on the first line, then addresses, each ended by a NUL, which no name can hold."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._there: set[str] | None = None
        """What the list is known to hold."""

    def read(self) -> set[str]:
        """The addresses of our files; none when the list is missing or damaged."""
        try:
            first, _, rest = self._path.read_bytes().partition(b"\n")
        except OSError:
            return set()
        if first.decode("ascii", "replace") != digest(rest):
            return set()
        self._there = set(rest.decode().split(END)[:-1])
        return self._there

    def write(self, addresses: Set[str]) -> None:
        """Replace the list, where it is another."""
        if addresses == self._there:
            return
        rest = "".join(f"{address}{END}" for address in sorted(addresses)).encode()
        replace(self._path, digest(rest).encode() + b"\n" + rest)
        self._there = set(addresses)
