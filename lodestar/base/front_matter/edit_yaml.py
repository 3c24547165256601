"""Edit a YAML header: spans of text that replace a key's value, in its style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from lodestar.base.front_matter import write
from lodestar.base.front_matter.header import END
from lodestar.base.front_matter.keys import key_name
from lodestar.base.front_matter.spans import UNUSUAL, CannotEdit, Span, YamlText, same
from lodestar.base.front_matter.yaml_reader import LOADER

Entry = tuple[yaml.ScalarNode, yaml.Node]
"""The nodes of a key and its value."""


def yaml_spans(text: str, key: str, value: Any, order: Sequence[str]) -> list[Span]:
    """Return the spans that set one key of a YAML header."""
    start = text.index("\n") + 1
    closing = END.search(text, start)
    assert closing is not None  # `split` has read it
    block = text[start : closing.start()]
    entries = _entries(yaml.compose(block, Loader=LOADER))
    entry, inner_entries = None, entries
    for part in key.split("."):
        entry = next((item for item in inner_entries if part in (item[0].value, key_name(item[0].value))), None)
        inner_entries = _entries(entry[1]) if entry else []
    if entry is None and "." in key:
        raise CannotEdit(UNUSUAL)
    if entry is None:
        span = _insertion(block, entries, key, value, order)
    elif same(value, None):
        span = Span(_line_start(block, entry), _line_end(block, entry), "")
    else:
        span = _replacement(block, entry, value)
    return [Span(start + span.start, start + span.end, span.text)]


def _entries(node: yaml.Node | None) -> list[Entry]:
    return list(node.value) if isinstance(node, yaml.MappingNode) else []


def _line_start(block: str, entry: Entry) -> int:
    return block.rfind("\n", 0, entry[0].start_mark.index) + 1


def _line_end(block: str, entry: Entry) -> int:
    """Return the offset after the last line of an entry, without comments and empty lines that follow it."""
    end = len(block[: _last(entry[1]).end_mark.index].rstrip(" \n"))
    line = block.find("\n", max(end, entry[0].end_mark.index))
    return len(block) if line < 0 else line + 1


def _last(node: yaml.Node) -> yaml.Node:
    """Return the last node in a value: a block collection itself ends only at the next key, after its comments."""
    if isinstance(node, yaml.MappingNode | yaml.SequenceNode) and not node.flow_style and node.value:
        return _last(node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1])
    return node


def _insertion(block: str, entries: list[Entry], key: str, value: Any, order: Sequence[str]) -> Span:
    """Return the span that adds a line after the nearest key that precedes it in the model's order."""
    rank = {name: number for number, name in enumerate(order)}
    own_rank = rank.get(key, len(rank))
    ranks = [rank.get(entry[0].value, rank.get(key_name(entry[0].value), len(rank) + 1)) for entry in entries]
    earlier = [entry for entry, entry_rank in zip(entries, ranks, strict=True) if entry_rank < own_rank]
    if earlier:
        place = _line_end(block, earlier[-1])
    else:
        place = entries[0][0].start_mark.index if entries and key in rank else len(block)
    line_break = "\n" if block[:place] and not block[:place].endswith("\n") else ""
    return Span(place, place, f"{line_break}{key}:{_value_text(value)}\n")


def _value_text(value: Any, indent: int = 0) -> str:
    if not isinstance(value, YamlText):
        return write.value(value)
    return "".join(f"\n{' ' * indent}  {row}" if row.strip() else "\n" for row in value.strip("\n").split("\n"))


def _replacement(block: str, entry: Entry, value: Any) -> Span:
    """Return the span that replaces a value with another, in its style."""
    key, node = entry
    assert isinstance(node, yaml.ScalarNode | yaml.SequenceNode | yaml.MappingNode)
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    value_start = block.index(":", key.end_mark.index) + 1
    full_span = Span(value_start, _line_end(block, entry), _value_text(value, key.start_mark.column) + "\n")
    if isinstance(value, YamlText) or isinstance(node, yaml.MappingNode):
        return full_span
    if isinstance(node, yaml.SequenceNode):
        items = [value] if isinstance(value, str) else list(value)
        if node.flow_style:
            return Span(start, end, f"[{', '.join(_items(block, node, items))}]")
        return _list_span(block, node, items, _line_end(block, entry))
    if node.style in ("|", ">"):
        return full_span
    if not node.value and not node.style:
        return Span(value_start, value_start, _value_text(value))
    if len(value) == 1 and not isinstance(value, str):  # a single word is a list of one
        [value] = value
    if isinstance(value, str):
        return Span(start, end, write.scalar(value, node.style))
    return Span(value_start, end, _value_text(value))


def _list_span(block: str, node: yaml.SequenceNode, items: Sequence[str], end: int) -> Span:
    """Return the span that replaces a block list: old items keep their lines, renamed ones their trailing comments."""
    starts = [block.rfind("\n", 0, item.start_mark.index) + 1 for item in node.value] + [end]
    old = [item.value for item in node.value]
    lines = {name: block[start:stop] for name, start, stop in zip(old, starts, starts[1:], strict=False)}
    indent = " " * node.start_mark.column
    rows = []
    for number, name in enumerate(items):
        renamed = number < len(old) and old[number] not in items
        comment = block[node.value[number].end_mark.index : starts[number + 1]].split("\n")[0] if renamed else ""
        rows.append(lines.get(name) or f"{indent}- {_item(node, name, flow=False)}{comment}\n")
    return Span(starts[0], end, "".join(row if row.endswith("\n") else f"{row}\n" for row in rows))


def _items(block: str, node: yaml.SequenceNode, items: Sequence[str]) -> list[str]:
    """Return each item as it is written between brackets; old items stay as they were written."""
    old_texts = {item.value: block[item.start_mark.index : item.end_mark.index] for item in node.value}
    return [old_texts.get(name) or _item(node, name, flow=True) for name in items]


def _item(node: yaml.SequenceNode, name: str, flow: bool) -> str:
    """Return a new item of a list, quoted as the other items where all of them have the same quotes."""
    styles = {getattr(item, "style", None) for item in node.value}
    return write.scalar(name, styles.pop() if len(styles) == 1 else None, flow)
