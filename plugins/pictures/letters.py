"""Which titles a card can show: those whose letters its font has, in the order in which they are drawn."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LATIN = re.compile("[ -~\xa0-\u024f\u2010-\u2027\u2030-\u203a\u20ac\u2122]*")
"""What every font for texts has: no font is opened for such a title."""
LEFTWARDS = ("R", "AL")
"""What Unicode calls the direction of Hebrew and Arabic letters; cards draw from left to right, and join none."""
SYMBOLS = ("So", "Sk", "Cf", "Mn")
"""Categories of Unicode that hold pictures such as a smile, and what colors and joins them."""


def shown(text: str, font: str) -> str:
    """Return what a card shows of a text: all but small pictures; nothing where letters are not in the file `font`."""
    if LATIN.fullmatch(text):
        return text
    known = _letters(font) if font else frozenset()
    kept = "".join(
        sign
        for sign in text
        if ord(sign) in known or LATIN.fullmatch(sign) or unicodedata.category(sign) not in SYMBOLS
    )
    lacks = any(ord(sign) not in known and not LATIN.fullmatch(sign) for sign in kept)
    return "" if lacks or any(unicodedata.bidirectional(sign) in LEFTWARDS for sign in kept) else kept.strip()


@lru_cache(maxsize=4)
def _letters(font: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
