"""Slugs: the last part of an address, and the name of a file that becomes one."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

SLUG = re.compile(r"[a-z0-9]+(?:[-_]+[a-z0-9]+)*")
"""Matches a slug of plain letters, as made unless the settings keep every script."""
LONGEST_SLUG = 200
"""The most characters of a slug, as in WordPress (`wp_posts.post_name`); a file's name may have some more."""
LONGEST_NAME = 240
"""The most bytes of a slug with other letters than plain ones, since most disks allow 255 in a name."""
_NORDIC = {"æ": "ae", "ø": "oe", "å": "aa"}
_GAJ = {"đ": "dj"}
LETTERS: dict[str, dict[str, str]] = {
    "de": {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"},
    "da": _NORDIC,
    "nb": _NORDIC,
    "nn": _NORDIC,
    "no": _NORDIC,
    "bs": _GAJ,
    "hr": _GAJ,
    "sr": _GAJ,
    "bg": {"щ": "sht", "ъ": "a", "ь": "y", "х": "h", "ц": "ts", "ю": "yu", "я": "ya", "й": "y"},
}
"""Transliterations of a language that differ from Unidecode's.

German, Danish, Norwegian and Serbo-Croatian as WordPress has them (`remove_accents`), so that a blog which moves keeps
its addresses; Bulgarian by its Transliteration Act of 2009.
"""
_VARYING = frozenset().union(*LETTERS.values())


def is_slug(text: str) -> bool:
    """Return whether a text is a valid slug: lower-case letters of any script, digits,
    and hyphens or underscores between them."""
    if SLUG.fullmatch(text):
        return True
    parts = re.split(r"[-_]+", text)
    return (
        len(text.encode()) <= LONGEST_NAME
        and all(parts)
        and text == text.lower() == unicodedata.normalize("NFC", text)
        and all(map(_is_word, parts))
    )


def _is_word(text: str) -> bool:
    return all(unicodedata.category(sign)[0] in "LNM" for sign in text) and unicodedata.category(text[0])[0] != "M"


def usable(slug: str) -> str:
    """Return a generated slug made fit for a file name: not too long, with a letter or digit at both ends."""
    if len(data := slug.encode()) > LONGEST_SLUG:
        slug = data[:LONGEST_SLUG].decode(errors="ignore")
        slug = slug.rpartition("-")[0] or slug
    return slug.strip("-_")


def plain_letters(text: str, lang: str) -> str:
    """Return a text transliterated to plain letters, by the rules of a language."""
    return unicodedata.normalize("NFC", text).translate(_table(lang.partition("-")[0].lower()))


def varies(name: str) -> bool:
    """Return whether the slug of a name depends on the language of the site."""
    return not _VARYING.isdisjoint(unicodedata.normalize("NFC", name.lower()))


def in_any_script(text: str) -> str:
    """Return the slug of a name in its own script: lower-case letters with their marks, digits, single hyphens."""
    result = ""
    for sign in unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower()):
        kind = unicodedata.category(sign)[0]
        if kind in "LN" or (kind == "M" and result and result[-1] != "-"):
            result += sign
        elif (sign in "-_" or sign.isspace()) and not result.endswith("-"):
            result += "-"
    return result.strip("-")


@cache
def _table(language: str) -> dict[int, str]:
    small = LETTERS.get(language, {})
    capital = {letter.upper(): plain.capitalize() for letter, plain in small.items() if len(letter.upper()) == 1}
    return str.maketrans(small | capital | ({"ẞ": "SS"} if "ß" in small else {}))
