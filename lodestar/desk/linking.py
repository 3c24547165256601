"""Links to a text that is retired: they are redirected, or replaced by their words; headers stop naming its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lodestar.base.front_matter.edit import CannotEdit, as_list, edit
from lodestar.base.front_matter.fields import key_of
from lodestar.base.front_matter.header import Fault, decode, split
from lodestar.base.front_matter.link_targets import refer
from lodestar.desk.kinds import kind_of
from lodestar.desk.library import Row
from lodestar.desk.saving import readable

INLINE = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^)\s>]+)>?([^)]*)\)")
"""A link with its words, its address, and a title that may follow."""
NAMED = re.compile(r"^( {0,3}\[[^\]]+\]:\s*)<?(\S+?)>?(?=\s|$)", re.MULTILINE)
"""The definition of a reference link: `[name]: address`."""


def linking(content: Path, rows: tuple[Row, ...], path: str, url: str) -> Iterator[Row]:
    """Yield the texts that link to the file `path`, which stands at the address `url`."""
    for row in rows:
        data = readable(content / row.path) if row.path != path else None
        if data and relinked(data, row.path, path, url, "/") != data:
            yield row


def relinked(data: bytes, own: str, path: str, url: str, new_target: str) -> bytes:
    """Return the text of the file `own` with its links to the file `path` pointing to `new_target`.

    Where `new_target` is empty, each link is replaced by its words.
    """
    folder = own.rpartition("/")[0]

    def leads_there(link: str) -> bool:
        reference = refer(link, False, folder)
        if reference is None:
            return False
        if reference.kind == "path":
            return bool(url) and reference.target.rstrip("/") == url.rstrip("/")
        return reference.target == path

    def inline(match: re.Match[str]) -> str:
        if not leads_there(match[2]):
            return match[0]
        return f"[{match[1]}]({new_target}{match[3]})" if new_target else match[1]

    def named(match: re.Match[str]) -> str:
        return f"{match[1]}{new_target or '/'}" if leads_there(match[2]) else match[0]

    text = unnamed(data, own, path).decode("utf-8", "surrogateescape")
    return NAMED.sub(named, INLINE.sub(inline, text)).encode("utf-8", "surrogateescape")


def unnamed(data: bytes, own: str, path: str) -> bytes:
    """Return the text of the file `own` with the file `path` removed from the lists in its header."""
    kind, target_kind = kind_of(own), kind_of(path)
    if kind is None or target_kind is None or path.encode() not in data:
        return data
    keys = [key for key, info in kind.model.model_fields.items() if key_of(info).of == target_kind.files.name]
    try:
        fields = split(decode(data)).fields
        for key in keys:
            listed = as_list(fields.get(key))
            if path in listed:
                data = edit(data, {key: [name for name in listed if name != path] or None})
    except (CannotEdit, Fault):
        pass  # the build says what is wrong with this text
    return data
