"""Python-Markdown's last steps, from the tree to HTML, looking only where there is something to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown.serializers import BOOLEAN_ATTRIBUTES, RE_AMP, to_html_string  # type: ignore[attr-defined]
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, STX

BOOLEAN = BOOLEAN_ATTRIBUTES["html"]
VERBATIM = frozenset({"script", "style"})
"""Elements whose text is not escaped."""
RAW = f"{STX}wzxhzdk:"
"""Begins the placeholder of a piece of raw HTML."""
BEFORE, AFTER, QUOTE = "<p>", "</p>", '"'


class QuickUnescape(UnescapeTreeprocessor):
    """Puts back escaped characters, in those texts that have any."""

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        for element in root.iter():
            if element.text and STX in element.text and element.tag != "code":
                element.text = self.unescape(element.text)
            if element.tail and STX in element.tail:
                element.tail = self.unescape(element.tail)
            for name, value in element.items():
                if value and STX in value:
                    element.set(name, self.unescape(value))


def restore_raw_html(step: Any) -> Callable[[str], str]:
    """Return what does the same as `run` of a `RawHtmlPostprocessor`, but finds a placeholder by its first letters."""

    def restore(text: str) -> str:
        if RAW not in text:
            return text
        first, *later_parts = text.split(RAW)
        parts, stash = [first], step.md.htmlStash
        for part in later_parts:
            digits, end, rest = part.partition(ETX)
            if not (end and digits.isascii() and digits.isdigit() and int(digits) < stash.html_counter):
                parts += RAW, part
                continue
            html = step.stash_to_string(stash.rawHtmlBlocks[int(digits)])
            if parts[-1].endswith(BEFORE) and rest.startswith(AFTER):
                parts[-1], rest = parts[-1][: -len(BEFORE)], rest[len(AFTER) :]
                if not step.isblocklevel(html):
                    html = BEFORE + html + AFTER
            parts += restore(html), rest
        return "".join(parts)

    return restore


def to_html(root: Element) -> str:
    """Return a tree as HTML, as the serializer of Python-Markdown does."""
    parts: list[str] = []
    _write(root, parts.append)
    return "".join(parts)


def _write(element: Element, write: Callable[[str], object]) -> None:
    tag, text, tail = element.tag, element.text, element.tail
    attributes = _attributes(element) if element.attrib else ""
    if not isinstance(tag, str) or attributes is None:  # a comment, or a name of XML
        write(to_html_string(element))
        return
    name = tag.lower()
    write(f"<{tag}{attributes}>" if attributes else f"<{tag}>")
    if text:
        write(text if name in VERBATIM else _escaped(text))
    for child in element:
        _write(child, write)
    if name not in HTML_EMPTY:
        write(f"</{tag}>")
    if tail:
        write(_escaped(tail))


def _attributes(element: Element) -> str | None:
    """Return the attributes of an element as HTML; None where one is no text."""
    parts = []
    for name, value in sorted(element.items()):
        if value is None:
            parts.append(f" {name}")
        elif not isinstance(value, str):
            return None
        elif name == value and name in BOOLEAN:
            parts.append(f" {name}")
        else:
            parts.append(f' {name}="{_escaped(value).replace(QUOTE, "&quot;")}"')
    return "".join(parts)


def _escaped(text: str) -> str:
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text
