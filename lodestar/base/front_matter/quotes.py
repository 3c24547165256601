"""Curly quotes in a text, whose direction is decided across links, emphasis and tags, as a reader sees it.

Smarty looks at each piece between two tags on its own, so it opens a quote where one closes after a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.smarty import substitutions
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, STX, AtomicString

from lodestar.base.front_matter.typography import NOTHING, quotes

NAMES = {
    "“": "left-double-quote", "”": "right-double-quote", "‘": "left-single-quote", "’": "right-single-quote",
}  # fmt: skip
"""Smarty's names for them."""
THING = "\ufffc"
"""Stands for a picture or for code: anything but a space."""
OBJECTS = re.compile(r"<(?:img|svg|picture|video|audio|iframe|object|input|button|math)\b", re.IGNORECASE)
BREAK = re.compile(r"<(?:br|hr|/?(?:p|div|li|ul|ol|td|th|tr|table|h\d|blockquote))\b", re.IGNORECASE)
STRAIGHT = re.compile("['\"]")
SMARTY = "smarty"
Put = Callable[[str], None]


class Quotes(Treeprocessor):
    """Makes the quotes of each paragraph, heading and the like curly."""

    def __init__(self, md: Markdown, signs: Mapping[str, str]) -> None:
        super().__init__(md)
        self._signs = signs
        self._pieces: list[tuple[str, str, Put]] = []
        """The texts of one paragraph: each as written, as a reader sees it, and the function that replaces it."""
        self._stored: dict[str, str] = {}

    def run(self, root: Element) -> None:
        """Make the quotes of a tree curly."""
        self._pieces, self._stored = [], {}
        self._walk(root)

    def _walk(self, element: Element) -> None:
        ends = element.tag == "br" or self.md.is_block_level(element.tag)
        if ends:
            self._settle()
            text = "".join(element.itertext()) if len(element) else element.text or ""
            if "'" not in text and '"' not in text:
                return
        if element.tag == "img":
            self._pieces.append((THING, THING, _stay))
        if element.text:
            self._note(element.text, partial(setattr, element, "text"))
        for child in element:
            self._walk(child)
            if child.tail:
                self._note(child.tail, partial(setattr, child, "tail"))
        if ends:
            self._settle()

    def _note(self, text: str, put: Put) -> None:
        if isinstance(text, AtomicString):
            self._pieces.append((text, STRAIGHT.sub(THING, text), _stay))
        else:
            self._pieces.append((text, HTML_PLACEHOLDER_RE.sub(self._stand_in, text) if STX in text else text, put))

    def _stand_in(self, placeholder: re.Match[str]) -> str:
        """Return a stand-in for some raw HTML, as long as its placeholder."""
        stash = self.md.htmlStash.rawHtmlBlocks
        number = int(placeholder[1])
        html = stash[number] if number < len(stash) else THING
        if not isinstance(html, str) or OBJECTS.match(html):
            sign = THING
        elif html.startswith("<"):
            sign = " " if BREAK.match(html) else NOTHING
        else:
            sign = unescape(html)[:1] or NOTHING
        return sign + NOTHING * (len(placeholder[0]) - 1)

    def _settle(self) -> None:
        """Make the quotes curly in the texts collected since the last paragraph ended."""
        pieces, self._pieces = self._pieces, []
        if not pieces:
            return
        visible_text = "".join([piece[1] for piece in pieces])
        if not STRAIGHT.search(visible_text):
            return
        signs = dict(quotes(visible_text))
        begin = 0
        for text, visible_piece, put in pieces:
            if STRAIGHT.search(visible_piece):
                put(self._set(text, signs, begin))
            begin += len(visible_piece)

    def _set(self, text: str, signs: Mapping[int, str], begin: int) -> str:
        """Return a text, which begins at offset `begin` of its paragraph, with curly quotes."""
        return STRAIGHT.sub(lambda match: self._place(signs[begin + match.start()]), text)

    def _place(self, sign: str) -> str:
        if sign not in self._stored:
            self._stored[sign] = self.md.htmlStash.store(self._signs[NAMES[sign]])
        return self._stored[sign]


def _stay(text: str) -> None:
    """Leave a text as it is."""


class QuotesExtension(Extension):
    """The extension that takes the place of smarty's quotes, wherever smarty is in use."""

    def __init__(self, options: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self._signs = {**substitutions, **((options or {}).get("substitutions") or {})}

    def extendMarkdown(self, md: Markdown) -> None:
        """Remove smarty's patterns for quotes, if there are any, and register ours before it."""
        if SMARTY not in md.treeprocessors:
            return
        smarty: Any = md.treeprocessors[SMARTY]
        patterns = smarty.inlinePatterns
        names = [item.name for item in patterns._priority if item.name.startswith("smarty-quotes-")]
        for name in names:
            patterns.deregister(name)
        if names:
            md.treeprocessors.register(Quotes(md, self._signs), "quotes", 6.5)
