"""The list of our files in the output folder, which outlives the store."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

from lodestar.base.digest import digest
from lodestar.base.files import replace

END = "\0"


class OutputManifest:
    """The list at `path`: a checksum on the first line, then addresses, each followed by NUL, which no name contains."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written: set[str] | None = None
        """What the file holds, once it was read or written."""

    def read(self) -> set[str]:
        """Return the addresses of our files; empty where the list is missing or damaged."""
        try:
            first, _, rest = self._path.read_bytes().partition(b"\n")
        except OSError:
            return set()
        if first.decode("ascii", "replace") != digest(rest):
            return set()
        self._written = set(rest.decode().split(END)[:-1])
        return self._written

    def write(self, addresses: Set[str]) -> None:
        """Replace the list where it differs."""
        if addresses == self._written:
            return
        rest = "".join(f"{address}{END}" for address in sorted(addresses)).encode()
        replace(self._path, digest(rest).encode() + b"\n" + rest)
        self._written = set(addresses)
