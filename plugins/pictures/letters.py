"""Finds the titles that a card can show: those whose letters its font has, written from left to right."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LATIN = re.compile("[ -~\xa0-\u024f\u2010-\u2027\u2030-\u203a\u20ac\u2122]*")
"""Matches letters that every font for texts has: no font is opened for such a title."""
LEFTWARDS = ("R", "AL")
"""Unicode's names for the direction of Hebrew and Arabic letters; cards draw from left to right, and join no letters."""
SYMBOLS = ("So", "Sk", "Cf", "Mn")
"""Categories of Unicode for emoji, and for the characters that color and join them."""


def drawable_text(text: str, font: str) -> str:
    """Return a text without emoji, which cards cannot show; empty where the file `font` lacks a letter of it."""
    if LATIN.fullmatch(text):
        return text
    code_points = _letters(font) if font else frozenset()
    drawable = "".join(
        sign
        for sign in text
        if ord(sign) in code_points or LATIN.fullmatch(sign) or unicodedata.category(sign) not in SYMBOLS
    )
    is_incomplete = any(ord(sign) not in code_points and not LATIN.fullmatch(sign) for sign in drawable)
    return (
        ""
        if is_incomplete or any(unicodedata.bidirectional(sign) in LEFTWARDS for sign in drawable)
        else drawable.strip()
    )


@lru_cache(maxsize=4)
def _letters(font: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
