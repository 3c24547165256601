"""Names of tags, categories, authors and series: their normal form, and when two are the same."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

SEPARATOR = "/"
"""Separates a nested category from its parent."""
ESCAPED = "\\/"
"""A slash that belongs to the name of a category."""
QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"'})
BETWEEN = re.compile(r"[\s_\u2010-\u2015-]+")
"""Matches what separates words; any kind counts the same."""
JOINERS = "\u200c\u200d"
"""Invisible joiners, which some scripts and emoji need (Unicode, section 23.2)."""


def read_name(text: str) -> str:
    """Return a name on one line, composed (NFC), without invisible characters (Unicode's class Cf).

    Joiners stay between two characters that are not ASCII, where Persian, Hindi and emoji need them.
    """
    if text.isascii():
        return " ".join(text.split())
    name = unicodedata.normalize("NFC", text)
    characters = (char for place, char in enumerate(name) if unicodedata.category(char) != "Cf" or _joins(name, place))
    return " ".join("".join(characters).split())


def _joins(name: str, place: int) -> bool:
    around = name[place - 1 : place] + name[place + 1 : place + 2]
    return name[place] in JOINERS and len(around) == 2 and not any(char.isascii() for char in around)


@cache
def plain(name: str) -> str:
    """Return a key shared by all spellings of a name that look the same, except for case."""
    if not name.isascii():
        name = "".join(char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char) != "Cf")
        return " ".join(unicodedata.normalize("NFC", name.lower()).split())
    return " ".join(name.lower().split())


@cache
def fold(name: str) -> str:
    """Return a key shared by all spellings of a name that differ only in case, hyphens or quotes."""
    return BETWEEN.sub("-", plain(name).translate(QUOTES)).strip("-")


def path_of(name: str) -> tuple[str, ...]:
    """Return the parts of the name of a category, the outermost first: a slash parts them, unless escaped (`\\/`)."""
    if ESCAPED not in name:
        return tuple(map(str.strip, name.split(SEPARATOR))) if SEPARATOR in name else (name,)
    parts = re.split(r"(?<!\\)/", name)
    return tuple(part.replace(ESCAPED, SEPARATOR).strip() for part in parts)


def joined(parts: tuple[str, ...]) -> str:
    """Return the full name of a nested category, as posts write it."""
    return SEPARATOR.join(part.replace(SEPARATOR, ESCAPED) for part in parts)
