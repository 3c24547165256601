"""Headers at a glance: the plain lines that nearly all headers are made of, read ten times faster than YAML.

What is not certain is left to the full reader, so the two never disagree; a test holds them against each other.
"""

from __future__ import annotations

import re
from typing import Any

from lodestar.base.front_matter.header import key_name

LINE = re.compile(r"([a-z_]+):(?: +(\S.*?))? *")
PLAIN = re.compile(r"[A-Za-z0-9/(.][^#:\n]*(?:[#:](?=\S)[^#:\n]*)*")
"""A value without marks that YAML reads otherwise: no ` #`, no `: `, no colon at its end."""
QUOTED = re.compile(r'"([^"\\]*)"|' + r"'([^']*)'")
PLAINS = re.compile(r" *[A-Za-z0-9][^\[\]{},\"'#:\n]*(?:, *[A-Za-z0-9][^\[\]{},\"'#:\n]*)*")
ITEM = re.compile(r" *(?:\"([^\"\\]*)\"|'([^']*)'|([A-Za-z0-9][^\[\]{},\"'#:\n]*?)) *(,|$)")


def quick(head: str) -> dict[str, Any] | None:
    """The fields of a YAML header without its fences; None where the full reader must look."""
    found: dict[str, Any] = {}
    for row in head.split("\n"):
        if not row:
            continue
        line = LINE.fullmatch(row)
        if line is None:
            return None
        key, value = key_name(line[1]), line[2]
        if key in found:
            return None
        if not value:
            found[key] = ""
        elif value[0] == "[":
            items = _items(value)
            if items is None:
                return None
            found[key] = items
        elif quoted := QUOTED.fullmatch(value):
            found[key] = quoted[1] if quoted[1] is not None else quoted[2]
        elif PLAIN.fullmatch(value) and value[-1] != ":" and " #" not in value:
            found[key] = value
        else:
            return None
    return found


def _items(value: str) -> list[str] | None:
    """The items of a list between brackets."""
    if not value.endswith("]"):
        return None
    inside, items, start = value[1:-1], [], 0
    if not inside.strip():
        return []
    if PLAINS.fullmatch(inside):
        return [each.strip() for each in inside.split(",")]
    while start < len(inside):
        item = ITEM.match(inside, start)
        if item is None:
            return None
        items.append(next(each for each in item.group(1, 2, 3) if each is not None))
        start = item.end()
        if item[4] == "" and start < len(inside):
            return None
    return None if inside.rstrip().endswith(",") else items


def parts(data: bytes) -> tuple[str, bytes] | None:
    """Header and text of a file whose header is fenced and whose lines end plainly; None for any other."""
    if not data.startswith(b"---\n"):
        return None
    end = data.find(b"\n---\n", 3)
    if end < 0 or b"\r" in data[:end] or b"\t" in data[:end]:
        return None
    try:
        return data[4 : end + 1].decode("utf-8"), data[end + 5 :]
    except UnicodeDecodeError:
        return None


def words(text: bytes) -> int:
    """About how many words a text has: the spaces between them are counted."""
    return text.count(b" ") + text.count(b"\n") - text.count(b"\n\n") + 1 if text.strip() else 0
