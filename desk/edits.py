"""Changes of a content file that leave every byte they do not mean as it was: order, quotes, comments, line ends.

A value is put exactly where the old one stands, in the old one's style; a new key goes where the model's order has it;
what was not changed is not written anew. The result is read again before it is used: it must say what it said, and
the changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import yaml

from desk.scalars import scalar, written
from plugins.front_matter.header import FENCE, SINGULAR, Fault, decode, split

BOM = b"\xef\xbb\xbf"
Value = str | Sequence[str] | None


class CannotEdit(Exception):
    """A change that cannot be made here without risk; the message says what to do."""


def edited(data: bytes, changes: Mapping[str, Any], body: str | None = None, order: Sequence[str] = ()) -> bytes:
    """The file `data` with keys changed and its text replaced.

    `changes` gives each changed key its new value: a string, a list of strings, YamlText, or None to take it out.
    `order` is the order in which the keys of such a file stand. Raises CannotEdit, and Fault for an unreadable file.
    """
    text = decode(data)
    header = split(text)
    wanted = {key: value for key, value in changes.items() if not same(header.fields.get(key), value)}
    ends = b"\r\n" if b"\r\n" in data else b"\n"
    head, rest = _parts(text)
    if wanted:
        head = _yaml_head(head, wanted, order) if head.startswith(FENCE) else _plain_head(head, wanted)
    if body is not None:
        plain = body.replace("\r\n", "\n").replace("\r", "\n")
        if plain.rstrip() != header.body.rstrip():
            kept = header.body[: len(header.body) - len(header.body.lstrip("\n"))]
            blank = rest[: len(rest) - len(header.body)]
            rest = blank + kept + plain.strip("\n").rstrip() + "\n"
    new = head + rest
    _certain(text, new, wanted, body is not None)
    return (BOM if data.startswith(BOM) else b"") + (new.encode().replace(b"\n", ends))


class YamlText(str):
    """A nested value as its author writes it: YAML, to be put below its key as it stands."""


def same(old: Any, new: Any) -> bool:
    """Whether two values of a header mean the same."""
    return bool(_plain(old) == _plain(new))


def _plain(value: Any) -> Any:
    if isinstance(value, YamlText):
        return _plain(_load(value))
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if isinstance(value, Mapping):
        return {key: plain for key, each in value.items() if (plain := _plain(each)) is not None} or None
    if isinstance(value, Sequence):
        found = [_plain(each) for each in value]
        return found[0] if len(found) == 1 and isinstance(found[0], str) else (found or None)
    return value


def _load(text: str) -> Any:
    try:
        return yaml.load(text.encode(), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        raise CannotEdit(f"this is not written as YAML{where}: {getattr(error, 'problem', None) or error}") from None


def _parts(text: str) -> tuple[str, str]:
    """Header with its fences, and all after it."""
    if text.startswith(FENCE):
        start = text.index("\n") + 1
        end = re.compile(r"^---[ \t]*$\n?", re.MULTILINE).search(text, start)
        assert end is not None  # split() has read it
        return text[: end.end()], text[end.end() :]
    rows = text.split("\n")
    count = next((number for number, row in enumerate(rows) if not row.strip()), len(rows))
    head = "\n".join(rows[:count])
    return head, text[len(head) :]


@cache
def name_of(key: str) -> str:
    """A key as models know it."""
    plain = key.strip().lower().replace(" ", "_").replace("-", "_")
    return SINGULAR.get(plain, plain)


def _yaml_head(head: str, changes: Mapping[str, Any], order: Sequence[str]) -> str:
    opening, closing = head.index("\n") + 1, head.rstrip("\n").rindex("\n") + 1
    block, tail = head[opening:closing], head[closing:]
    for key, value in changes.items():
        entries = _entries(block)
        entry = next((each for each in entries if name_of(each[0].value) == key), None)
        if entry is None:
            if value is not None and _plain(value) is not None:
                block = _inserted(block, entries, key, value, order)
        elif value is None or (_plain(value) is None and not isinstance(value, YamlText)):
            block = _without(block, entry)
        else:
            block = _replaced(block, entry, value)
    return head[:opening] + block + tail


Entry = tuple[yaml.ScalarNode, yaml.Node]


def _entries(block: str) -> list[Entry]:
    node = yaml.compose(block, Loader=yaml.BaseLoader)
    return [] if node is None else list(node.value)


def _end_of(block: str, entry: Entry) -> int:
    """The index after the last line of an entry, comments and empty lines after it left out."""
    end = entry[1].end_mark.index
    text = block[:end].rstrip(" \n")
    line = block.find("\n", max(len(text), entry[0].end_mark.index))
    return len(block) if line < 0 else line + 1


def _without(block: str, entry: Entry) -> str:
    return block[: entry[0].start_mark.index] + block[_end_of(block, entry) :]


def _replaced(block: str, entry: Entry, value: Any) -> str:
    key, node = entry
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if isinstance(value, YamlText) or (isinstance(node, yaml.MappingNode)):
        lines = "".join(f"  {row}\n" if row.strip() else "\n" for row in str(value).strip("\n").split("\n"))
        return block[: key.end_mark.index] + ":\n" + lines + block[_end_of(block, entry) :]
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("|", ">"):
            return (
                block[: key.start_mark.index]
                + str(key.value)
                + ":"
                + written(value)
                + "\n"
                + block[_end_of(block, entry) :]
            )
        if isinstance(value, str):
            new = scalar(value, node.style or "", key.start_mark.column)
            space = "" if block[start - 1 : start] in (" ", "\t") else " "
            return block[:start] + space + new + block[end:]
        return (
            block[: key.end_mark.index] + ":" + written(value) + block[end:]
            if node.value
            else _fill(block, entry, value)
        )
    assert isinstance(node, yaml.SequenceNode)
    items = [value] if isinstance(value, str) else list(value)
    if node.flow_style:
        return block[:start] + "[" + ", ".join(_items(block, node, items, flow=True)) + "]" + block[end:]
    indent = " " * node.start_mark.column
    listed = f"\n{indent}".join(f"- {item}" for item in _items(block, node, items, flow=False))
    return block[:start] + listed + "\n" + block[_end_of(block, entry) :]


def _fill(block: str, entry: Entry, value: Any) -> str:
    """A key that stood without a value gets one."""
    return block[: entry[0].end_mark.index] + ":" + written(value) + "\n" + block[_end_of(block, entry) :]


def _items(block: str, node: yaml.SequenceNode, items: Sequence[str], flow: bool) -> list[str]:
    """Each item as it should stand: those that stood before as they were written."""
    before = {
        _plain(each.value): block[each.start_mark.index : each.end_mark.index]
        for each in node.value
        if isinstance(each, yaml.ScalarNode)
    }
    quoted = next(
        (each.style for each in node.value if isinstance(each, yaml.ScalarNode) and each.style in ("'", '"')), ""
    )
    every = quoted if quoted and all(getattr(each, "style", None) == quoted for each in node.value) else ""
    return [before.get(_plain(item)) or scalar(item, every, flow=flow) for item in items]


def _inserted(block: str, entries: list[Entry], key: str, value: Any, order: Sequence[str]) -> str:
    """A new line behind the nearest key that comes before it in the order of the model."""
    if isinstance(value, YamlText):
        line = f"{key}:\n" + "".join(f"  {row}\n" if row.strip() else "\n" for row in value.strip("\n").split("\n"))
    else:
        line = f"{key}:{written(value)}\n"
    rank = {name: number for number, name in enumerate(order)}
    mine = rank.get(key, len(rank))
    earlier = [each for each in entries if rank.get(name_of(each[0].value), len(rank) + 1) < mine]
    if earlier:
        place = _end_of(block, earlier[-1])
    else:
        place = entries[0][0].start_mark.index if entries and key in rank else len(block)
    if place and not block[:place].endswith("\n"):
        line = "\n" + line
    return block[:place] + line + block[place:]


def _plain_head(head: str, changes: Mapping[str, Any]) -> str:
    """A header of `Key: value` lines."""
    rows = head.split("\n")
    for key, value in changes.items():
        if isinstance(value, YamlText):
            raise CannotEdit("a header of this form holds no nested values; change it to YAML first")
        items = [value] if isinstance(value, str) else list(value or ())
        if not isinstance(value, str) and any("," in item for item in items):
            raise CannotEdit(
                f'a header of this form parts {key} at commas, and "{next(i for i in items if "," in i)}" has one; change it to YAML first'
            )
        new = " ".join(", ".join(items).split())
        place = next(
            (
                number
                for number, row in enumerate(rows)
                if ":" in row and not row.startswith((" ", "\t")) and name_of(row.partition(":")[0]) == key
            ),
            None,
        )
        if place is None:
            name = key.capitalize() if rows[0][:1].isupper() else key
            rows += [f"{name}: {new}"] if new else []
            continue
        end = place + 1
        while end < len(rows) and rows[end].startswith(("    ", "\t")):
            end += 1
        name, colon, rest = rows[place].partition(":")
        space = rest[: len(rest) - len(rest.lstrip())] or " "
        rows[place:end] = [name + colon + space + new] if new else []
    return "\n".join(rows)


def to_yaml(data: bytes) -> bytes:
    """A file with `Key: value` lines as one with YAML; one that is YAML already as it is. Raises Fault."""
    text = decode(data)
    if text.startswith(FENCE):
        return data
    header = split(text)
    lines = [f"{key}:{written(value)}" for key, value in header.fields.items() if value not in ("", [])]
    new = "\n".join([FENCE, *lines, FENCE, ""]) + header.body.lstrip("\n")
    kept = {key: value for key, value in header.fields.items() if value not in ("", [])}
    if {key: _plain(value) for key, value in split(new).fields.items()} != {
        key: _plain(value) for key, value in kept.items()
    }:
        raise CannotEdit("this header cannot be changed to YAML by itself")
    ends = b"\r\n" if b"\r\n" in data else b"\n"
    return new.encode().replace(b"\n", ends)


def _certain(old: str, new: str, changes: Mapping[str, Any], body: bool) -> None:
    """Make certain that the new file says what the old one said, and the changes. Raises CannotEdit."""
    unusual = "its header is written in an unusual way; change this key in a text editor"
    before = split(old)
    try:
        after = split(new)
    except Fault as fault:
        raise CannotEdit(f"{unusual} (line {fault.line}: {fault.what})") from None
    wanted = {key: _plain(value) for key, value in {**before.fields, **changes}.items()}
    found = {key: _plain(value) for key, value in after.fields.items()}
    if {k: v for k, v in wanted.items() if v is not None} != {k: v for k, v in found.items() if v is not None}:
        raise CannotEdit(unusual)
    if not body and before.body != after.body:
        raise CannotEdit(unusual)
