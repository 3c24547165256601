"""The extension of Python-Markdown that turns a lesson's blocks into forms: name it in `MARKDOWN["extensions"]`.

The preprocessor replaces each block with marks and the text of its parts, on separate lines, so that code, raw
HTML and links inside are read as everywhere else; the block processor builds the elements from the marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from lodestar.base.front_matter.header import Fault
from lodestar.base.languages import gettext_noop
from lodestar.base.markers import ID, LANGUAGE, said_later
from plugins.course.fences import CALLOUTS, MEDIA, SIGN, Block, find

MARK = STX + "course:{}:{}" + ETX
MARKED = re.compile(f"\\s*{STX}course:(\\d+):(\\w+){ETX}\\s*")
END = "end"
LABELS = {
    "note": gettext_noop("Note"),
    "tip": gettext_noop("Tip"),
    "warning": gettext_noop("Take care"),
    "key-points": gettext_noop("Key points"),
}
KIND_WORDS = {
    "reflection": gettext_noop("To reflect on"),
    "worksheet": gettext_noop("Worksheet"),
    "checklist": gettext_noop("Checklist"),
    "quiz": gettext_noop("Question"),
}
BEFORE_TITLE = {
    "reflection": gettext_noop("To reflect on:"),
    "worksheet": gettext_noop("Worksheet:"),
    "checklist": gettext_noop("Checklist:"),
}
"""The same where a title follows."""
RIGHT, WRONG = gettext_noop("This is a right answer."), gettext_noop("This is not it.")


class Fences(Preprocessor):
    """Replaces blocks with marks."""

    def __init__(self, md: Markdown, blocks: list[Block]) -> None:
        super().__init__(md)
        self.blocks = blocks

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with marks. Raises Fault for an invalid block."""
        self.blocks[:] = find(lines) if SIGN in "\n".join(lines) else ()
        results: list[str] = []
        position = 0
        for number, block in enumerate(self.blocks):
            results += lines[position : block.line - 1]
            results += _marked(number, block)
            position = block.end
        return results + lines[position:]


def _marked(number: int, block: Block) -> Iterator[str]:
    for index, part in enumerate(block.parts):
        if part.kind in ("text", "why"):
            yield from ("", MARK.format(number, index), "", *_dedented(part.lines), "")
    yield from ("", MARK.format(number, END), "")


def _dedented(lines: Iterable[str]) -> list[str]:
    results = list(lines)
    depth = min((len(line) - len(line.lstrip()) for line in results if line.strip()), default=0)
    return [line[depth:] for line in results]


