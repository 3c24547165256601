"""Write the values of the site: a key gets another value, and every other byte of `site.yaml` stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from pydantic import ValidationError

from lodestar.base.front_matter.declared import combined
from lodestar.base.front_matter.faults import explain
from lodestar.base.front_matter.header import END, FENCE, Fault, decode, mapping
from lodestar.base.front_matter.models import SiteHeader
from lodestar.base.front_matter.write import scalar
from lodestar.base.problems import Problem

ORDER = (
    "name", "sentence", "author", "portrait", "portrait_alt", "address", "timezone", "language", "mail", "color",
    "color_dark", "logo", "id", "menu", "footer",
)  # fmt: skip
"""The order in which new keys are put."""

Value = str | Mapping[str, str] | None
"""A line, the entries of a menu, or nothing."""


def with_values(data: bytes, changes: Mapping[str, Value]) -> bytes:
    """Return the file `data` with the keys of `changes` set, or removed for None. Raises Fault for what cannot be read."""
    text = decode(data)
    fields = mapping(text).fields
    for key in sorted(changes, key=lambda key: ORDER.index(key) if key in ORDER else len(ORDER)):
        if fields.get(key) != changes[key]:
            text = _with(text, key, changes[key])
    ends = "\r\n" if b"\r\n" in data else "\n"
    return text.replace("\n", ends).encode()


def _with(text: str, key: str, value: Value) -> str:
    start = text.index("\n") + 1 if text.startswith(FENCE) else 0
    closing = END.search(text, start)
    block, rest = text[start : closing.start()] if closing else text[start:], text[closing.start() :] if closing else ""
    if block and not block.endswith("\n"):
        block += "\n"
    node: Any = yaml.compose(block, Loader=yaml.BaseLoader)
    entries = {entry[0].value: entry for entry in node.value} if node else {}
    if key in entries:
        name, old = entries[key]
        one_line = isinstance(old, yaml.ScalarNode) and old.start_mark.line == old.end_mark.line
        if isinstance(value, str) and one_line:
            begin, end = (old.start_mark.index, old.end_mark.index) if old.value else (name.end_mark.index + 1,) * 2
            new = scalar(value) if old.value else f" {scalar(value)}"
        else:
            begin, end, new = name.start_mark.index, _end(block, entries[key]), _entry(key, value)
    else:
        before = [other for other in ORDER[: ORDER.index(key)] if other in entries] if key in ORDER else []
        first = min((entry[0].start_mark.index for entry in entries.values()), default=len(block))
        begin = end = _end(block, entries[before[-1]]) if before else first
        new = _entry(key, value)
    return text[:start] + block[:begin] + new + block[end:] + rest


def _end(block: str, entry: tuple[yaml.Node, yaml.Node]) -> int:
    """Return the place after the last line of an entry, without the comments and empty lines after it."""
    last = len(block[: entry[1].end_mark.index].rstrip())
    line = block.find("\n", max(last, entry[0].end_mark.index))
    return len(block) if line < 0 else line + 1


def _entry(key: str, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"{key}: {scalar(value)}\n"
    return f"{key}:\n" + "".join(f"  {scalar(label)}: {scalar(url)}\n" for label, url in value.items())


def problems(data: bytes, declared: Sequence[str], shown: str) -> list[Problem]:
    """Return everything that is wrong with the file `data`, known to the author as `shown`.

    `declared` names the models of the keys that plugins declare for the site (`module:Model`).
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
