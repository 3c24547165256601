"""The header of a file: YAML between two `---` lines, or Pelican's `Key: value` lines, read alike.

Every scalar is a string here, so that `title: 2025`, `title: No` and `date: 2025-02-05` mean what they say in both
forms; the models turn strings into dates and numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from lodestar.base.site_file import SITE_FILE

FENCE = "---"
KEY_LINE = re.compile(r"([A-Za-z][A-Za-z0-9_ -]*):(?:[ \t]+(.*)|$)")
END = re.compile(r"^---[ \t]*$", re.MULTILINE)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
SINGULAR = {"category": "categories", "author": "authors", "tag": "tags"}
"""Pelican's names for keys that hold a list here."""


class Fault(Exception):
    """What stops a file from being read, with its line."""

    def __init__(self, line: int, what: str, cure: str) -> None:
        super().__init__(f"{line}: {what}; {cure}")
        self.line, self.what, self.cure = line, what, cure


@dataclass(frozen=True)
class Header:
    """The front matter of a file, and where each part of it stands."""

    fields: dict[str, Any]
    """Keys in lower case; values are strings, lists and mappings of strings."""
    lines: dict[tuple[str | int, ...], int]
    """The line, counted from 1, of each key and list entry by its path."""
    body: str
    """The Markdown after the header."""
    body_line: int
    """The line on which the body begins."""
    separated: bool = False
    """Whether it is lines `Key: value`, where commas part the names of a list."""

    def line(self, *path: str | int) -> int:
        """The line of the entry at `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def decode(data: bytes) -> str:
    """The text of a file. Raises Fault for bytes that are not UTF-8, and for control characters."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Fault(line, f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8") from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # the bytes are looked through in a fifth of the time that the pattern takes
    suspect = data.translate(None, CONTROL_BYTES) != data or "\ufffe" in text or "\uffff" in text
    if suspect and (found := CONTROL.search(text)):
        line = text.count("\n", 0, found.start()) + 1
        raise Fault(line, f"control character U+{ord(found[0]):04X}", "delete it")
    return text


def split(text: str) -> Header:
    """Part a file into its front matter and its body. Raises Fault when there is none, or it cannot be read."""
    if text.startswith(FENCE) and text[3:].split("\n", 1)[0].strip() == "":
        return _yaml(text)
    if KEY_LINE.match(text):
        return _key_value(text)
    raise Fault(1, "no front matter", 'begin the file with "---", a line "title: ...", and "---"')


def parse(path: str, text: str) -> Header:
    """Return what a file below content/ says: front matter and text, a YAML list, or the values of the site.

    Raises Fault when it cannot be read.
    """
    if path == SITE_FILE:
        return mapping(text)
    return listing(text) if path.endswith(".yaml") else split(text)


def mapping(text: str) -> Header:
    """Return a file that is one YAML mapping, with fences around it or without them. Raises Fault."""
    fenced = text.startswith(FENCE) and text[3:].split("\n", 1)[0].strip() == ""
    first, block = (2, text.partition("\n")[2]) if fenced else (1, text)
    if (end := END.search(block)) is not None:
        line = first + block.count("\n", 0, end.end()) + 1
        if block[end.end() :].strip():
            raise Fault(line, "a text below the values", 'delete it, and the line "---" above it')
        block = block[: end.start()]
    node = _compose(block, first)
    lines: dict[tuple[str | int, ...], int] = {}
    if node is None:
        return Header({}, lines, "", first)
    if not isinstance(node, yaml.MappingNode):
        raise Fault(first, "values without keys", 'write lines of the form "key: value"')
    fields = _construct(node, (SITE_FILE,), lines, first)
    return Header(fields, {place[1:]: line for place, line in lines.items()}, "", first)


def listing(text: str) -> Header:
    """A file that is one YAML list; its entries stand under `items`. Raises Fault."""
    node = _compose(text, 1)
    lines: dict[tuple[str | int, ...], int] = {}
    if node is None:
        return Header({"items": []}, lines, "", 1)
    if not isinstance(node, yaml.SequenceNode):
        raise Fault(1, "a file that is no list", 'begin each entry with "- "')
    items = _construct(node, ("items",), lines, first=1)
    return Header({"items": items}, lines, "", 1)


