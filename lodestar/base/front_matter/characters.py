"""Numeric character references (`&#8212;`) to characters that no page or feed may contain."""

from __future__ import annotations

import re

REFERENCE = re.compile(r"&#(?:[xX]0*([0-9A-Fa-f]*)|0*([0-9]*));?")
LONGEST = 7
"""Digits of the highest code point."""


def forbidden_in(html: str) -> str:
    """Return the first reference, as written, to something that is no character of XML 1.0 (section 2.2); else empty."""
    if "&#" not in html:
        return ""
    return next((match[0] for match in REFERENCE.finditer(html) if not _is_allowed(match)), "")


def _is_allowed(match: re.Match[str]) -> bool:
    digits = match[1] or match[2] or ""
    if not match[0].strip("&#xX;"):  # no digits: plain text
        return True
    if not digits or len(digits) > LONGEST:
        return False
    number = int(digits, 16 if match[1] else 10)
    return (
        number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF
    )
