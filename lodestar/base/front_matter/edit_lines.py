"""Edit a header of `Key: value` lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lodestar.base.front_matter.header import parting, parts_in, split
from lodestar.base.front_matter.keys import key_name
from lodestar.base.front_matter.spans import CannotEdit, Span, YamlText


def line_spans(text: str, key: str, value: Any, order: Sequence[str]) -> list[Span]:
    """Return the spans that set one key of a header of `Key: value` lines."""
    if isinstance(value, YamlText) or "." in key:
        raise CannotEdit("a header of this form holds no nested values; change it to YAML first")
    items = [value] if isinstance(value, str) else list(value or ())
    listed = not isinstance(value, str)
    head = text[: len(text) - len(split(text).body)]
    rows = head.rstrip("\n").split("\n")
    names = [key_name(row.partition(":")[0]) if not row[:1].isspace() else "" for row in rows]
    starts = [sum(len(row) + 1 for row in rows[:number]) for number in range(len(rows))]
    starts.append(min(starts[-1] + len(rows[-1]) + 1, len(text)))
    old = rows[names.index(key)].partition(":")[2] if key in names else ""
    sign = parting(old)
    item_with_sign = next((item for item in items if len(parts_in(f"{item}{sign}")) != 2), "") if listed else ""
    if item_with_sign:
        raise CannotEdit(
            f'a header of this form parts {key} at "{sign}", and "{item_with_sign}" has one; change it to YAML first'
        )
    new = " ".join(f"{sign} ".join(items).split())
    if key not in names:
        label = key.capitalize() if rows[0][:1].isupper() else key
        rank = {name: number for number, name in enumerate(order)}
        earlier = [number for number, name in enumerate(names) if rank.get(name, len(rank)) < rank.get(key, 0)]
        place = starts[_last_row(names, earlier[-1] if earlier else len(rows) - 1)]
        line_break = "" if text[:place].endswith("\n") else "\n"
        return [Span(place, place, f"{line_break}{label}: {new}\n")] if new else []
    row = names.index(key)
    label, _, rest = rows[row].partition(":")
    if listed:
        new = _parted_list(rest, items, sign)
    elif new:
        new = (rest[: len(rest) - len(rest.lstrip())] or " ") + new
    return [Span(starts[row], starts[_last_row(names, row)], f"{label}:{new}\n" if new else "")]


def _parted_list(text: str, items: Sequence[str], sign: str) -> str:
    """Return items joined by a separator; those that were in `text`, and their replacements, keep their spaces."""
    old = parts_in(text) if text.strip() else []
    spaced = {part.strip(): part for part in old}
    in_place = [part.replace(part.strip(), "{}") if part.strip() not in items else " {}" for part in old]
    in_place += [" {}"] * len(items)
    return sign.join(spaced.get(item) or place.format(item) for item, place in zip(items, in_place, strict=False))


def _last_row(names: Sequence[str], row: int) -> int:
    """Return the row after an entry: indented rows belong to the entry above them."""
    return next((number for number in range(row + 1, len(names)) if names[number]), len(names))
