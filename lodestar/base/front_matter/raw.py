"""Marks addresses, ids and headings in the raw HTML of a Markdown text, and changes nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape

from msgspec.structs import replace

from lodestar.base.front_matter.attributes import Marks
from lodestar.base.front_matter.sizes import Size, declared_size
from lodestar.base.front_matter.tags import Balance, Tag, tags
from lodestar.base.markers import HEADING, SOURCES

LEVELS = re.compile(r"h[1-6]").fullmatch
CHOSEN = {"srcset", "sizes", "loading", "decoding", "fetchpriority"}
"""Attributes of an `img` that the build sets, from the picture's file and its position on the page."""


class RawHtml:
    """Marks the pieces of raw HTML of one text, in order: Markdown gives HTML within a paragraph tag by tag."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._pictures = 0
        """How many `picture` elements are open: they choose among files themselves."""
        self.balance = Balance()

    def marked(self, html: str) -> str:
        """Return a piece of HTML with marks."""
        parts, position = [], 0
        for tag in tags(html):
            self.balance.add(tag, html[tag.start : tag.end])
            for start, end, new in self._changes(tag, html):
                parts += [html[position:start], new]
                position = end
            if tag.name == "picture":
                self._pictures = max(0, self._pictures + (-1 if tag.closing else 1))
        return "".join([*parts, html[position:]]) if parts else html

    def _changes(self, tag: Tag, html: str) -> Iterator[tuple[int, int, str]]:
        """Yield the start, the end and the text of each replacement, in order."""
        name_start = tag.start + 1 + tag.closing
        if LEVELS(tag.name):
            yield name_start, name_start + 1, HEADING
        # Python-Markdown ends a name at a space or ">" alone, and would not know this one as block-level
        if html[name_start + len(tag.name)] in "\n\r\t\f":
            yield name_start + len(tag.name), name_start + len(tag.name) + 1, " "
        if tag.closing or not tag.attributes:
            return
        if tag.name == "img" and not self._pictures and (picture_tag := self._picture(tag)):
            yield tag.start, tag.end, picture_tag
            return
        for name, value, start, end in tag.attributes:
            if value:
                new = self._marks.attribute(tag.name, name, value, _plain(html[start:end]))
                if new != value:
                    yield start, end, f'"{escape(new)}"'

    def _picture(self, tag: Tag) -> str:
        """Return the tag of a picture of the site, as for Markdown's own; empty for any other picture."""
        source = tag.get("src")
        number = len(self._marks.references)
        mark = self._marks.address(source, True) if source else ""
        if len(self._marks.references) == number:
            return ""
        first_values: dict[str, str | None] = {}
        for attribute in tag.attributes:
            first_values.setdefault(attribute.name, attribute.value)
        size, attributes = declared_size({name: value for name, value in first_values.items() if name not in CHOSEN})
        note_picture(self._marks, size, bare="alt" not in first_values)
        marked = {
            name: value and self._marks.attribute("img", name, value)
            for name, value in attributes.items()
            if name != "src"
        }
        return f"<picture>{SOURCES.format(number)}<img{_attributes_text({**marked, 'src': mark})}></picture>"


def note_picture(marks: Marks, size: Size, bare: bool) -> None:
    """Record, for the last picture referred to, the size in its HTML, and whether it lacks a description."""
    marks.references[-1] = replace(marks.references[-1], bare=bare, size=size.pixels, share=size.share)


def _plain(value: str) -> str:
    """Return the value of an attribute as written, without its quotation marks."""
    return value[1:-1] if value[:1] in ("'", '"') else value


def _attributes_text(attributes: Mapping[str, str | None]) -> str:
    return "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attributes.items())
