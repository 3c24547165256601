"""Invisible characters in a text."""

from __future__ import annotations

import unicodedata

ODD_SPACES = "\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff"
"""Spaces that YAML does not treat as such, as a character class of a pattern."""
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that show nothing: the fillers of Hangul, the empty cell of Braille."""


def is_visible(text: str) -> bool:
    """Return whether anything in a text is visible: a character other than a space, format character or accent."""
    return any(unicodedata.category(sign)[0] not in "ZCM" and sign not in BLANK for sign in text) or any(
        unicodedata.category(sign) == "Co" for sign in text
    )


def invisible_in(text: str) -> str:
    """Return the first invisible character of a text that is not a plain space, as `U+200B`; empty for none."""
    for sign in text:
        if not sign.isascii() and unicodedata.category(sign) in ("Cf", "Zs", "Zl", "Zp"):
            return f"U+{ord(sign):04X}"
    return ""
