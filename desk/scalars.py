"""Values as YAML writes them: as plain as they may be, read as they were meant."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

FLOW = re.compile(r"[,\[\]{}]")
LONG = 88
"""Characters of a line beyond which a new list is written with an item a line."""


def written(value: Any) -> str:
    """A value as it follows a key and its colon."""
    if isinstance(value, str):
        if "\n" in value.strip():
            return " |-\n" + "\n".join(f"  {row}" if row.strip() else "" for row in value.strip("\n").split("\n"))
        return " " + scalar(value, "")
    items = [scalar(each, "", flow=True) for each in value]
    flow = f" [{', '.join(items)}]"
    return flow if len(flow) < LONG else "\n" + "\n".join(f"  - {scalar(each, '')}" for each in value)


def scalar(text: str, style: str, indent: int = 0, flow: bool = False) -> str:
    """A text as YAML, in the style it had where that can hold it."""
    plain = " ".join(text.split())
    if style == "'":
        return "'" + plain.replace("'", "''") + "'"
    if style == '"' or not is_plain(plain, flow):
        return json.dumps(plain, ensure_ascii=False)
    return plain


def is_plain(text: str, flow: bool) -> bool:
    """Whether a text needs no quotes, in a line of its own or (`flow`) in a list between brackets."""
    if not text or (flow and FLOW.search(text)) or text.startswith(("---", "...")):
        return False
    try:
        node: Any = yaml.compose(f"[{text}]" if flow else f"key: {text}", Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return False
    if len(node.value) != 1:
        return False
    value: yaml.Node = node.value[0] if flow else node.value[0][1]
    return isinstance(value, yaml.ScalarNode) and value.style is None and value.value == text and text[0] not in "&*!"
