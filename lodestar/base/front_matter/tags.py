"""Splits HTML into its tags as browsers do (HTML Standard, 13.2.5), without building a tree.

A tree parser takes several milliseconds a text and rewrites what the author wrote; this keeps each letter, and knows
the position of each attribute's value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from html.entities import html5
from typing import NamedTuple

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
"""Elements without an end tag."""
OPTIONAL = VOID | frozenset(
    [
        "html",
        "head",
        "body",
        "p",
        "li",
        "dt",
        "dd",
        "rt",
        "rp",
        "optgroup",
        "option",
        "colgroup",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
    ]
)
"""Elements whose end tag may be left out."""
FOREIGN = frozenset({"svg", "math"})
"""Elements of other XML languages, in which `/>` ends an element."""
TEXT_ONLY = frozenset(["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"])
"""Elements that contain no tags, except their own end tag."""
TAG = re.compile(
    r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|[!?][^>]*>|/[^a-zA-Z>][^>]*>|(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*))", re.DOTALL
)
ATTRIBUTE = re.compile(
    r"[\s/]*(?P<name>[^\s/>][^\s/>=]*)"
    r"(?:\s*=\s*(?P<value>\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>\"'][^\s>]*)|(?=>)))?"
)
CLOSE = re.compile(r"[\s/]*>")
ENTITY = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<end>;|(?![a-zA-Z0-9=])))")


class Attribute(NamedTuple):
    """An attribute of a start tag."""

    name: str
    """In lower case."""
    value: str | None
    """With entities decoded; None where it has no value."""
    start: int
    """Where its value begins in the HTML, with its quotation marks."""
    end: int


class Tag(NamedTuple):
    """A start or end tag."""

    start: int
    end: int
    name: str
    """In lower case."""
    attributes: tuple[Attribute, ...]
    closing: bool
    """Whether it is an end tag."""
    closed: bool
    """Whether it ends in `/>`."""

    def get(self, name: str) -> str | None:
        """Return the value of the first attribute of that name; None for one that is missing."""
        return next((attribute.value or "" for attribute in self.attributes if attribute.name == name), None)


def decode(value: str) -> str:
    """Return the value of an attribute with its entities decoded.

    A name without a semicolon, followed by a letter, a digit or `=`, is no entity: `?a=1&copy=2` (HTML, 13.2.5.73).
    """
    return ENTITY.sub(_character, value) if "&" in value else value


def _character(match: re.Match[str]) -> str:
    name = match["name"]
    return html5.get(name + match["end"], match[0]) if name else unescape(match[0])


def tags(html: str) -> Iterator[Tag]:
    """Yield the tags of some HTML, but not what looks like one in a comment, a script or an attribute."""
    position = html.find("<")
    while position >= 0 and (match := TAG.search(html, position)):
        position, name = match.end(), match["name"]
        if name is None:
            continue
        name = name.lower()
        attributes = []
        if html.startswith(">", position):
            position += 1
        else:
            while attribute := ATTRIBUTE.match(html, position):
                value = attribute["double"] or attribute["single"] or attribute["bare"] or ""
                position = attribute.end()
                decoded = None if attribute["value"] is None else decode(value)
                attributes.append(Attribute(attribute["name"].lower(), decoded, *_span(attribute)))
            end = CLOSE.match(html, position)
            if end is None:
                return  # browsers, too, take the rest as part of this tag
            position = end.end()
        tag = Tag(match.start(), position, name, tuple(attributes), bool(match["end"]), html[position - 2] == "/")
        yield tag
        if name in TEXT_ONLY and not tag.closing:
            end_tag = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(html, position)
            if end_tag is None:
                return
            position = end_tag.start()


def _span(attribute: re.Match[str]) -> tuple[int, int]:
    return attribute.span("value") if attribute["value"] is not None else (attribute.end(), attribute.end())


class Balance:
    """Matches the start and end tags of a text, to find those without a counterpart."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._tags: list[tuple[Tag, str]] = []
        self._foreign = 0

    def add(self, tag: Tag, text: str) -> None:
        """Add a tag, written as `text`."""
        self._foreign += (not tag.closing) - tag.closing if tag.name in FOREIGN else 0
        if tag.name in OPTIONAL or (tag.closed and self._foreign > (tag.name in FOREIGN)):
            return
        self._counts[tag.name] += -1 if tag.closing else 1
        self._tags.append((tag, text))

    def unpaired(self) -> Iterator[tuple[str, int]]:
        """Yield each tag without a counterpart, as written, and how many tags written the same come before it."""
        unbalanced = {name for name, count in self._counts.items() if count}
        yield from _unpaired((tag, text) for tag, text in self._tags if tag.name in unbalanced) if unbalanced else ()


def _unpaired(tags: Iterable[tuple[Tag, str]]) -> Iterator[tuple[str, int]]:
    numbers: Counter[str] = Counter()
    open_tags: dict[str, list[tuple[str, int]]] = {}
    stray: list[tuple[str, int]] = []
    for tag, text in tags:
        occurrence = (text, numbers[text])
        numbers[text] += 1
        if not tag.closing:
            open_tags.setdefault(tag.name, []).append(occurrence)
        elif not open_tags.get(tag.name):
            stray.append(occurrence)
        else:
            open_tags[tag.name].pop()
    yield from (occurrence for occurrences in open_tags.values() for occurrence in occurrences)
    yield from stray
