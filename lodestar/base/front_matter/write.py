"""Writes front matter: plain values where YAML allows, quoted ones where it would misread them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from lodestar.base.front_matter.fault import Fault
from lodestar.base.front_matter.header import FENCE
from lodestar.base.front_matter.yaml_reader import NULL, read_yaml

LONG = 88
"""A list whose line would have more characters is written with one item per line."""
PLAIN = re.compile(r"[^\W_]+(?:[ /.~+-]+[^\W_]+)*[/.]?|(?:/[\w.~+-]+)+/?")
"""Matches words, dates, numbers and paths, as most values are: none of them has a special character of YAML."""
FLOW = re.compile(r"[,\[\]{}]")
"""Characters with a meaning in a list between brackets."""
WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that are not strings in YAML 1.1 (https://yaml.org/type/bool.html); other tools read our files, too."""

Value = str | Sequence[str] | Mapping[str, str | Sequence[str]]


def front_matter(fields: Mapping[str, Value], body: str = "") -> str:
    """Return the text of a content file: `fields` between fences, then `body`.

    An empty value is written as a key without a value.
    """
    return "".join([f"{FENCE}\n", *(f"{key}:{value(item)}\n" for key, item in fields.items()), f"{FENCE}\n", body])


def value(value: Value) -> str:
    """Return a value as written after its key and colon, including the space or line break between."""
    if isinstance(value, Mapping):
        return "".join(f"\n  {key}:{_inline(item)}" for key, item in value.items())
    if isinstance(value, str) and "\n" in value.strip():
        return " |-\n" + "\n".join(f"  {row}" if row.strip() else "" for row in value.strip("\n").split("\n"))
    inline = _inline(value)
    if isinstance(value, str) or len(inline) < LONG:
        return inline
    return "\n" + "\n".join(f"  - {scalar(item)}" for item in value)


def block(value: Any) -> list[str]:
    """Return the lines of a nested value, as written below its key: mappings and lists, to any depth."""
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, item in value.items():
            lines += _entry_lines(f"{scalar(key)}:", item)
        return lines
    for item in value:
        rows = [scalar(item)] if isinstance(item, str) else block(item)
        lines += [f"- {rows[0]}", *(f"  {row}" if row else "" for row in rows[1:])]
    return lines


def _entry_lines(key: str, item: Any) -> list[str]:
    """Return the lines of a key and its value."""
    if isinstance(item, str) and "\n" in item.strip():
        return [f"{key} |-", *(f"  {row}" if row.strip() else "" for row in item.strip("\n").split("\n"))]
    if isinstance(item, str):
        return [f"{key}{_inline(item)}"]
    names = not isinstance(item, Mapping) and all(isinstance(name, str) for name in item)
    if names and len(line := f"{key}{_inline(item)}") < LONG:
        return [line]
    return [key, *(f"  {row}" if row else "" for row in block(item))]


def _inline(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return f" {scalar(value)}" if value else ""
    return f" [{', '.join(scalar(item, flow=True) for item in value)}]"


def scalar(text: str, style: str | None = None, flow: bool = False) -> str:
    """Return a text as a YAML scalar on one line: in quotes of the given `style`, else plain where that is safe.

    `flow`: it is in a list between brackets.
    """
    line = " ".join(text.split())
    if style == "'":
        return "'" + line.replace("'", "''") + "'"
    if style == '"' or not is_plain(line, flow):
        return json.dumps(line, ensure_ascii=False)
    return line


def is_plain(text: str, flow: bool = False) -> bool:
    """Return whether YAML reads a text without quotes as that text."""
    if text in NULL or (flow and text.lower() in WORDS):  # alone, such a word is a boolean
        return False
    if PLAIN.fullmatch(text):
        return True
    if not text or (flow and FLOW.search(text)) or text.startswith(("---", "...", "&", "*", "!")):
        return False
    try:
        return bool(read_yaml(f"[{text}]" if flow else f"key: {text}").value == ([text] if flow else {"key": text}))
    except Fault:
        return False
