"""Makes an index reproducible, byte for byte, from the same pages.

Pagefind 1.5 writes the values of a filter in the order of a hash map, which changes from run to run, and names the
files by their bytes. Both kinds of files concerned are CBOR (RFC 8949) of arrays, texts and whole numbers, gzipped
after a fixed word; here they are put in order and named anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

WORD = b"pagefind_dcd"
FILTERS = 3
"""The place of the list of filters (name and file) in the index's first file."""
WHOLE, TEXT, ARRAY = 0, 3, 4
"""The kinds of CBOR items that occur."""


def steady(folder: Path) -> None:
    """Normalize the index in `folder`."""
    entry_path = folder / "pagefind-entry.json"
    entry = json.loads(entry_path.read_bytes())
    for language in entry["languages"].values():
        meta_path = folder / f"pagefind.{language['hash']}.pf_meta"
        meta = read(meta_path)
        names = {}
        for _, name in meta[FILTERS]:
            path = folder / "filter" / f"{name}.pf_filter"
            label, values = read(path)
            path.unlink()
            names[name] = write(folder / "filter", "{}.pf_filter", name, [label, sorted(values)])
        meta[FILTERS] = sorted([label, names[name]] for label, name in meta[FILTERS])
        meta_path.unlink()
        language["hash"] = write(folder, "pagefind.{}.pf_meta", language["hash"], meta)
    entry_path.write_text(json.dumps(entry, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


SYSTEM, UNIX = 9, b"\x03"
"""Where a gzip file names the system that made it, and what it says there (RFC 1952, section 2.3.1)."""


def read(path: Path) -> Any:
    """Return the content of a file of the index."""
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(WORD):
        raise ValueError(f"{path.name} is no file of Pagefind's")
    return decode(data, len(WORD))[0]


def write(folder: Path, pattern: str, old: str, value: Any) -> str:
    """Write a file of the index, and give the name that stands for it: its language, and a hash of its bytes."""
    data = WORD + encode(value)
    language, _, digits = old.rpartition("_")
    name = f"{language}_{hashlib.blake2b(data).hexdigest()[: len(digits)]}"
    (folder / pattern.format(name)).write_bytes(zipped(data))
    return name


def zipped(data: bytes) -> bytes:
    """Compress data to the same bytes with every Python: each says in its own way on which system it ran."""
    result = gzip.compress(data, mtime=0)
    return result[:SYSTEM] + UNIX + result[SYSTEM + 1 :]


def decode(data: bytes, offset: int) -> tuple[Any, int]:
    """Return the item at an offset, and the offset of the next one."""
    kind, size = data[offset] >> 5, data[offset] & 31
    offset += 1
    if size >= 24:
        width = 1 << (size - 24)
        if width > 8:
            raise ValueError("an item of unknown length")
        size, offset = int.from_bytes(data[offset : offset + width], "big"), offset + width
    if kind == WHOLE:
        return size, offset
    if kind == TEXT:
        return data[offset : offset + size].decode(), offset + size
    if kind == ARRAY:
        items = []
        for _ in range(size):
            item, offset = decode(data, offset)
            items.append(item)
        return items, offset
    raise ValueError(f"an item of kind {kind}, which an index does not have")


def encode(value: Any) -> bytes:
    """Return the bytes of an item."""
    if isinstance(value, int):
        return _head(WHOLE, value)
    if isinstance(value, str):
        return _head(TEXT, len(value.encode())) + value.encode()
    return _head(ARRAY, len(value)) + b"".join(map(encode, value))


def _head(kind: int, size: int) -> bytes:
    if size < 24:
        return bytes([kind << 5 | size])
    width = next(width for width in (1, 2, 4, 8) if size < 1 << 8 * width)
    return bytes([kind << 5 | 24 + width.bit_length() - 1]) + size.to_bytes(width, "big")
