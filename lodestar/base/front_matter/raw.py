"""Raw HTML in a Markdown text: each tag that holds an address, written anew, and nothing else changed."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from itertools import accumulate
from typing import NamedTuple

Attributes = list[tuple[str, str | None]]
"""Name and value of each attribute of a tag; None for one without a value."""
CHOSEN = {"src", "width", "height", "srcset", "sizes", "loading", "decoding", "fetchpriority"}
"""Attributes of an `img` that the build sets, from the picture's file and its place on the page."""
PIXELS = 10_000
"""A width or height beyond this is none that anybody meant."""


class Tag(NamedTuple):
    """A start tag."""

    start: int
    """Where it begins in the HTML."""
    text: str
    """As it is written."""
    name: str
    attributes: Attributes
    alone: bool
    """Whether it stands outside any `picture` element, which chooses among files by itself."""


class _Tags(HTMLParser):
    """Collects the start tags of some HTML."""

    def __init__(self, html: str, pictures: int) -> None:
        super().__init__()
        self.found: list[Tag] = []
        self.pictures = pictures
        """How many `picture` elements are open."""
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        self.found.append(Tag(start, self.get_starttag_text() or "", tag, attrs, not self.pictures))
        self.pictures += tag == "picture"

    def handle_endtag(self, tag: str) -> None:
        self.pictures = max(0, self.pictures - (tag == "picture"))


def rewritten(html: str, write: Callable[[Tag], str], pictures: int = 0) -> tuple[str, int]:
    """A piece of HTML with each start tag as `write` gives it.

    Markdown gives HTML within a paragraph tag by tag, so `pictures` says how many `picture` elements are open before
    the piece; the answer says how many are after it.
    """
    parts, at, found = [], 0, _Tags(html, pictures)
    for tag in found.found:
        parts += [html[at : tag.start], write(tag)]
        at = tag.start + len(tag.text)
    return "".join([*parts, html[at:]]), found.pictures


def image(attributes: Attributes, address: str) -> str:
    """An `img` with what the build does not set by itself, and with `address`."""
    kept = [(name, value) for name, value in attributes if name not in CHOSEN]
    return f"<img{_written([*kept, ('src', address)])}>"


def _written(attributes: Attributes) -> str:
    return "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attributes)


def pixels(attributes: Attributes, name: str) -> int:
    """A `width` or `height` in pixels; 0 where it is not said, or in other units."""
    value = (dict(attributes).get(name) or "").strip().removesuffix("px")
    return int(value) if value.isascii() and value.isdigit() and int(value) < PIXELS else 0
