"""Markdown to HTML, with what the rest of the site must know of a text: links, headings, sections, words."""

from __future__ import annotations

import re
from html import escape
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, STX, HtmlStash
from msgspec.structs import replace

from lodestar.base.front_matter import raw
from lodestar.base.front_matter.bounds import check_bounds
from lodestar.base.front_matter.header import Fault
from lodestar.base.front_matter.loads import loads_in
from lodestar.base.front_matter.mentions import addresses
from lodestar.base.front_matter.merges import place_of
from lodestar.base.front_matter.quick import quicken
from lodestar.base.front_matter.references import forbidden_in
from lodestar.base.front_matter.words import strip
from lodestar.base.markers import ID, SECTION, SOURCES, URL, WORD
from lodestar.base.values import Document, Heading, Reference, key_of

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
ALIGNED = {"left": "align-start", "right": "align-end", "center": "align-center"}
"""The class of a table's cell for the alignment that Markdown says by a `style`, which the site's policy forbids."""
LINKS = {"href": False, "src": True, "poster": True}
"""Attributes that hold an address, and whether it is that of something shown on the page."""
BRACED = re.compile(r"^[{|](filename|attach|static|tag|category|author)[}|](.*)$", re.DOTALL)
"""Pelican's links inside the site: `{filename}/posts/x.md`, `{tag}listening`."""
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:|^//", re.IGNORECASE)
NOT_WORD = re.compile(r"[^\w]+")


def refer(url: str, image: bool, folder: str) -> Reference | None:
    """What an address in a body refers to inside the site; None for one that leads elsewhere or stays on the page.

    `folder` is that of the file the address stands in, below content/.
    """
    if SCHEME.match(url) or url.startswith("#") or not url:
        return None
    found = BRACED.match(url)
    path = found[2] if found else url
    cut = min((path.index(mark) for mark in "?#" if mark in path), default=len(path))
    path, suffix = path[:cut], path[cut:]
    if found and found[1] in ("tag", "category", "author"):
        return Reference(found[1], unquote(path).strip(), suffix, image, url)
    if found or not path.startswith("/"):
        target = path[1:] if path.startswith("/") else _join(folder, path)
        return Reference(
            "filename" if found and found[1] == "filename" else "static", unquote(target), suffix, image, url
        )
    return Reference("path", path, suffix, image, url)


def _join(folder: str, path: str) -> str:
    parts = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


class _Collector(Treeprocessor):
    """Walks the finished tree once: marks links, ids and sections, and notes what it meets."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.begin("")

    def begin(self, folder: str) -> None:
        self.folder = folder
        self.references: list[Reference] = []
        self.headings: list[Heading] = []
        self.ids: set[str] = set()
        self.words = 0
        self.sections = 0

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            if element.tag == "a":
                element.set("href", self.address(element.get("href", ""), False))
            elif element.tag == "img":
                self._picture(element)
            elif element.tag in ("td", "th") and "style" in element.attrib:
                alignment = element.attrib.pop("style").removeprefix("text-align:").strip(" ;")
                element.set("class", ALIGNED.get(alignment, "align-start"))
            elif element.tag in HEADINGS:
                self._heading(element)
            elif (name := element.get("id", "")) and not name.startswith(ID):
                element.set("id", self._unique(name))
        self.words = len(" ".join(root.itertext()).split())
        self._sections(root)
        self._raw(self.md.htmlStash)

    def _picture(self, element: Element) -> None:
        """Mark a picture; one of the site gets room beside it for the same picture in other formats."""
        before = len(self.references)
        element.set("src", self.address(element.get("src", ""), True))
        if len(self.references) == before:
            return
        if not element.get("alt", "").strip():
            self.references[-1] = replace(self.references[-1], bare=True)
        image = SubElement(element, "img", dict(element.attrib))
        image.text = None
        element.tag, element.text = "picture", self.md.htmlStash.store(SOURCES.format(before))
        element.attrib.clear()

    def address(self, url: str, image: bool) -> str:
        """The mark to set in the place of an address inside the site, or the address itself."""
        if url.startswith("#"):
            return "#" + ID + url[1:]
        url = url.replace(AMP_SUBSTITUTE, "&")
        reference = refer(url, image, self.folder)
        if reference is None:
            return url
        self.references.append(reference)
        return URL.format(len(self.references) - 1)

    def _unique(self, name: str) -> str:
        plain, number = name, 2
        while name in self.ids:
            name, number = f"{plain}-{number}", number + 1
        self.ids.add(name)
        return ID + name

    def _heading(self, element: Element) -> None:
        text = _visible(element, self.md.htmlStash)
        element.set("id", self.note_heading(HEADINGS[element.tag], element.get("id", ""), text))

    def note_heading(self, level: int, name: str, text: str) -> str:
        """Note a heading with the words `text`, and make its id: after its `name`, if it has one, else after its words."""
        name = self._unique(name or NOT_WORD.sub("-", text.lower()).strip("-") or "section")
        self.headings.append(Heading(level, name.removeprefix(ID), text))
        return name

    def _sections(self, root: Element) -> None:
        """Mark where each section but the first one that has no text before it begins."""
        tops = [child for child in root if child.tag in HEADINGS]
        if not tops:
            return
        outermost = min(HEADINGS[child.tag] for child in tops)
        starts = [index for index, child in enumerate(root) if HEADINGS.get(child.tag) == outermost]
        self.sections = len(starts)
        for index in reversed(starts):
            root.insert(index, _mark(self.md.htmlStash))

    def _raw(self, stash: HtmlStash) -> None:
        pictures = 0
        for index, block in enumerate(stash.rawHtmlBlocks):
            if isinstance(block, str) and ("=" in block or "picture" in block):
                stash.rawHtmlBlocks[index], pictures = raw.rewritten(block, self._tag, pictures)

    def _tag(self, tag: raw.Tag) -> str:
        """A tag of raw HTML with marks in the place of its addresses; a picture of the site as Markdown's own are."""
        given = dict(tag.attributes)
        before = len(self.references)
        if tag.name == "img" and tag.alone and (src := given.get("src")):
            mark = self.address(src, True)
            if len(self.references) == before:
                return tag.text
            size = (raw.pixels(tag.attributes, "width"), raw.pixels(tag.attributes, "height"))
            self.references[-1] = replace(self.references[-1], bare="alt" not in given, size=size)
            return f"<picture>{SOURCES.format(before)}{raw.image(tag.attributes, mark)}</picture>"
        text = tag.text
        for name, url in tag.attributes:
            if name in LINKS and url:
                mark = self.address(url, LINKS[name])
                for written in (url, escape(url, quote=False)):
                    for quote in ('"', "'"):
                        text = text.replace(f"={quote}{written}{quote}", f"={quote}{mark}{quote}")
        return text


