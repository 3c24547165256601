"""The extension of Python-Markdown that makes cards of films: name it in `MARKDOWN["extensions"]`.

A paragraph that is nothing but the address of a film becomes a card; so does one that is nothing but a picture that
leads to a film, `[![What it shows](picture.jpg)](address)`, and then the picture stands on the card.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from lodestar.base.markers import said_later
from plugins.films.hosts import film

ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?")
PICTURE = re.compile(r"\[(!\[[^\]]*\]\([^()]*\))\]\((https?://[^\s()]+)\)")


class Films(Treeprocessor):
    """Turns paragraphs into cards, before anything else reads what they say."""

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        for paragraph in root.iter("p"):
            text = (paragraph.text or "").strip()
            if len(paragraph) or "//" not in text:
                continue
            if match := ADDRESS.fullmatch(text):
                _card(paragraph, match[1], "")
            elif match := PICTURE.fullmatch(text):
                _card(paragraph, match[2], match[1])


def _card(paragraph: Element, address: str, picture: str) -> None:
    result = film(address)
    if result is None:
        return
    paragraph.tag, paragraph.text = "figure", None
    paragraph.set("class", "film")
    link = SubElement(paragraph, "a", {"href": address, "data-film": result.url})
    link.text = picture or None
    SubElement(link, "span").text = AtomicString(said_later(result.words))


class FilmBlocks(Extension):
    """The extension."""

    def extendMarkdown(self, md: Markdown) -> None:  # Python-Markdown's name
        """Add the processor, before the one that reads what stands in paragraphs."""
        md.treeprocessors.register(Films(md), "films", 30)


def makeExtension(**options: Any) -> FilmBlocks:  # Python-Markdown's name
    """Return what Python-Markdown calls."""
    return FilmBlocks(**options)
