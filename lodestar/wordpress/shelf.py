"""Finds files for addresses in the folders that the author names."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from lodestar.wordpress.names import latin


class Shelf:
    """Files by each of their last parts (`2012/12/x.jpg`) and by their names."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._exact: dict[str, Path] = {}
        self._folded: dict[str, Path] = {}
        """By what is left of a path without case."""
        self._latin: dict[str, set[Path]] = {}
        """Files by the Latin form of their path, which several may share."""
        self._names: dict[str, set[Path]] = {}
        for folder in folders:
            for place, inner, files in os.walk(folder):
                inner.sort()
                for name in sorted(files):
                    path = Path(place) / name
                    if not name.endswith(".part") and not path.is_symlink() and path.is_file():
                        self._add(path, unicodedata.normalize("NFC", path.relative_to(folder).as_posix()).split("/"))

    def _add(self, path: Path, parts: list[str]) -> None:
        for length in {len(parts), *range(2, len(parts))}:
            key = "/".join(parts[-length:])
            self._exact.setdefault(key, path)
            self._folded.setdefault(key.casefold(), path)
            self._latin.setdefault(latin(key).casefold(), set()).add(path)
        for form in {parts[-1].casefold(), latin(parts[-1]).casefold()}:
            self._names.setdefault(form, set()).add(path)

    def find(self, *paths: str) -> Path | None:
        """Return the file for one of several paths, the most certain first; None where it is ambiguous."""
        folded = [path.casefold() for path in paths]
        file = next((self._exact[path] for path in paths if path in self._exact), None)
        file = file or next((self._folded[path] for path in folded if path in self._folded), None)
        if file:
            return file
        forms = [latin(path).casefold() for path in paths]
        names = [path.rpartition("/")[2] for path in (*folded, *forms)]  # a file of this name elsewhere in the folder
        likely = [self._latin.get(form, set()) for form in forms] + [self._names.get(name, set()) for name in names]
        return next((min(files) for files in likely if len(files) == 1), None)
