"""Change a list in a file's header and nothing else: comments, order, quotes and line ends stay as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import NamedTuple

import yaml

from plugins.front_matter.header import FENCE, SINGULAR

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 '&/._-]*[A-Za-z0-9.]|[A-Za-z]")
"""Names that YAML reads as they stand."""
WORDS = frozenset({"yes", "no", "true", "false", "on", "off", "null", "y", "n"})
"""Names that YAML readers other than ours take for something else."""


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def rename_entries(text: str, keys: tuple[str, ...], matches: Callable[[str], bool], name: str) -> str:
    """The text of a file in which entries of the list under `keys` that `matches` are called `name`.

    Where the list would hold the name twice, the later one is taken out.
    """
    if not text.removeprefix("\ufeff").startswith(FENCE):
        return _rename_plain(text, keys[-1], matches, name)
    start, block = _block(text)
    node = _find(block, keys)
    if isinstance(node, yaml.ScalarNode):
        return _apply(text, [_at(node, start, name)]) if matches(node.value) else text
    if not isinstance(node, yaml.SequenceNode):
        return text
    edits, has = [], False
    for item in node.value:
        value = getattr(item, "value", "")
        wanted = isinstance(value, str) and (matches(value) or value == name)
        if wanted and has:
            edits.append(_without(text, start, node, item))
        elif wanted and value != name:
            edits.append(_at(item, start, name))
        has = has or wanted
    return _apply(text, edits)


def add_entries(text: str, key: str, names: list[str], after: str) -> str:
    """The text of a file in which `names` stand at the end of the list under `key`; a new one stands below `after`."""
    start, block = _block(text)
    node = _find(block, (key,))
    known = (
        {item.value for item in node.value} if isinstance(node, yaml.SequenceNode) else {getattr(node, "value", None)}
    )
    new = [name for name in names if name not in known]
    if not new:
        return text
    written = [quoted(name) for name in new]
    line_end = "\r\n" if "\r\n" in text else "\n"
    if isinstance(node, yaml.SequenceNode) and node.value:
        last = node.value[-1]
        at = start + last.end_mark.index
        if node.flow_style:
            return _apply(text, [_Edit(at, at, "".join(f", {each}" for each in written))])
        end = text.index("\n", at) + 1
        indent = " " * text[: start + last.start_mark.index].rpartition("\n")[2].index("-")
        return _apply(text, [_Edit(end, end, "".join(f"{indent}- {each}{line_end}" for each in written))])
    if isinstance(node, yaml.ScalarNode) and node.value:
        edit = _Edit(
            start + node.start_mark.index, start + node.end_mark.index, f"[{', '.join([quoted(node.value), *written])}]"
        )
        return _apply(text, [edit])
    if node is not None:
        edit = _Edit(start + node.start_mark.index, start + node.end_mark.index, f" [{', '.join(written)}]")
        return _apply(
            text, [edit._replace(text=edit.text.lstrip() if isinstance(node, yaml.SequenceNode) else edit.text)]
        )
    label = _find(block, (after,))
    at = text.index("\n", start + (label.end_mark.index if label else 0)) + 1
    return _apply(text, [_Edit(at, at, f"{key}: [{', '.join(written)}]{line_end}")])


def set_value(text: str, key: str, value: str) -> str:
    """The text of a file in which the scalar under `key` is `value`."""
    start, block = _block(text)
    node = _find(block, (key,))
    return _apply(text, [_at(node, start, value)]) if isinstance(node, yaml.ScalarNode) else text


def quoted(name: str) -> str:
    """A name as YAML has it, in quotes where it needs them."""
    return name if PLAIN.fullmatch(name) and name.lower() not in WORDS else json.dumps(name, ensure_ascii=False)


def _block(text: str) -> tuple[int, str]:
    """The YAML between the fences, and where it begins."""
    start = text.index("\n") + 1
    end = re.compile(r"^---[ \t]*\r?$", re.MULTILINE).search(text, start)
    return start, text[start : end.start() if end else len(text)]


def _find(block: str, keys: tuple[str, ...]) -> yaml.Node | None:
    """The node under `keys`; Pelican's names for keys count as ours."""
    node = yaml.compose(block, Loader=yaml.BaseLoader)  # Python's own: it counts characters as we do
    for key in keys:
        if not isinstance(node, yaml.MappingNode):
            return None
        pairs = ((SINGULAR.get(str(name.value).lower(), str(name.value).lower()), value) for name, value in node.value)
        node = next((value for name, value in pairs if name == key), None)
    return node


def _at(node: yaml.Node, start: int, name: str) -> _Edit:
    return _Edit(start + node.start_mark.index, start + node.end_mark.index, quoted(name))


def _without(text: str, start: int, parent: yaml.SequenceNode, item: yaml.Node) -> _Edit:
    """The edit that takes an entry, which is not the first, out of its list."""
    begin, end = start + item.start_mark.index, start + item.end_mark.index
    if parent.flow_style:
        return _Edit(text.rindex(",", 0, begin), end, "")
    return _Edit(text.rindex("\n", 0, begin) + 1, text.index("\n", end) + 1, "")


def _apply(text: str, edits: list[_Edit]) -> str:
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _rename_plain(text: str, key: str, matches: Callable[[str], bool], name: str) -> str:
    """The same for Pelican's `Tags: one, two` lines."""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if not line.strip():
            break
        word, mark, rest = line.partition(":")
        plain = word.strip().lower()
        if not mark or SINGULAR.get(plain, plain) != key:
            continue
        ending = rest[len(rest.rstrip("\r\n")) :]
        entries, has, out = rest[: len(rest) - len(ending)].split(","), False, []
        for entry in entries:
            wanted = matches(entry.strip()) or entry.strip() == name
            if wanted and has:
                continue
            out.append(entry.replace(entry.strip(), name) if wanted else entry)
            has = has or wanted
        lines[number] = f"{word}:{','.join(out)}{ending}"
    return "".join(lines)