def _visible(element: Element, stash: HtmlStash) -> str:
    """The words of an element, with what the parser has put aside (code, entities) in its place."""
    text = "".join(element.itertext()).replace(AMP_SUBSTITUTE, "&")
    if STX in text:
        for index, block in enumerate(stash.rawHtmlBlocks):
            if isinstance(block, str):
                text = text.replace(stash.get_placeholder(index), strip(block))
    return " ".join(text.split())


def _mark(stash: HtmlStash) -> Element:
    """A paragraph that the parser's last step replaces by the mark of a section."""
    element = Element("p")
    element.text = stash.store(SECTION)
    return element


class Collect(Extension):
    """The extension that adds the collector after every other tree processor."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the collector."""
        md.treeprocessors.register(_Collector(md), "lodestar", -100)


class MarkdownReader:
    """A Markdown parser, built once a process, with the site's own extensions."""

    def __init__(self, config: dict[str, Any]) -> None:
        configs = config.get("extension_configs", {})
        extensions = [*dict.fromkeys([*config.get("extensions", []), *configs]), Collect()]
        options = {key: value for key, value in config.items() if key not in ("extensions", "extension_configs")}
        self._markdown = Markdown(
            extensions=extensions, extension_configs=configs, **{"output_format": "html", **options}
        )
        self._collector: Any = self._markdown.treeprocessors["lodestar"]
        quicken(self._markdown)

    def convert(self, text: str, path: str, line: int = 1) -> tuple[Document, str]:
        """HTML for a Markdown text, and what the site must know of it.

        `path` is that of the file below content/, `line` the one on which the text begins. Raises Fault.
        """
        if WORD in text:
            place = line + text.count("\n", 0, text.index(WORD))
            raise Fault(place, f'the text holds "{WORD}", which is reserved', "write it otherwise")
        check_bounds(text, line)
        folder = path.rpartition("/")[0]
        try:
            html = self._converted(text, folder)
        except Fault as fault:  # extensions count lines in the text
            raise Fault(line - 1 + fault.line, fault.what, fault.cure) from None
        except RecursionError:
            raise Fault(line, "quotes or lists nested too deeply", "nest them less deeply") from None
        if reference := forbidden_in(html):
            what = f'"{reference}" is no character that a page may hold'
            raise Fault(line + text.count("\n", 0, place_of(text, reference)), what, "delete it")
        return self._document(html, folder), html

    def _converted(self, text: str, folder: str) -> str:
        self._collector.begin(folder)
        self._markdown.reset()
        return self._markdown.convert(text).replace(f"<p>{SECTION}</p>", SECTION)

    def _document(self, html: str, folder: str) -> Document:
        if not html:
            return Document("")
        found = self._collector
        references, headings = tuple(found.references), tuple(found.headings)
        met = (refer(address, False, folder) for address in addresses(html))
        mentions = tuple(dict.fromkeys(unquote(each.target).lstrip("/") for each in met if each))
        loads = loads_in(html, references)
        return Document(key_of(html), found.words, references, headings, found.sections, loads, mentions)
