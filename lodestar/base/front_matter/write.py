"""Write front matter: values as plain as YAML allows, quoted where it would read them otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from lodestar.base.front_matter.fault import Fault
from lodestar.base.front_matter.header import FENCE
from lodestar.base.front_matter.yaml_reader import NULL, read_yaml

LONG = 88
"""Characters of a line beyond which a list is written with an item a line."""
PLAIN = re.compile(r"[^\W_]+(?:[ /.~+-]+[^\W_]+)*[/.]?|(?:/[\w.~+-]+)+/?")
"""Words, dates, numbers and paths: most values are such, and none of these has a sign that YAML knows."""
FLOW = re.compile(r"[,\[\]{}]")
"""Signs that mean something in a list between brackets."""
WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that YAML 1.1 takes for something else (https://yaml.org/type/bool.html); other tools read our files, too."""

Value = str | Sequence[str] | Mapping[str, str | Sequence[str]]


def front_matter(fields: Mapping[str, Value], body: str = "") -> str:
    """Return the text of a content file: `fields` between fences, then `body`.

    An empty value stays as a key without a value.
    """
    return "".join([f"{FENCE}\n", *(f"{key}:{value(item)}\n" for key, item in fields.items()), f"{FENCE}\n", body])


def value(value: Value) -> str:
    """Return a value as it follows its key and colon, with the space or the line break between."""
    if isinstance(value, Mapping):
        return "".join(f"\n  {key}:{_inline(item)}" for key, item in value.items())
    if isinstance(value, str) and "\n" in value.strip():
        return " |-\n" + "\n".join(f"  {row}" if row.strip() else "" for row in value.strip("\n").split("\n"))
    inline = _inline(value)
    if isinstance(value, str) or len(inline) < LONG:
        return inline
    return "\n" + "\n".join(f"  - {scalar(item)}" for item in value)


def block(value: Any) -> list[str]:
    """Return the lines of a nested value, as they stand below its key: mappings and lists in one another."""
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, item in value.items():
            lines += _below(f"{scalar(key)}:", item)
        return lines
    for item in value:
        rows = [scalar(item)] if isinstance(item, str) else block(item)
        lines += [f"- {rows[0]}", *(f"  {row}" if row else "" for row in rows[1:])]
    return lines


def _below(key: str, item: Any) -> list[str]:
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
    """Return a text on one line as YAML: in the quotes `style` where it is given, else plain where that is safe.

    `flow` says that it stands in a list between brackets.
    """
    line = " ".join(text.split())
    if style == "'":
        return "'" + line.replace("'", "''") + "'"
    if style == '"' or not is_plain(line, flow):
        return json.dumps(line, ensure_ascii=False)
    return line


def is_plain(text: str, flow: bool = False) -> bool:
    """Return whether YAML reads a text without quotes as it stands."""
    if text in NULL or (flow and text.lower() in WORDS):  # a name; alone behind its key, such a word is a flag
        return False
    if PLAIN.fullmatch(text):
        return True
    if not text or (flow and FLOW.search(text)) or text.startswith(("---", "...", "&", "*", "!")):
        return False
    try:
        return bool(read_yaml(f"[{text}]" if flow else f"key: {text}").value == ([text] if flow else {"key": text}))
    except Fault:
        return False
