"""The words of a text as the export has them, so that the comparison of what went in and came out begins there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from lodestar.wordpress.compare import parts_of
from lodestar.wordpress.expand import CODE_NAMES
from lodestar.wordpress.shortcodes import attributes
from lodestar.wordpress.smilies import smile

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
NOT_LETTER = re.compile(r"[^\w ]|_")
NOTHING = Counter({"": 10**9})
"""What is left of a word that is nothing but signs."""
SIGNS = str.maketrans({"×": "x", "™": "tm"})
"""What typography writes in the place of letters."""


def raw_words(text: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the words of a body before any step was taken; of the shortcodes in `known` only their captions count."""
    text = COMMENT.sub("", text)
    names = [name for name in known if f"[{name}" in text] + [name for name in CODE_NAMES if f"[/{name}]" in text]
    if names:
        tags = re.compile(rf"\[/?(?:{'|'.join(map(re.escape, names))})(?![\w-])([^\]]*)\]")
        text = tags.sub(lambda tag: f" {attributes(tag[1])[0].get('caption', '')} ", text)
    return parts_of(smile(text)).words


def folded(words: Iterable[str]) -> Counter[str]:
    """Return the words without case, quotes and dashes, which typography may change."""
    return Counter(NOT_LETTER.sub("", " ".join(words).translate(SIGNS).casefold()).split(" ")) - NOTHING