def _yaml(text: str) -> Header:
    start = text.index("\n") + 1 if "\n" in text else len(text)
    end = END.search(text, start)
    if end is None:
        raise Fault(1, 'the front matter that begins with "---" is never closed', 'end it with a line "---"')
    block = text[start : end.start()]
    body = text[end.end() + 1 :]
    body_line = text.count("\n", 0, end.end()) + 2
    for number, line in enumerate(block.split("\n"), start=2):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            raise Fault(number, "a tab before the text", "indent front matter with spaces")
    node = _compose(block, 2)
    lines: dict[tuple[str | int, ...], int] = {}
    if node is None:
        return Header({}, lines, body, body_line)
    if not isinstance(node, yaml.MappingNode):
        raise Fault(2, "front matter without keys", 'write lines of the form "key: value"')
    fields = _construct(node, (), lines)
    return Header(fields, lines, body, body_line)


def _compose(block: str, first: int) -> yaml.Node | None:
    """The nodes of a YAML text that begins on the line `first` of its file. Raises Fault."""
    try:
        return yaml.compose(block, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.MarkedYAMLError as error:
        raise _yaml_fault(error, first) from None
    except yaml.YAMLError as error:
        raise Fault(1, f"front matter that is no YAML ({error})", 'write lines of the form "key: value"') from None


def _yaml_fault(error: yaml.MarkedYAMLError, first: int) -> Fault:
    mark = error.problem_mark or error.context_mark
    line = mark.line + first if mark else 1
    problem = error.problem or "it cannot be read"
    if "mapping values are not allowed" in problem:
        return Fault(line, 'a ": " inside an unquoted value', 'put the value in quotes: key: "a: b"')
    return Fault(line, f"front matter that is no YAML ({problem})", "quote values that hold special characters")


def _construct(
    node: yaml.Node, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], first: int = 2
) -> Any:
    """Return the data of a node, and note in `lines` where each part stands; the block begins on the line `first`."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        items = []
        for index, item in enumerate(node.value):
            lines[(*path, index)] = item.start_mark.line + first
            items.append(_construct(item, (*path, index), lines, first))
        return items
    fields: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + first
        if not isinstance(key_node, yaml.ScalarNode):
            raise Fault(line, "a key that is not a word", 'write "key: value"')
        key = key_name(key_node.value) if not path else key_node.value
        if key in fields:
            raise Fault(line, f'"{key}" stands twice', f"keep one of them (the other is on line {lines[(*path, key)]})")
        lines[(*path, key)] = line
        fields[key] = _construct(value_node, (*path, key), lines, first)
    return fields


def _key_value(text: str) -> Header:
    fields: dict[str, Any] = {}
    lines: dict[tuple[str | int, ...], int] = {}
    rows = text.split("\n")
    key, number = "", 0
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            break
        if key and row.startswith(("    ", "\t")):
            fields[key] += " " + row.strip()
        elif found := KEY_LINE.match(row):
            key = key_name(found[1])
            if key in fields:
                raise Fault(number, f'"{key}" stands twice', f"keep one of them (the other is on line {lines[(key,)]})")
            fields[key], lines[(key,)] = (found[2] or "").strip(), number
        else:
            raise Fault(
                number, f'"{row.strip()[:40]}" in the header', 'write "Key: value", or an empty line before the text'
            )
    for name in _lists() & fields.keys():
        fields[name] = [part.strip() for part in fields[name].split(",") if part.strip()]
    return Header(fields, lines, "\n".join(rows[number:]), number + 1, separated=True)


@cache
def _lists() -> frozenset[str]:
    """Return the core's keys that hold a list."""
    from lodestar.base.front_matter import fields, models  # seldom needed, and slow to import

    core = (models.Post, models.PageHeader, models.AuthorFile, models.TermHeader)
    return frozenset(name for model in core for name in fields.list_keys(model))


def key_name(word: str) -> str:
    """Return a key as models know it: lower case, underscores, and Pelican's names for lists as ours."""
    key = word.strip().lower().replace(" ", "_").replace("-", "_")
    return SINGULAR.get(key, key)
