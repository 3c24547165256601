"""The header of a file: YAML between two `---` lines, or Pelican's `Key: value` lines, read alike.

Every scalar is a string here, so that `title: 2025`, `title: No` and `date: 2025-02-05` mean the same in both
forms; the models turn strings into dates and numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from html.entities import html5
from typing import Any

from lodestar.base.front_matter.fault import Fault as Fault
from lodestar.base.front_matter.fault import joined
from lodestar.base.front_matter.keys import key_name
from lodestar.base.front_matter.merges import check_merged
from lodestar.base.front_matter.yaml_faults import no_entry
from lodestar.base.front_matter.yaml_reader import read_yaml
from lodestar.base.site_file import SITE_FILE

FENCE = "---"
KEY_LINE = re.compile(r"([A-Za-z][A-Za-z0-9_ -]*):(?:[ \t]+(.*)|$)")
END = re.compile(r"^---[ \t]*$", re.MULTILINE)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
CONTROL_BYTES = bytes([*range(9), 11, 12, *range(14, 32), 127])
UNSEEN = re.compile("[\x80-\x9f\u2028\u2029]")
"""Control characters that a text may contain but a header may not: some of them end a line."""
MANY = 5
"""How many lines with such characters a message names: a file that is not text has them everywhere."""
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]+|#[xX][0-9A-Fa-f]+);")


@dataclass(frozen=True)
class Header:
    """The front matter of a file, with the line of each entry."""

    fields: dict[str, Any]
    """Keys in lower case; values are strings, lists and mappings of strings."""
    lines: dict[tuple[str | int, ...], int]
    """The line, counted from 1, of each key and list entry by its path."""
    body: str
    """The Markdown after the header."""
    body_line: int
    """The line on which the body begins."""
    separated: bool = False
    """Whether it is written as `Key: value` lines, where commas separate the items of a list."""

    def line(self, *path: str | int) -> int:
        """Return the line of the entry at `path`, or of the nearest entry around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def decode(data: bytes) -> str:
    """Return the text of a file. Raises Fault for bytes that are not UTF-8, and for control characters."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Fault(line, f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8") from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # searching the bytes takes a fifth of the time of the pattern
    suspect = data.translate(None, CONTROL_BYTES) != data or any(sign in text for sign in "\ufffe\uffff")
    if suspect:
        _refuse_unseen(CONTROL, text, 1)
    return text


def _refuse_unseen(pattern: re.Pattern[str], text: str, first: int) -> None:
    """Raise Fault for the first lines with such a character in a text that begins on the line `first`."""
    faults: list[Fault] = []
    for number, row in enumerate(text.split("\n"), start=first):
        if match := pattern.search(row):
            noun = "invisible" if match[0] in "\u2028\u2029" else "control"
            faults.append(Fault(number, f"{noun} character U+{ord(match[0]):04X}", "delete it"))
            if len(faults) == MANY:
                break
    if faults:
        raise joined(faults)


def split(text: str) -> Header:
    """Split a file into front matter and body. Raises Fault when there is no front matter, or it cannot be read."""
    check_merged(text)
    if text.startswith("\ufeff"):  # a second byte order mark: decoding removes the first
        raise Fault(1, "invisible character U+FEFF", "delete it")
    if text.startswith(FENCE) and text[3:].split("\n", 1)[0].strip() == "":
        return _yaml(text)
    if re.match(r"[A-Za-z][A-Za-z0-9_ -]*:(?!//)", text):
        return _key_value(text)
    raise Fault(1, "no front matter", 'begin the file with "---", a line "title: ...", and "---"')


def parse(path: str, text: str) -> Header:
    """Parse a file below content/: front matter and text, a YAML list, or the values of the site.

    Raises Fault when it cannot be read.
    """
    if path == SITE_FILE:
        return mapping(text)
    return listing(text) if path.endswith(".yaml") else split(text)


def mapping(text: str) -> Header:
    """Parse a file that is one YAML mapping, with or without fences around it. Raises Fault."""
    check_merged(text)
    fenced = text.startswith(FENCE) and text[3:].split("\n", 1)[0].strip() == ""
    first, block = (2, text.partition("\n")[2]) if fenced else (1, text)
    if (end := END.search(block)) is not None:
        line = first + block.count("\n", 0, end.end()) + 1
        if block[end.end() :].strip():
            raise Fault(line, "a text below the values", 'delete it, and the line "---" above it')
        block = block[: end.start()]
    if not block.isascii():
        _refuse_unseen(UNSEEN, block, first)
    fields, lines = read_yaml(block, first)
    if fields is None:
        return Header({}, {}, "", first)
    if not isinstance(fields, dict):
        raise Fault(first, "values without keys", 'write lines of the form "key: value"')
    return Header(fields, lines, "", first)


def listing(text: str) -> Header:
    """Parse a file that is one YAML list; its entries are under `items`. Raises Fault."""
    check_merged(text)
    items, lines = read_yaml(text)
    if items is None:
        return Header({"items": []}, {}, "", 1)
    if not isinstance(items, list):
        raise Fault(1, "a file that is no list", 'begin each entry with "- "')
    return Header({"items": items}, {("items", *place): line for place, line in lines.items()}, "", 1)


def _yaml(text: str) -> Header:
    start = text.index("\n") + 1 if "\n" in text else len(text)
    end = END.search(text, start)
    if end is None:
        raise Fault(1, 'the front matter that begins with "---" is never closed', 'end it with a line "---"')
    block = text[start : end.start()]
    body = text[end.end() + 1 :]
    body_line = text.count("\n", 0, end.end()) + 2
    if not block.isascii():
        _refuse_unseen(UNSEEN, block, 2)
    if "\t" in block:
        for number, line in enumerate(block.split("\n"), start=2):
            if "\t" in line[: len(line) - len(line.lstrip())]:
                raise Fault(number, "a tab before the text", "indent front matter with spaces")
    fields, lines = read_yaml(block, 2, key_name)
    if fields is None:
        return Header({}, {}, body, body_line)
    if not isinstance(fields, dict):
        raise Fault(2, "front matter without keys", 'write lines of the form "key: value"')
    return Header(fields, lines, body, body_line)


def _key_value(text: str) -> Header:
    fields: dict[str, Any] = {}
    lines: dict[tuple[str | int, ...], int] = {}
    rows = text.split("\n")
    key, number = "", 0
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            break
        if not row.isascii():
            _refuse_unseen(UNSEEN, row, number)
        if key and row.startswith(("    ", "\t")):
            fields[key] += " " + row.strip()
        elif match := KEY_LINE.match(row):
            key = key_name(match[1])
            if key in fields:
                raise Fault(number, f'"{key}" stands twice', f"keep one of them (the other is on line {lines[(key,)]})")
            fields[key], lines[(key,)] = (match[2] or "").strip(), number
        else:
            raise no_entry(row, number, "Key: value", "an empty line before the text")
    for name in _lists() & fields.keys():
        fields[name] = names_in(fields[name])
    return Header(fields, lines, "\n".join(rows[number:]), number + 1, separated=True)


def names_in(text: str) -> list[str]:
    """Return the names in a `Key: value` line: split at semicolons where there are any, else at
    commas (Pelican, `ensure_metadata_list`). The semicolon of an entity does not count.
    """
    return [name for part in parts_in(text) if (name := part.strip())]


def parts_in(text: str) -> list[str]:
    """Return the parts of a line of names, each with the spaces around it."""
    return [part.replace("\0", ";") for part in _guarded(text).split(parting(text))]


def parting(text: str) -> str:
    """Return the separator of a line of names."""
    return ";" if ";" in _guarded(text) else ","


def _guarded(text: str) -> str:
    """Return a text with the semicolons of its entities replaced."""
    return ENTITY.sub(lambda match: match[0][:-1] + "\0", text)


def plain_entities(text: str) -> str:
    """Return a text with its entities decoded, as converters and Pelican's own titles have them:
    `Q&amp;A` becomes `Q&A`. Without a semicolon it is not an entity: `AT&T`.
    """
    return ENTITY.sub(_sign, text) if "&" in text else text


def _sign(entity: re.Match[str]) -> str:
    """Return the character of an entity; an unknown entity stays, even if its name begins with that of another."""
    return unescape(entity[0]) if entity[0][1] == "#" or entity[0][1:] in html5 else entity[0]


def guarded_entities(text: str) -> str:
    """Return a text escaped so that `plain_entities` gives it back unchanged."""
    return ENTITY.sub(lambda match: f"&amp;{match[0][1:]}", text) if "&" in text else text


@cache
def _lists() -> frozenset[str]:
    """Return the core's list keys."""
    from lodestar.base.front_matter import fields, models  # rarely needed, and slow to import

    core = (models.Post, models.PageHeader, models.AuthorFile, models.TermHeader)
    return frozenset(name for model in core for name in fields.list_keys(model))
