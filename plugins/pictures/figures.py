"""The extension of Python-Markdown that gives a picture its caption: name it in `MARKDOWN["extensions"]`.

A picture alone in its line, and in the next one its caption in italics, in one paragraph:

    ![What it shows]({static}/images/posts/door.jpg){.alignright}
    *The door of the old mill, [today a school](/mill/).*

Other programs that render Markdown show a picture and a line in italics.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

AFTER_ATTRIBUTES = 5
"""Lower than the priority of `attr_list`, so that a picture has its class by then."""


class Figures(Treeprocessor):
    """Turns paragraphs into figures."""

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        for paragraph in root.iter("p"):
            if len(paragraph) == 2 and _is_picture(paragraph[0]) and paragraph[1].tag == "em":
                self._turn(paragraph)

    def _turn(self, paragraph: Element) -> None:
        picture, caption = paragraph
        text_between = picture.tail or ""
        if "\n" not in text_between or (text_between + (paragraph.text or "") + (caption.tail or "")).strip():
            return
        paragraph.tag, caption.tag = "figure", "figcaption"
        image = picture if picture.tag == "img" else picture[0]
        if place := image.attrib.pop("class", ""):
            paragraph.set("class", f"{paragraph.get('class', '')} {place}".strip())


def _is_picture(element: Element) -> bool:
    """Return whether an element is a picture, or a link that holds nothing else."""
    if element.tag == "a":
        return (
            len(element) == 1 and element[0].tag == "img" and not f"{element.text or ''}{element[0].tail or ''}".strip()
        )
    return element.tag == "img"


class Captions(Extension):
    """The extension."""

    def extendMarkdown(self, md: Markdown) -> None:  # Python-Markdown's name
        """Add the processor."""
        md.treeprocessors.register(Figures(md), "figures", AFTER_ATTRIBUTES)


def makeExtension(**options: Any) -> Captions:  # Python-Markdown's name
    """Return what Python-Markdown calls."""
    return Captions(**options)
