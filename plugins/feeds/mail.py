"""Replaces elements that mail programs do not show, since services send feeds as letters.

Mail programs keep the words of such elements but not their form: a summary runs into its text, a caption
into the next paragraph, and a film disappears.
The tags are read once, without a tree: an element is written when it ends, and put into the one around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from lodestar.base.front_matter.tags import VOID, Tag, tags
from lodestar.base.languages import gettext, gettext_noop

ALIGNED = re.compile(r"(?:text-)?align\W*(left|start|center|right|end)\b")
"""The alignment of a cell, by the classes and styles of Markdown and WordPress."""
SIDES = {"start": "left", "end": "right"}
BLOCKS = frozenset(["p", "div", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"])
LINK_LABELS = {"audio": gettext_noop("Listen: %(name)s"), "video": gettext_noop("Watch: %(name)s")}


class Element:
    """An open element."""

    def __init__(self, tag: Tag, start: str, parent: Element | None) -> None:
        self.name, self.attribute, self.parent = tag.name, tag.get, parent
        self.start, self.end = start, ""
        """Its start and end tags in the result."""
        self.pieces: list[str] = []
        """Its content, in pieces."""
        self.in_paragraph: bool = parent is not None and (parent.in_paragraph or parent.name == "p")
        self.has_block = False
        self.source = ""
        """The address of the first `source` in it."""
        self.is_bare = False
        """Whether it is replaced with its content."""
        self.replacement = ""
        """What replaces it and its content."""

    def has_class(self, name: str) -> bool:
        """Return whether it has a class."""
        return name in (self.attribute("class") or "").split()

    def rename(self, name: str, attributes: str = "") -> None:
        """Change its name, and put attributes before its own; the first of a name counts."""
        self.start = f"<{name}{attributes}{self.start[1 + len(self.name) :]}"
        self.end = f"</{name}>"

    def write(self) -> str:
        """Return its HTML."""
        if self.replacement or self.is_bare:
            return self.replacement or "".join(self.pieces)
        return "".join([self.start, *self.pieces, self.end])


def rewrite_for_mail(html: str) -> str:
    """Return the HTML of a post in a form that mail programs show completely."""
    if not REWRITTEN_TAGS.search(html):
        return html
    root = element = Element(Tag(0, 0, "", (), False, False), "", None)
    position = 0
    for tag in tags(html):
        element.pieces.append(html[position : tag.start])
        position, text = tag.end, html[tag.start : tag.end]
        if not tag.closing:
            element = Element(tag, text, element)
            if tag.name in VOID:
                element = _close(element)
        elif opening := _find_open(element, tag.name):
            while element is not opening:
                element = _close(element)
            element.end = text
            element = _close(element)
        else:
            element.pieces.append(text)
    element.pieces.append(html[position:])
    while element is not root:
        element = _close(element)
    return root.write()


def _find_open(element: Element | None, name: str) -> Element | None:
    """Return the innermost open element of a name; None where there is none."""
    while element and element.name != name:
        element = element.parent
    return element


def _close(element: Element) -> Element:
    """Write an element into the one around it, and return that one."""
    parent = element.parent
    assert parent is not None
    if rewrite := WRITERS.get(element.name):
        rewrite(element, parent)
    parent.pieces.append(element.write())
    parent.has_block |= element.has_block or element.name in BLOCKS
    parent.source = parent.source or element.source
    return parent


def _rewrite_embed(element: Element, parent: Element) -> None:
    """Replace an embedded page, such as a video's, with a link to it, since no mail program shows it."""
    element.is_bare = True
    if address := element.attribute("src") or element.attribute("data"):
        element.has_block = not element.in_paragraph
        element.replacement = _link_paragraph(element, address, element.attribute("title") or address)
        if parent.has_class("frame"):
            parent.replacement += element.replacement


def _link_paragraph(element: Element, address: str, words: str) -> str:
    """Return a link in a paragraph of its own, or in a `span` where it stands inside a paragraph."""
    name = "span" if element.in_paragraph else "p"
    return f'<{name}><a href="{escape(address)}">{escape(words, quote=False)}</a></{name}>'


def _rewrite_player(element: Element, parent: Element) -> None:
    """Put a link below a player of sound or film, for programs without players."""
    if address := element.attribute("src") or element.source:
        name = unquote(PurePosixPath(urlsplit(address).path).name)
        title = element.attribute("title") or element.attribute("aria-label") or name
        element.end += _link_paragraph(element, address, gettext(LINK_LABELS[element.name], name=title))
        element.has_block |= not element.in_paragraph


def _rewrite_source(element: Element, parent: Element) -> None:
    """Note the address of a player's file, for the link below the player."""
    element.source = element.attribute("src") or ""


def _rewrite_summary(element: Element, parent: Element) -> None:
    """Turn a summary into a bold line above its text; a heading in it is bold enough."""
    _emphasize(element, "strong")


def _rewrite_caption(element: Element, parent: Element) -> None:
    """Turn a caption into a line in italics below its picture."""
    _emphasize(element, "em")


def _emphasize(element: Element, name: str) -> None:
    """Make an element a paragraph whose words stand in the element `name`; one that holds blocks is a mere `div`."""
    if element.has_block:
        element.rename("div")
        return
    element.has_block = True
    element.rename("p")
    element.start, element.end = f"{element.start}<{name}>", f"</{name}>{element.end}"


def _rewrite_group(element: Element, parent: Element) -> None:
    """Turn an element that groups others into a `div`."""
    element.has_block = True
    element.rename("div")


def _rewrite_table(element: Element, parent: Element) -> None:
    """Draw the lines of a table, and remove the scroll box around it."""
    element.rename("table", ' border="1" cellpadding="6"')
    parent.is_bare |= parent.has_class("table")


def _rewrite_cell(element: Element, parent: Element) -> None:
    """Write a cell's alignment, which styles give to it on the page, into its attributes."""
    match = ALIGNED.search(f"{element.attribute('class') or ''} {element.attribute('style') or ''}")
    if match and not element.attribute("align"):
        element.rename(element.name, f' align="{SIDES.get(match[1], match[1])}"')


WRITERS: dict[str, Callable[[Element, Element], None]] = {
    "iframe": _rewrite_embed,
    "object": _rewrite_embed,
    "embed": _rewrite_embed,
    "audio": _rewrite_player,
    "video": _rewrite_player,
    "source": _rewrite_source,
    "summary": _rewrite_summary,
    "details": _rewrite_group,
    "figcaption": _rewrite_caption,
    "figure": _rewrite_group,
    "table": _rewrite_table,
    "td": _rewrite_cell,
    "th": _rewrite_cell,
}
"""The functions called at the end of an element, with the element around it."""
REWRITTEN_TAGS = re.compile(f"<(?:{'|'.join(WRITERS)})", re.IGNORECASE)
