"""Which names from a browser may become files: only ones that stay below content/ on every system."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

LONGEST = 200
"""Most characters of a path."""
PART = re.compile(r"[^\s./\\:*?\"<>|~][^/\\:*?\"<>|\x00-\x1f\x7f]*")
RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Names that mean devices on Windows, whatever follows the first dot."""


class PathRefused(Exception):
    """A name that the desk does not touch; the message says why."""


def place(root: Path, name: str) -> Path:
    """Return the file `name` below the folder `root`. Raises PathRefused for a name that could lead anywhere else.

    A name that is not portable is accepted only where the folder itself lists it: then it is no alias, and the author
    chose it. No part of the path may be a symbolic link, so that files are written where they seem to be.
    """
    parts = name.split("/") if _is_listed(root, name) else checked(name).split("/")
    path = root
    for part in parts:
        path = path / part
        if path.is_symlink():
            raise PathRefused(f'"{name}" passes through a link to another place; the desk does not follow it')
    base = os.path.realpath(root)
    if os.path.commonpath([base, os.path.realpath(path)]) != base:
        raise PathRefused(f'"{name}" leads out of the content folder')
    return path


def _is_listed(root: Path, name: str) -> bool:
    """Return whether each part of a name is in the listing of its folder, exactly as written, and is not hidden."""
    folder = root
    for part in name.split("/"):
        try:
            if part.startswith(".") or part not in {path.name for path in folder.iterdir()}:
                return False
        except (OSError, ValueError):
            return False
        folder = folder / part
    return True


def is_portable(name: str) -> bool:
    """Return whether a name means the same file on every system."""
    try:
        return checked(name) == name
    except PathRefused:
        return False


def checked(name: str) -> str:
    """Return a name that means the same file on every system, unchanged. Raises PathRefused for any other."""
    if not name or len(name) > LONGEST:
        raise PathRefused("a file name has between 1 and 200 characters")
    if unicodedata.normalize("NFKC", name) != name or any(
        unicodedata.category(sign) in ("Cf", "Cc", "Co", "Cs", "Cn") for sign in name
    ):
        raise PathRefused(f"{name!r} holds characters that look like others or like nothing")
    for part in name.split("/"):
        if not PART.fullmatch(part) or part.endswith((".", " ")) or RESERVED.fullmatch(part):
            raise PathRefused(f"{name!r} is no name for a file of the content")
    return name
