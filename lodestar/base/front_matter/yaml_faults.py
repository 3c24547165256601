"""Explains what is wrong with a header that is not valid YAML, in terms of its lines.

YAML's own errors name the place where the parser gave up, often lines below the mistake. So each entry of a header
is read on its own: all that cannot be read are named, each with its line as it should be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from lodestar.base.front_matter.fault import Fault, joined
from lodestar.base.front_matter.invisible import ODD_SPACES

ROW = re.compile(rf"(?P<key>[\"']?[\w][\w -]*[\"']?[ \t]*):(?P<gap>[ \t{ODD_SPACES}]*)(?P<value>.*)")
LONGEST = 100
"""The most characters of a line that a message quotes."""
OPENING = frozenset("[]{}&*!|>%@`,?:-#")
"""Characters that may not begin a value without quotes (YAML 1.2.2, section 5.3)."""


def explain_error(error: yaml.YAMLError, text: str, first: int, read: Callable[[str, int], Any]) -> Fault:
    """Return what is wrong with `text`, which begins on the line `first` of its file.

    `read` reads a part of it, given its first line; it raises Fault.
    """
    parts = list(_entries(text))
    if len(parts) == 1:
        return _explain(error, parts[0][1], parts[0][0] + first)
    faults: list[Fault] = []
    for number, part in parts:
        try:
            value = read(part, number + first).value
        except Fault as fault:
            faults += fault.every
            continue
        if isinstance(value, str):
            faults.append(no_entry(part, number + first))
    return joined(faults) if faults else _generic_fault(error, first)


def in_quotes(row: str) -> str:
    """Return the cure for a value that needs quotes, with the corrected line if it is short."""
    line = ROW.fullmatch(row.rstrip())
    value = line["value"].strip() if line else ""
    if line is None or not value or len(row) > LONGEST or row[:1].isspace() or (value[0] in "[{" and value[-1] in "]}"):
        return "put the value in quotes"
    quoted = f"'{value}'" if '"' in value and "'" not in value else json.dumps(value, ensure_ascii=False)
    return f"put the value in quotes: {line['key'].rstrip()}: {quoted}"


def _entries(text: str) -> Iterator[tuple[int, str]]:
    """Yield the entries of a header, each with its first line number: a line that is not indented, and those
    below that do not.
    """
    listed = text.lstrip("\n").startswith("- ")
    rows: list[str] = []
    start = 0
    for number, row in enumerate(text.split("\n")):
        begins = row.startswith("- ") if listed else row[:1] not in ("", " ", "\t", "#", "-")
        if begins and any(rows):
            yield start, "\n".join(rows)
            rows = []
        if not any(rows):
            start, rows = number, []
        rows.append(row)
    yield start, "\n".join(rows)


def _explain(error: Any, part: str, line: int) -> Fault:
    """Return what is wrong with one entry, which begins on `line`."""
    rows = part.split("\n")
    if rows[0].startswith("- "):  # an entry with nested keys: the line where the parser gave up
        mark = error.context_mark if "quoted scalar" in str(error.context) else error.problem_mark
        index = min(mark.line, len(rows) - 1)
        rows, line = [rows[index].lstrip("- "), *rows[index + 1 :]], line + index
        part = "\n".join(rows)
        if not ROW.fullmatch(rows[0]):
            return _generic_fault(error, line - index)
    entry = ROW.fullmatch(rows[0])
    if entry is None:
        return no_entry(part, line)
    if entry["gap"].strip(" \t"):
        return no_entry(part, line)
    value = entry["value"].strip()
    quote = value[:1] if value[:1] in ('"', "'") else ""
    if quote and _ends(part, quote) < 0:
        cure = f"close it, or {in_quotes(rows[0])}"
        return Fault(line, f"the quote {quote} that begins the value is never closed", cure)
    if quote and "escape" in str(error):
        return Fault(
            line, 'a "\\" between double quotes, which means something else there', 'write "\\\\", or use \' quotes'
        )
    if quote:
        return Fault(line, "the value goes on after its closing quote", in_quotes(rows[0]))
    if value[:1] in ("[", "{") and not re.search(r"[\]}]", re.sub(r"(?<=\s)#.*", "", part)):
        dropped = re.search(r"\s(#.*)", value)
        fault = (
            f'"{_short(dropped[1])}" would be dropped: a "#" behind a space begins a comment'
            if dropped
            else "a list that is never closed"
        )
        cure = (
            "put the name that holds it in quotes"
            if dropped
            else "end it with a bracket"
            if value[0] == "["
            else "end it with a brace"
        )
        return Fault(line, fault, cure)
    if value[:1] in ("[", "{") and value[-1] in "]}":
        return Fault(
            line, "a list that cannot be read", "put quotes around each name in it that holds a colon, quote or bracket"
        )
    if value[:1] in OPENING:
        return Fault(line, f'a value that begins with "{value[0]}"', in_quotes(rows[0]))
    if ": " in value or value.endswith(":"):
        return Fault(line, 'a ": " inside an unquoted value', in_quotes(rows[0]))
    for number, row in enumerate(rows[1:], start=1):
        if row[:1].isspace() and (nested_entry := ROW.fullmatch(row.strip())) and value:
            cure = f"begin it at the left edge: {_short(row.strip())}" if nested_entry else ""
            return Fault(line + number, "the line begins with a space, which makes it a part of the one above", cure)
    return _generic_fault(error, line)


def _ends(part: str, quote: str) -> int:
    """Return the offset after the closing quote of an entry's value; -1 where there is none."""
    pattern = r'"(?:[^"\\]|\\.)*"' if quote == '"' else r"'(?:[^']|'')*'(?!')"
    match = re.compile(pattern, re.DOTALL).search(part, part.index(quote))
    return match.end() if match and match.start() == part.index(quote) else -1


def no_entry(part: str, line: int, form: str = "key: value", alternative: str = "") -> Fault:
    """Return what is wrong with a line that is no entry of a header; `form` is what it should look like."""
    row = part.split("\n")[0]
    match = ROW.fullmatch(row)
    proposal = _short(f"{match['key']}: {match['value']}") if match else form
    if match and (odd := match["gap"].strip(" \t")):
        fault = f"the invisible character U+{ord(odd[0]):04X} behind the colon"
        return Fault(line, fault, f'write a plain space: "{proposal}"')
    cure = f'write "{proposal}"' + (f", or {alternative}" if alternative else "")
    return Fault(line, f'"{_short(row.strip())}" in the header', cure)


def _generic_fault(error: Any, first: int) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    line = mark.line + first if mark else first
    return Fault(line, f"front matter that is no YAML ({problem})", "quote values that hold special characters")


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:40]}…"
