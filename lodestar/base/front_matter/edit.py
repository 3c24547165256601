"""Edit a content file: set keys of its header, and leave every other byte as it is.

Comments, order, quotes and line endings stay the author's. A value replaces the old one, in its style; a new
key goes where the model's order puts it. The result is read again before it is returned: it must say what the file
said, and the changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lodestar.base.front_matter import write
from lodestar.base.front_matter.edit_lines import line_spans
from lodestar.base.front_matter.edit_yaml import yaml_spans
from lodestar.base.front_matter.header import FENCE, Fault, decode, split
from lodestar.base.front_matter.keys import key_name
from lodestar.base.front_matter.spans import (
    UNUSUAL,
    CannotEdit,
    Span,
    YamlText,
    difference,
    plain,
    replace_spans,
    same,
)

__all__ = [
    "CannotEdit",
    "YamlText",
    "add_to_list",
    "as_list",
    "edit",
    "rename_in_list",
    "rename_key",
    "same",
    "to_yaml",
]
BOM = b"\xef\xbb\xbf"


def edit(data: bytes, changes: Mapping[str, Any], body: str | None = None, order: Sequence[str] = ()) -> bytes:
    """Return the file `data` with the keys of `changes` set, and its body replaced where `body` is given.

    A new value is a string, a list of strings, YamlText, or None to remove the key; a key below another is
    `outer.inner`, and must exist. `order` is the order of keys in a header. Raises CannotEdit, and Fault for a
    file that cannot be read.
    """
    old_header = split(decode(data))
    real_changes = {key: value for key, value in changes.items() if not same(_value_at(old_header.fields, key), value)}
    new = data.removeprefix(BOM).decode()
    ranks = {name: number for number, name in enumerate(order)}
    for key in sorted(real_changes, key=lambda key: ranks.get(key, len(ranks))):
        text = decode(new.encode())
        spans_of = yaml_spans if text.startswith(FENCE) else line_spans
        new = replace_spans(new, spans_of(text, key, real_changes[key], order))
    if body is not None:
        new = replace_spans(new, _body_spans(decode(new.encode()), body))
    result = (BOM if data.startswith(BOM) else b"") + new.encode()
    _check(old_header.fields, old_header.body, result, real_changes, body is not None)
    return result


def add_to_list(data: bytes, key: str, names: Sequence[str], order: Sequence[str] = ()) -> bytes:
    """Return the file `data` with those of `names` that the list under `key` lacks added to it. Raises as `edit`."""
    listed = as_list(split(decode(data)).fields.get(key))
    return edit(data, {key: [*listed, *(name for name in dict.fromkeys(names) if name not in listed)]}, order=order)


def rename_in_list(data: bytes, key: str, matches: Callable[[str], bool], name: str) -> bytes:
    """Return the file `data` with one entry `name` in place of those in the list under `key` that `matches` accepts.

    Raises as `edit`.
    """
    listed = as_list(_value_at(split(decode(data)).fields, key))
    renamed = list(dict.fromkeys(name if matches(entry) else entry for entry in listed))
    return edit(data, {key: renamed}) if renamed != listed else data


def rename_key(data: bytes, old: str, new: str) -> bytes:
    """Return the file `data` with the header key `old` renamed to `new`. Raises as `edit`."""
    old_header = split(decode(data))
    rows = data.decode().split("\n")
    number = old_header.line(old) - 1
    name = re.match(r"(\ufeff?[\"']?)([\w -]+)", rows[number]) if number < len(rows) else None
    if name is None or key_name(name[2]) != old:
        raise CannotEdit(UNUSUAL)
    word = new.capitalize() if name[2][:1].isupper() else new
    rows[number] = name[1] + word + rows[number][name.end() :]
    result = "\n".join(rows).encode()
    new_value = split(decode(result)).fields.get(new)  # may be a list now: commas separate its items
    _check(
        {key: value for key, value in old_header.fields.items() if key != old},
        old_header.body,
        result,
        {new: new_value},
        False,
    )
    return result


def as_list(value: Any) -> list[str]:
    """Return a list key's value as a list, as models read it: a single word is a list of one."""
    return [value] if isinstance(value, str) and value else list(value or ())


def to_yaml(data: bytes) -> bytes:
    """Return a file with its `Key: value` header rewritten as YAML; a YAML header stays as it is. Raises as `edit`."""
    text = decode(data)
    if text.startswith(FENCE):
        return data
    header = split(text)
    fields = {key: value for key, value in header.fields.items() if value not in ("", [])}
    result = write.front_matter(fields, header.body.lstrip("\n"))
    if not same(split(result).fields, fields):
        raise CannotEdit("this header cannot be changed to YAML by itself")
    return result.encode().replace(b"\n", b"\r\n" if b"\r\n" in data else b"\n")


def _value_at(header: Mapping[str, Any], key: str) -> Any:
    """Return the value under `key`, or under `outer.inner`; None where it is missing."""
    value: Any = header
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _body_spans(text: str, body: str) -> list[Span]:
    """Return the spans that replace what differs in the body; leading empty lines stay, outer white space is ignored."""
    old = split(text).body.lstrip("\n")
    new = plain(body).lstrip("\n").rstrip()
    return [] if new == old.rstrip() else [difference(old, new + "\n", len(text) - len(old))]


def _check(fields: Mapping[str, Any], body: str, result: bytes, changes: Mapping[str, Any], rewritten: bool) -> None:
    """Check that the result says what the file said, plus the changes. Raises CannotEdit."""
    try:
        new_header = split(decode(result))
    except Fault as fault:
        raise CannotEdit(f"{UNUSUAL} (line {fault.line}: {fault.what})") from None
    expected: dict[str, Any] = {}
    for key in {*fields, *(key.partition(".")[0] for key in changes)}:
        expected[key] = changes.get(key, fields.get(key))
        for inner_key, value in (
            (item.partition(".")[2], new) for item, new in changes.items() if item.startswith(f"{key}.")
        ):
            expected[key] = {**expected[key], inner_key: value}
    if not same(new_header.fields, expected) or not (rewritten or body == new_header.body):
        raise CannotEdit(UNUSUAL)
