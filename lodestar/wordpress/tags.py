"""Words without their tags, for what is compared, named or counted and never shown as HTML."""

from __future__ import annotations

import re

TAG = re.compile(r"<[^>]*>")


def untagged(html: str, instead: str = "") -> str:
    """Return the text of some HTML, entities as they are, with `instead` in the place of each tag."""
    return TAG.sub(instead, html)
