"""Python-Markdown's last step here: sets markers for what is known only later, and collects links, headings and ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, STX, HtmlStash

from lodestar.base.front_matter.attributes import Marks
from lodestar.base.front_matter.boxes import mark_headings
from lodestar.base.front_matter.raw import RawHtml, note_picture
from lodestar.base.front_matter.sizes import declared_size
from lodestar.base.front_matter.tags import decode
from lodestar.base.front_matter.words import count_words, strip
from lodestar.base.markers import HEADING, ID, SECTION, SOURCES
from lodestar.base.values import Heading

LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
ALIGNED = {"left": "align-start", "right": "align-end", "center": "align-center"}
"""The class of an aligned table cell, instead of Markdown's `style` attribute, which the site's policy forbids."""
NOT_WORD = re.compile(r"[^\w]+")


class Collector(Treeprocessor):
    """Walks the finished tree once: marks links, ids and sections, and collects what the site needs to know of them."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.begin("")

    def begin(self, folder: str) -> None:
        """Begin a text of a file in `folder`, below content/."""
        self.marks = Marks(folder)
        self.raw = RawHtml(self.marks)
        self.headings: list[Heading] = []
        self.words = 0
        self.sections = 0

    def run(self, root: Element) -> None:
        """Process the tree, then the pieces of raw HTML."""
        headings = []
        for element in list(root.iter()):
            if element.tag in LEVELS:
                self._note_heading(element)
                headings.append(element)
            if element.tag == "table":
                mark_headings(element)
            if element.attrib:
                self._mark(self._picture(element) if element.tag == "img" else element)
        self.words = count_words(" ".join(root.itertext()))
        self._mark_sections(root)
        for element in headings:
            element.tag = HEADING + element.tag[1:]
        stash = self.md.htmlStash.rawHtmlBlocks
        for index, block in enumerate(stash):
            if isinstance(block, str) and "<" in block:
                stash[index] = self.raw.marked(block)

    def address(self, url: str, image: bool) -> str:
        """Return the marker for an address inside the site, or the address itself."""
        return self.marks.address(url, image)

    def _mark(self, element: Element) -> None:
        """Mark the addresses and ids in the attributes of an element."""
        if element.tag in ("td", "th") and "style" in element.attrib:
            alignment = element.attrib.pop("style").removeprefix("text-align:").strip(" ;")
            element.set("class", ALIGNED.get(alignment, "align-start"))
        for name, value in element.attrib.items():
            if not isinstance(value, str):  # `{: reversed }`, and what only looks like it: `{% video a.mp4 %}`
                continue
            if value.startswith(ID):  # in a block that marks its own
                if name == "id":
                    self.marks.ids.add(value.removeprefix(ID))
                continue
            written = value.replace(AMP_SUBSTITUTE, "&")
            plain = decode(written)
            marked = self.marks.attribute(element.tag, name, plain, written)
            if marked != plain:
                element.set(name, marked)

    def _picture(self, element: Element) -> Element:
        """Return the element that shows a picture; one of the site is preceded by a marker for its other formats."""
        number = len(self.marks.references)
        written = element.get("src", "").replace(AMP_SUBSTITUTE, "&")
        mark = self.marks.address(decode(written), True, written)
        if len(self.marks.references) == number:
            return element
        size, attributes = declared_size(element.attrib)
        note_picture(self.marks, size, bare=not element.get("alt", "").strip())
        element.tag, element.text = "picture", self.md.htmlStash.store(SOURCES.format(number))
        element.attrib.clear()
        return SubElement(element, "img", {name: value or "" for name, value in attributes.items()} | {"src": mark})

    def _note_heading(self, element: Element) -> None:
        """Record a heading and its id: the author's, if there is one, else a slug of its words."""
        words = _visible(element, self.md.htmlStash)
        name = element.get("id", "") or NOT_WORD.sub("-", words.lower()).strip("-") or "section"
        element.set("id", self.marks.place(name))
        text = words if element.find(".//code") is None else unescape(words)  # Markdown escapes code itself
        self.headings.append(Heading(LEVELS[element.tag], element.attrib["id"].removeprefix(ID), text))

    def _mark_sections(self, root: Element) -> None:
        """Mark the beginning of each section, except a first one with no text before it."""
        tops = [child for child in root if child.tag in LEVELS]
        if not tops:
            return
        outermost = min(LEVELS[child.tag] for child in tops)
        starts = [index for index, child in enumerate(root) if LEVELS.get(child.tag) == outermost]
        self.sections = len(starts)
        for index in reversed(starts):
            root.insert(index, _mark(self.md.htmlStash))


def _visible(element: Element, stash: HtmlStash) -> str:
    """Return the words of an element, with what the parser has stashed (code, entities) put back."""
    text = "".join(_texts(element)).replace(AMP_SUBSTITUTE, "&")
    if STX in text:
        for index, block in enumerate(stash.rawHtmlBlocks):
            if isinstance(block, str):
                text = text.replace(stash.get_placeholder(index), strip(block))
    return " ".join(text.split())


def _texts(element: Element) -> Iterator[str]:
    """Yield the texts in an element, except footnote numbers."""
    yield element.text or ""
    for child in element:
        if not (child.tag == "sup" and child.get("id", "").removeprefix(ID).startswith("fnref")):
            yield from _texts(child)
        yield child.tail or ""


def _mark(stash: HtmlStash) -> Element:
    """Return a paragraph that the parser's last step replaces with a section marker."""
    element = Element("p")
    element.text = stash.store(SECTION)
    return element


class Collect(Extension):
    """The extension that adds the collector after every other tree processor."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the collector."""
        md.treeprocessors.register(Collector(md), "lodestar", -100)
        md.block_level_elements += [f"{HEADING}{level}" for level in LEVELS.values()]  # as marked
