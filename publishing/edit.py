"""Small changes of front matter that leave every other byte of a file as it is."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from plugins.front_matter.header import FENCE, Fault, Header, decode, split

BOM = b"\xef\xbb\xbf"
PLAIN = re.compile(r"[A-Za-z0-9/._~+:?=-]*[A-Za-z0-9/._~+=-]")
"""What YAML takes as it stands in a list between brackets; everything else is quoted."""


class CannotEdit(Exception):
    """A header is written in a way that is not changed without risk; the message says what to write by hand."""


def with_id(data: bytes, id: str) -> bytes:
    """The file `data` with the line `id: ...` after its summary; one that has an id, or an empty one, gets this one."""
    header = split(decode(data))
    lines, yaml = _lines(data)
    if ("id",) in header.lines:
        place = header.lines[("id",)] - 1
        if _end_of(lines, place, yaml) != place + 1:
            raise CannotEdit(f'write "id: {id}" by hand')
        key = lines[place].partition(b":")[0]
        lines[place] = key + b": " + _scalar(id, yaml) + _newline(lines[place], lines)
    else:
        _insert(lines, header, "id", _scalar(id, yaml), yaml)
    return _checked(data, lines, {**header.fields, "id": id})


def with_alias(data: bytes, alias: str) -> bytes:
    """The file `data` with `alias` among its `aliases`."""
    header = split(decode(data))
    lines, yaml = _lines(data)
    known = header.fields.get("aliases") or []
    known = [known] if isinstance(known, str) else list(known)
    if alias in known:
        return data
    if ("aliases",) not in header.lines:
        _insert(lines, header, "aliases", b"[" + _scalar(alias, True) + b"]" if yaml else alias.encode(), yaml)
    else:
        _extend(lines, header.lines[("aliases",)] - 1, alias, yaml)
    return _checked(data, lines, {**header.fields, "aliases": [*known, alias]})


def replace(path: Path, data: bytes) -> None:
    """Write a file so that nobody, at no moment, meets half of it; its permissions stay."""
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(data)
    new.chmod(path.stat().st_mode & 0o7777)
    os.replace(new, path)


def _lines(data: bytes) -> tuple[list[bytes], bool]:
    """The lines of a file with their ends, and whether its header is YAML."""
    lines = re.findall(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", data)
    return lines, data.removeprefix(BOM).startswith(FENCE.encode())


def _newline(line: bytes, lines: list[bytes]) -> bytes:
    for each in (line, *lines):
        if end := each[len(each.rstrip(b"\r\n")) :]:
            return end
    return b"\n"


def _scalar(text: str, yaml: bool) -> bytes:
    return (text if not yaml or PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)).encode()


def _end_of(lines: list[bytes], place: int, yaml: bool) -> int:
    """The index of the line after the entry that begins at `place`: what is indented or a list item belongs to it."""
    end = ahead = place + 1
    while ahead < len(lines) and (lines[ahead].startswith((b" ", b"\t", b"- ")) or not lines[ahead].strip()):
        ahead += 1
        if lines[ahead - 1].strip():
            end = ahead
        elif not yaml:
            break
    return end


def _insert(lines: list[bytes], header: Header, key: str, value: bytes, yaml: bool) -> None:
    """Put a line after the summary, or else after the header's last entry."""
    tops = [number for path, number in header.lines.items() if len(path) == 1]
    after = header.lines.get(("summary",)) or max(tops, default=1)
    place = _end_of(lines, after - 1, yaml) if tops else 1
    above = lines[after - 1]
    newline = _newline(above, lines)
    if not yaml and above.removeprefix(BOM)[:1].isupper():
        key = key.capitalize()
    if place and not lines[place - 1].endswith((b"\n", b"\r")):
        lines[place - 1] += newline
    lines.insert(place, key.encode() + b": " + value + newline)


def _extend(lines: list[bytes], place: int, alias: str, yaml: bool) -> None:
    line, end = lines[place], _end_of(lines, place, yaml)
    text = line.rstrip(b"\r\n")
    newline = line[len(text) :] or _newline(line, lines)
    key, _, value = text.partition(b":")
    scalar = _scalar(alias, yaml)
    if not yaml:
        last = lines[end - 1].rstrip(b"\r\n")
        lines[end - 1] = last + (b", " if value.strip() else b" ") + scalar + newline
    elif end > place + 1 and lines[end - 1].lstrip().startswith(b"- ") and not value.strip():
        last = lines[end - 1]
        indent = last[: len(last) - len(last.lstrip())]
        lines.insert(end, indent + b"- " + scalar + newline)
    elif end == place + 1 and value.rstrip().endswith(b"]"):
        inner = value.rstrip()[:-1].rstrip()
        lines[place] = key + b":" + inner + (b"" if inner.endswith(b"[") else b", ") + scalar + b"]" + newline
    elif end == place + 1:
        first = value.strip()
        lines[place] = key + b": [" + (first + b", " if first else b"") + scalar + b"]" + newline
    else:
        raise CannotEdit(f'add "{alias}" to "aliases" by hand')


def _checked(old: bytes, lines: list[bytes], fields: dict[str, object]) -> bytes:
    """The new file, once it is certain that it says what it said before and the one thing more."""
    new = b"".join(lines)
    unusual = "its header is written in an unusual way"
    try:
        after = split(decode(new))
    except Fault:
        raise CannotEdit(unusual) from None
    if _listed(after.fields) != _listed(fields) or split(decode(old)).body != after.body:
        raise CannotEdit(unusual)
    return new


def _listed(fields: Mapping[str, object]) -> dict[str, object]:
    aliases = fields.get("aliases")
    return {**fields, "aliases": [aliases] if isinstance(aliases, str) else aliases}
