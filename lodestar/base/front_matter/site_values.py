"""Edits `site.yaml`: sets keys, and leaves every other byte as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from pydantic import ValidationError

from lodestar.base.front_matter.declared import combined
from lodestar.base.front_matter.edit_yaml import yaml_spans
from lodestar.base.front_matter.faults import explain
from lodestar.base.front_matter.header import END, FENCE, Fault, decode, mapping
from lodestar.base.front_matter.models import SiteHeader
from lodestar.base.front_matter.spans import CannotEdit, YamlText, replace_spans, same
from lodestar.base.front_matter.write import scalar
from lodestar.base.problems import Problem

ORDER = (
    "name", "sentence", "author", "portrait", "portrait_alt", "address", "timezone", "language", "mail", "color",
    "color_dark", "logo", "header", "header_alt", "id", "menu", "footer",
)  # fmt: skip
"""The order in which new keys are added."""

Value = str | Sequence[str] | Mapping[str, str] | YamlText | None
"""A line, several lines, the entries of a menu, a nested value as written below its key, or None."""


def with_values(data: bytes, changes: Mapping[str, Value]) -> bytes:
    """Return the file `data` with the keys of `changes` set, or removed for None.

    A key below another is `outer.inner`, and must exist. Raises Fault for what cannot be read, CannotEdit for what
    cannot be changed without risk.
    """
    text = decode(data)
    old_fields = mapping(text).fields
    for key in sorted(changes, key=lambda key: ORDER.index(key) if key in ORDER else len(ORDER)):
        if "." in key or not _is_same(old_fields.get(key), changes[key]):
            text = _with_value(text, key, changes[key])
    new_fields = mapping(text).fields
    outer_keys = {key for key in changes if "." not in key}
    differs = any(not _is_same(new_fields.get(key), changes[key]) for key in outer_keys)
    untouched_keys = {*old_fields, *new_fields} - outer_keys - {key.partition(".")[0] for key in changes}
    if differs or any(old_fields.get(key) != new_fields.get(key) for key in untouched_keys):
        raise CannotEdit("this is written in an unusual way")
    line_ending = "\r\n" if b"\r\n" in data else "\n"
    return text.replace("\n", line_ending).encode()


def _is_same(current: Any, value: Value) -> bool:
    """Return whether a value in the file is the same already, in the same order for a menu."""
    if isinstance(value, Mapping) and isinstance(current, Mapping):
        return list(current.items()) == list(value.items())
    return current == value if isinstance(current, str) and isinstance(value, str) else same(current, value)


def _with_value(text: str, key: str, value: Value) -> str:
    fenced = (
        text
        if text.startswith(FENCE)
        else f"{FENCE}\n{text}{'' if text.endswith(chr(10)) or not text else chr(10)}{FENCE}\n"
    )
    if isinstance(value, Mapping):
        value = YamlText("\n".join(_entries(fenced, key, value))) if value else None
    if value == "":
        value = None
    fenced = replace_spans(fenced, yaml_spans(fenced, key, value, ORDER))
    return fenced if text.startswith(FENCE) else fenced[len(FENCE) + 1 : -len(FENCE) - 1]


def _entries(text: str, key: str, menu: Mapping[str, str]) -> list[str]:
    """Return the lines of a menu: an entry that stays keeps its line, with the comments above and after it."""
    start = text.index("\n") + 1
    closing = END.search(text, start)
    block = text[start : closing.start()] if closing else text[start:]
    node: Any = yaml.compose(block, Loader=yaml.BaseLoader)
    name, old = next((entry for entry in node.value if entry[0].value == key), (None, None)) if node else (None, None)
    old_lines: dict[tuple[str, str], list[str]] = {}
    if name and isinstance(old, yaml.MappingNode) and not old.flow_style:
        rows, first = block.split("\n"), name.end_mark.line + 1
        for label, url in old.value:
            indent, last = label.start_mark.column, url.end_mark.line + 1
            old_lines[label.value, url.value] = [row[indent:] for row in rows[first:last]]
            first = last
    return [row for item in menu.items() for row in old_lines.get(item, [f"{scalar(item[0])}: {scalar(item[1])}"])]


def problems(data: bytes, declared: Sequence[str], shown: str) -> list[Problem]:
    """Return everything that is wrong with the file `data`, known to the author as `shown`.

    `declared` names the models that plugins declare for the site (`module:Model`).
    """
    model: Any = combined(SiteHeader, tuple(declared))
    try:
        header = mapping(decode(data))
        model.model_validate({key: value for key, value in header.fields.items() if value != ""})
    except Fault as fault:
        return [Problem(shown, fault.line, fault.what, fault.cure)]
    except ValidationError as error:
        return explain(error, model, header, shown, "site")
    return []
