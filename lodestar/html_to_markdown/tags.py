"""Words without their tags, for what is compared, named or counted and never shown as HTML."""

from __future__ import annotations

import re
from html import unescape

TAG = re.compile(r"<[^>]*>")
NOT_LETTER = re.compile(r"[\W_]+")


def untagged(html: str, instead: str = "") -> str:
    """Return the text of some HTML, entities as they are, with `instead` in the place of each tag."""
    return TAG.sub(instead, html)


def key_of(text: str) -> str:
    """Return what two spellings of a line have in common."""
    return NOT_LETTER.sub("", unescape(untagged(text))).casefold()