class BlockBuilder(BlockProcessor):
    """Builds the element of a block from the text between its marks."""

    def __init__(self, md: Markdown, blocks: list[Block], built: set[int]) -> None:
        super().__init__(md.parser)
        self.md, self.blocks, self.built = md, blocks, built

    def test(self, parent: Element, block: str) -> bool:
        """Return whether there is a mark here."""
        return MARKED.fullmatch(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Remove the block from `blocks`, and add its element to `parent`."""
        match = MARKED.fullmatch(blocks[0])
        assert match is not None
        number = int(match[1])
        texts: dict[int, list[str]] = {}
        while blocks:
            item = blocks.pop(0)
            mark = MARKED.fullmatch(item)
            if mark and mark[2] == END:
                break
            if mark:
                texts[int(mark[2])] = []
            elif texts:
                texts[max(texts)].append(item)
        self.built.add(number)
        self._build(parent, self.blocks[number], texts)

    def _build(self, parent: Element, block: Block, texts: dict[int, list[str]]) -> None:
        if block.kind in CALLOUTS:
            self._callout(parent, block, texts)
        elif block.kind == "download":
            element = SubElement(parent, "div", {"class": "lesson-download"})
            self.parser.parseBlocks(element, texts.get(0, []))
        elif block.kind in MEDIA:
            self._media(parent, block, texts)
        elif block.kind == "quiz":
            self._quiz(parent, block, texts)
        else:
            self._exercise(parent, block, texts)

    def _callout(self, parent: Element, block: Block, texts: dict[int, list[str]]) -> None:
        element = SubElement(parent, "div", {"class": "lesson-callout", "data-kind": block.kind, "role": "note"})
        title = SubElement(element, "p", {"class": "lesson-callout-title"})
        SubElement(title, "strong").text = block.title or said_later(LABELS[block.kind])
        self.parser.parseBlocks(element, texts.get(0, []))

    def _media(self, parent: Element, block: Block, texts: dict[int, list[str]]) -> None:
        attributes = dict(block.attributes)
        figure = SubElement(parent, "figure", {"class": "lesson-media", "data-kind": block.kind})
        media = SubElement(
            figure, block.kind, {"controls": "", "preload": "none", "src": self._address(attributes["src"])}
        )
        if "poster" in attributes:
            media.set("poster", self._address(attributes["poster"], image=True))
        if "captions" in attributes:
            facts = {"kind": "captions", "srclang": attributes.get("lang", LANGUAGE), "default": ""}
            label = said_later(gettext_noop("Captions"))
            SubElement(media, "track", {**facts, "label": label, "src": self._address(attributes["captions"])})
        if block.title:
            SubElement(figure, "figcaption").text = block.title
        details = SubElement(figure, "details")
        SubElement(details, "summary").text = said_later(gettext_noop("Transcript"))
        self.parser.parseBlocks(details, texts.get(0, []))

    def _address(self, url: str, image: bool = False) -> str:
        if "lodestar" in self.md.treeprocessors:
            collector: Any = self.md.treeprocessors["lodestar"]
            return str(collector.address(url, image))
        return url

    def _frame(self, parent: Element, block: Block, tag: str = "div") -> Element:
        """Return the element around an exercise, labeled by its title."""
        facts = {"class": "lesson-exercise", "data-kind": block.kind, "data-exercise": block.id, "id": ID + block.id}
        return SubElement(parent, tag, facts)

    def _exercise(self, parent: Element, block: Block, texts: dict[int, list[str]]) -> None:
        element = self._frame(parent, block)
        element.set("role", "group")
        element.set("aria-labelledby", f"{ID}{block.id}-title")
        kind = SubElement(element, "p", {"class": "lesson-exercise-kind", "id": f"{ID}{block.id}-title"})
        words = BEFORE_TITLE if block.title else KIND_WORDS
        kind.text = said_later(words[block.kind]) + (" " if block.title else "")
        if block.title:
            SubElement(kind, "strong").text = block.title
        text = SubElement(element, "div", {"class": "lesson-exercise-text", "id": f"{ID}{block.id}-text"})
        self.parser.parseBlocks(text, texts.get(0, []))
        if block.kind == "reflection":
            _field(element, block.id, f"{ID}{block.id}-text")
            return
        if not len(text):
            element.remove(text)
        items = SubElement(element, "ol" if block.kind == "worksheet" else "ul")
        for index, part in enumerate(block.parts[1:], start=1):
            item = SubElement(items, "li")
            if block.kind == "worksheet":
                SubElement(item, "p", {"id": f"{ID}{block.id}-{index}"}).text = part.inline
                _field(item, f"{block.id}.{index}", f"{ID}{block.id}-{index}")
            else:
                label = SubElement(item, "label")
                SubElement(label, "input", {"type": "checkbox", "data-answer": f"{block.id}.{index}"})
                SubElement(label, "span").text = part.inline

    def _quiz(self, parent: Element, block: Block, texts: dict[int, list[str]]) -> None:
        element = self._frame(parent, block, "fieldset")
        legend = SubElement(element, "legend")
        SubElement(legend, "span", {"class": "lesson-exercise-kind"}).text = said_later(KIND_WORDS["quiz"])
        first, *rest = texts.get(0) or [""]
        SubElement(legend, "span").text = " ".join(first.split())
        self.parser.parseBlocks(element, rest)
        single = sum(part.right for part in block.parts if part.kind == "option") == 1
        items = SubElement(element, "ul")
        for index, part in enumerate(block.parts):
            if part.kind != "option":
                continue
            number = (index + 1) // 2
            item = SubElement(items, "li", {"data-right": "yes" if part.right else "no"})
            label = SubElement(item, "label")
            kind = {"type": "radio", "name": ID + block.id} if single else {"type": "checkbox"}
            SubElement(label, "input", {**kind, "data-answer": f"{block.id}.{number}"})
            SubElement(label, "span").text = part.inline
            verdict = said_later(RIGHT if part.right else WRONG)
            SubElement(item, "p", {"class": "lesson-exercise-verdict", "role": "status"}).text = verdict
            details = SubElement(item, "details")
            SubElement(details, "summary").text = said_later(gettext_noop("About this answer"))
            SubElement(SubElement(details, "p"), "strong").text = verdict
            self.parser.parseBlocks(details, texts.get(index + 1, []))
        button = {"type": "button", "data-do": "check", "data-needs-script": "", "hidden": ""}
        SubElement(SubElement(element, "p"), "button", button).text = said_later(gettext_noop("Check"))


def _field(parent: Element, name: str, label: str) -> None:
    SubElement(parent, "textarea", {"rows": "4", "autocomplete": "off", "data-answer": name, "aria-labelledby": label})


class Watch(Treeprocessor):
    """Refuses a text with a block that became part of something around it."""

    def __init__(self, md: Markdown, blocks: list[Block], built: set[int]) -> None:
        super().__init__(md)
        self.blocks, self.built = blocks, built

    def run(self, root: Element) -> None:
        """Raise Fault when a block was found but not built."""
        for number, block in enumerate(self.blocks):
            if number not in self.built:
                fault = f"the {block.kind} stands inside raw HTML that is not closed before it"
                raise Fault(block.line, fault, "close the HTML, and leave an empty line before the block")


class LessonBlocks(Extension):
    """The extension."""

    def extendMarkdown(self, md: Markdown) -> None:  # Python-Markdown's name
        """Add the two processors and the watch."""
        self.blocks: list[Block] = []
        self.built: set[int] = set()
        md.registerExtension(self)
        md.preprocessors.register(Fences(md, self.blocks), "course-fences", 28)  # before code and raw HTML
        md.parser.blockprocessors.register(BlockBuilder(md, self.blocks, self.built), "course-blocks", 175)
        md.treeprocessors.register(Watch(md, self.blocks, self.built), "course-watch", 50)

    def reset(self) -> None:
        """Forget the last text."""
        self.blocks.clear()
        self.built.clear()


def makeExtension(**options: Any) -> LessonBlocks:  # Python-Markdown's name
    """Return the extension, for Python-Markdown."""
    return LessonBlocks(**options)
