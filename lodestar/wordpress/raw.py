"""The words of a text in the export, the starting point for comparing what went in and came out."""

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
"""Characters that typography replaces, with their plain form."""


def raw_words(text: str) -> Counter[str]:
    """Return the `folded` words of an unprocessed body; of known shortcodes only captions count."""
    text = COMMENT.sub("", text)
    names = [name for name in KNOWN if f"[{name}" in text] + [name for name in CODE_NAMES if f"[/{name}]" in text]
    if names:
        tags = re.compile(rf"\[/?(?:{'|'.join(map(re.escape, names))})(?![\w-])([^\]]*)\]")
        text = tags.sub(lambda tag: f" {attributes(tag[1])[0].get('caption', '')} ", text)
    root = parse(smile(text))
    return folded(() if root is None else text_of(root).translate(QUOTES).split())


def folded(words: Iterable[str]) -> Counter[str]:
    """Return the words in lower case, without quotes and dashes, which typography may change."""
    text = " ".join(words).translate(SIGNS).casefold()
    return Counter((text if text.isascii() else NOT_LETTER.sub("", text)).split())
