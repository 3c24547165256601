"""Recognizing headings in a foreign document: by element, role, style name, or larger type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bs4 import Tag
from bs4.element import PreformattedString

from lodestar.html_to_markdown.layout import LEVELS
from lodestar.html_to_markdown.styles import Styles, size_of

TITLE = re.compile(r"MsoTitle|title", re.IGNORECASE)
LARGE, LARGER, LONGEST = 1.25, 1.6, 120
"""How many times larger than the text a heading's type is, where nothing else marks headings, and where something does;
and the most characters that it has."""
MANY = 5
"""Most sizes of type that may mean headings."""


class Headings:
    """Knows the headings of a document."""

    def __init__(self, document: Tag, styles: Styles) -> None:
        self._styles = styles
        self._sizes: list[float] = []
        letters: Counter[float] = Counter()
        short: Counter[float] = Counter()
        for tag in document.find_all(["p", "div"]):
            if size := self._size(tag):
                letters[size] += len(tag.get_text())
                short[size] += _is_short(tag)
        if letters:
            named = document.find([*LEVELS]) is not None or document.find(role="heading") is not None
            least = letters.most_common(1)[0][0] * (LARGER if named else LARGE)
            self._sizes = sorted((size for size in short if size >= least and short[size]), reverse=True)[:MANY]

    def level(self, tag: Tag) -> int:
        """Return the level of a heading; 0 for other elements."""
        if tag.name in LEVELS:
            return LEVELS[tag.name]
        if tag.get("role") == "heading":
            level = str(tag.get("aria-level") or "2")
            return max(1, min(int(level), 6)) if level.isdecimal() else 2
        if any(TITLE.fullmatch(str(name)) for name in tag.get_attribute_list("class") if name):
            return 1
        size = self._size(tag) if self._sizes else 0.0
        return self._sizes.index(size) + 1 if size in self._sizes and _is_short(tag) else 0

    def _size(self, tag: Tag) -> float:
        """Return the size of type of a paragraph in points, where all of its words have the same; else 0."""
        if tag.name not in ("p", "div") or tag.find(["p", "div", "li", "table", "blockquote"]) is not None:
            return 0.0
        own, sizes = size_of(self._styles.of(tag)), set()
        for text in tag.find_all(string=True):
            if not text.strip() or isinstance(text, PreformattedString):
                continue
            ancestors = []
            for parent in text.parents:
                if parent is tag:
                    break
                ancestors.append(parent)
            sizes.add(next((size for parent in ancestors if (size := size_of(self._styles.of(parent)))), own))
        return sizes.pop() if len(sizes) == 1 else 0.0


def _is_short(tag: Tag) -> bool:
    return 0 < len(tag.get_text().strip()) <= LONGEST


def begin_at_two(blocks: Sequence[Tag]) -> None:
    """Make headings start at level 2, since level 1 is the page's title; several headings of level 1 move all levels down."""
    headings = [block for block in blocks if block.name in LEVELS]
    deeper = sum(heading.name == "h1" for heading in headings) > 1
    for heading in headings:
        level = LEVELS[heading.name]
        heading.name = f"h{min(6, level + 1 if deeper else max(2, level))}"
