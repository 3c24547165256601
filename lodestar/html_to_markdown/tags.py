"""Text without tags, for what is compared, named or counted but never shown as HTML."""

from __future__ import annotations

import re
from html import unescape

TAG = re.compile(r"<[^>]*>")
NOT_LETTER = re.compile(r"[\W_]+")


def untagged(html: str, replacement: str = "") -> str:
    """Return the text of some HTML with `replacement` in place of each tag; entities stay as they are."""
    return TAG.sub(replacement, html)


def key_of(text: str) -> str:
    """Return a key that different spellings of a line share: its letters and digits, casefolded."""
    return NOT_LETTER.sub("", unescape(untagged(text))).casefold()
