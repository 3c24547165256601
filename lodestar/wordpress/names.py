"""File names: a unique name for each file, in letters that every host and disk keeps apart."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from unidecode import unidecode

ODD = re.compile(r"[^A-Za-z0-9._-]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
LONGEST = 120


def clean_path(path: str) -> str:
    """Return the path in an address, composed (NFC) and without `..` and the like; empty for none.

    Browsers and servers write `ö` as one character, Macs as two: both mean the same file.
    """
    text = CONTROL.sub("", unicodedata.normalize("NFC", unquote(path, errors="replace")).replace("\\", "/"))
    parts = (part.lstrip(".") for part in text.split("/"))
    return "/".join(part for part in parts if part)


def latin(path: str) -> str:
    """Return a path in Latin letters, digits, dots, hyphens and underscores; a hash where nothing is left."""
    return "/".join(_latin(part) for part in path.split("/"))


def _latin(part: str) -> str:
    stem, dot, ending = part.rpartition(".")
    stem, ending = (stem, dot + ending) if dot else (ending, "")
    plain = stem if stem.isascii() else unidecode(stem, errors="ignore")
    plain = ODD.sub("-", plain).strip("-") if ODD.search(plain) else plain
    plain = plain.lstrip(".-") if plain.strip(".-_") else hash_of(part)
    return plain[-LONGEST:] + ODD.sub("", ending if ending.isascii() else unidecode(ending, errors="ignore"))[-20:]


def hash_of(path: str) -> str:
    """Return a short name that no other path has."""
    return hashlib.blake2b(path.encode("utf-8", "replace"), digest_size=5).hexdigest()


def unique(paths: Iterable[str]) -> dict[str, str]:
    """Return the Latin form of each path; of several that a disk or host may confuse, all but the first get a hash.

    Those that are Latin already come first, so that they keep their names.
    """
    names: dict[str, str] = {}
    used_names: set[str] = set()
    for path in sorted(set(paths), key=lambda path: (latin(path) != path, path.swapcase())):
        name = latin(path)
        if name.casefold() in used_names:
            stem, dot, ending = name.rpartition(".")
            name = f"{stem}-{hash_of(path)}{dot}{ending}" if dot else f"{name}-{hash_of(path)}"
        used_names.add(name.casefold())
        names[path] = name
    return names
