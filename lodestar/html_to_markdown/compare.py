"""The parts of a text, so that a conversion can be compared with its source."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields

import lxml.html
from lxml import etree

from lodestar.html_to_markdown.layout import LEVELS

INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
})  # fmt: skip
SILENT = frozenset({"script", "style", "template", "noscript", "svg"})
DEEPEST = 150
"""Most levels of nested elements; more of them break Markdown and parsers."""
BACKGROUND = re.compile(r"background(?:-image)?\s*:\s*[^;]*?url\(\s*[\"']?(https?://[^\"')\s]+)", re.IGNORECASE)
"""A background picture of an element: it counts as a picture, and is moved into the element."""
TAGS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*>")
VOID = frozenset({
    "br", "hr", "img", "input", "meta", "link", "source", "wbr", "col", "embed", "area", "base", "param",
    "track", "p", "li", "dt", "dd", "tr", "td", "th", "option",
})  # fmt: skip
QUOTES = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "″": '"', "′": "'", "\ufeff": "", "\u200b": "", "\u00ad": ""}
)


@dataclass(frozen=True)
class Parts:
    """Everything in a text that a conversion can lose, in order."""

    words: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    """Address and alternative text of each picture."""
    headings: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    """One mark for each list item: `ul`, `ol`, `dl`."""
    tables: tuple[str, ...] = ()
    """Cells of each table, row by row."""
    captions: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    """One mark for each block quotation."""
    emphasis: tuple[str, ...] = ()
    """Words that are strong or emphasized."""


def parts_of(html: str) -> Parts:
    """Return the parts of some HTML."""
    root = parse(html)
    if root is None:
        return Parts()
    parts: dict[str, list[str]] = {values.name: [] for values in fields(Parts)}
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if background := BACKGROUND.search(element.get("style") or ""):
            parts["images"].append(f"{background[1]} ")
        if tag == "a" and element.get("href") is not None:
            parts["links"].append(element.get("href", "").strip())
        elif tag == "img":
            parts["images"].append(
                f"{element.get('src', '').strip().replace(' ', '%20')} {words(element.get('alt') or '')}"
            )
        elif tag in LEVELS:
            parts["headings"].append(f"{tag} {words(text_of(element))}")
        elif tag in ("li", "dt", "dd"):
            parts["items"].append(tag)
        elif tag == "table":
            cells = [words(text_of(cell)) for cell in element.iter("td", "th")]
            parts["tables"].append(" | ".join(cells))
        elif tag == "figcaption" or (tag == "p" and "wp-caption-text" in (element.get("class") or "")):
            parts["captions"].append(words(text_of(element)))
        elif tag == "pre":
            parts["code"].append(_code(element))
        elif tag == "blockquote":
            parts["quotes"].append(tag)
        elif tag in ("em", "i", "strong", "b") and (text := words(text_of(element))):
            parts["emphasis"].append(text)
    parts["words"] = text_of(root).translate(QUOTES).split()
    return Parts(**{name: tuple(values) for name, values in parts.items()})


def too_deep(html: str) -> bool:
    """Return whether elements are nested more deeply than they may be, judging by the tags."""
    depth = deepest = 0
    for closing, name in TAGS.findall(html):
        if name.lower() not in VOID:
            depth = max(depth - 1, 0) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest > DEEPEST


def parse(html: str) -> etree._Element | None:
    """Return the tree of a piece of HTML; None when there is nothing in it."""
    if not html.strip():
        return None
    try:
        root: etree._Element = lxml.html.fragment_fromstring(html, create_parent="div")
        return root
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def text_of(element: etree._Element) -> str:
    """Return the text of an element, with spaces between blocks and at line breaks."""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if node.tail:
                pieces.append(node.tail)
            continue
        silent = node.tag in SILENT
        if node.tag not in INLINE:
            pieces.append(" ")
        if event == "start" and not silent and node.text:
            pieces.append(node.text)
        elif event == "end" and node is not element and node.tail:
            pieces.append(node.tail)
    return "".join(pieces)


def words(text: str) -> str:
    """Return a text on one line, with plain quotes."""
    return " ".join(text.translate(QUOTES).split())


def _code(element: etree._Element) -> str:
    pieces = []
    for child in element.iter():
        pieces.append("\n" if child.tag == "br" else (child.text or "") if isinstance(child.tag, str) else "")
        if child is not element:
            pieces.append(child.tail or "")
    return words("".join(pieces))


def together(first: Parts, second: Parts) -> Parts:
    """Return the parts of two texts, those of the first before those of the second."""
    return Parts(**{kind.name: getattr(first, kind.name) + getattr(second, kind.name) for kind in fields(Parts)})


def lost(before: Parts, after: Parts) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return what only `before` has and what only `after` has, by kind; empty where both have the same parts."""
    losses = {}
    for kind in fields(Parts):
        old, new = getattr(before, kind.name), getattr(after, kind.name)
        if old != new:
            missing, added = Counter(old) - Counter(new), Counter(new) - Counter(old)
            if missing or added:
                losses[kind.name] = (tuple(missing.elements()), tuple(added.elements()))
    return losses
