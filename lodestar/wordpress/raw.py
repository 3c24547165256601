"""The words of a text as the export has them, so that the comparison of what went in and came out begins there."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable

from lodestar.html_to_markdown.compare import QUOTES, parse, text_of
from lodestar.wordpress.expand import CODE_NAMES, KNOWN
from lodestar.wordpress.shortcodes import attributes
from lodestar.wordpress.smilies import smile

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
NOT_LETTER = re.compile(r"[^\w ]|_")
SIGNS = str.maketrans({"×": "x", "™": "tm"} | dict.fromkeys(string.punctuation, None))
"""What typography writes in the place of letters, and the signs that are none."""


def raw_words(text: str) -> Counter[str]:
    """Return the words of a body before any step was taken, `folded`; of known shortcodes only their captions count."""
    text = COMMENT.sub("", text)
    names = [name for name in KNOWN if f"[{name}" in text] + [name for name in CODE_NAMES if f"[/{name}]" in text]
    if names:
        tags = re.compile(rf"\[/?(?:{'|'.join(map(re.escape, names))})(?![\w-])([^\]]*)\]")
        text = tags.sub(lambda tag: f" {attributes(tag[1])[0].get('caption', '')} ", text)
    root = parse(smile(text))
    return folded(() if root is None else text_of(root).translate(QUOTES).split())


def folded(words: Iterable[str]) -> Counter[str]:
    """Return the words without case, quotes and dashes, which typography may change."""
    text = " ".join(words).translate(SIGNS).casefold()
    return Counter((text if text.isascii() else NOT_LETTER.sub("", text)).split())
