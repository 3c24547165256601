"""Removes metadata from AVIF, HEIC, MP4 and QuickTime (ISO/IEC 14496-12 and 23008-12).

These files contain offsets into themselves, so nothing is moved: what is removed is filled with zeros.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from plugins.pictures.segments import Damaged

BEGINNINGS = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"})
"""The first box of a file of this kind."""
OUTERMOST = frozenset({b"ftyp", b"styp", b"mdat", b"wide", b"pdin", b"sidx", b"ssix", b"mfra", b"prft", b"emsg"})
"""The outermost boxes that a film or picture needs, besides those that are searched."""
NESTED = frozenset({b"moov", b"trak", b"moof", b"traf"})
METADATA = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip"})
"""Boxes of a film with metadata or leftovers."""
SHOWING = frozenset(b"av01 hvc1 hev1 avc1 vvc1 j2k1 jpeg unci grid iden iovl tmap".split())
"""Items of a picture that show it; others are EXIF (`Exif`) and XMP (`mime`)."""
NO_FACTS = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"
"""Empty EXIF, preceded by its offset."""


class Box(NamedTuple):
    """A box: its name, where it begins, where its content does, and where it ends."""

    name: bytes
    start: int
    content: int
    end: int


def scrubbed_boxes(data: bytes) -> bytes:
    """Return the file with its metadata replaced with zeros, in the same length."""
    file = bytearray(data)
    for box in _boxes(data, 0, len(data)):
        if box.name == b"meta" and (items := _metadata_spans(data, box)):
            for start, end in items:
                file[start:end] = (
                    NO_FACTS.ljust(end - start, b"\0") if end - start >= len(NO_FACTS) else bytes(end - start)
                )
        elif box.name in NESTED:
            _film(data, file, box)
        elif box.name not in OUTERMOST and not (box.name == b"meta" and _is_picture(data, box)):
            _free(file, box)
    return bytes(file)


def _film(data: bytes, file: bytearray, parent: Box) -> None:
    for box in _boxes(data, parent.content, parent.end):
        if box.name in METADATA:
            _free(file, box)
        elif box.name in NESTED:
            _film(data, file, box)


def _free(file: bytearray, box: Box) -> None:
    if any(file[box.content : box.end]):
        if box.name:
            file[box.start + 4 : box.start + 8] = b"free"
        file[box.content : box.end] = bytes(box.end - box.content)


def _boxes(data: bytes, offset: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two offsets; one without a name for bytes after the last. Raises Damaged where there is none."""
    first = offset
    while offset + 8 <= end:
        size, content = int.from_bytes(data[offset : offset + 4], "big"), offset + 8
        if size == 1:
            size, content = int.from_bytes(data[offset + 8 : offset + 16], "big"), offset + 16
        stop = end if size == 0 else offset + size
        if stop < content:
            if offset == first:
                raise Damaged("is damaged")
            break
        yield Box(data[offset + 4 : offset + 8], offset, content, min(stop, end))
        offset = stop
    if offset < end:
        yield Box(b"", offset, offset, end)


def _within(data: bytes, meta: Box) -> dict[bytes, Box]:
    """Return the boxes of a `meta` box, which begins with a version in all but QuickTime's."""
    start = meta.content if data[meta.content + 4 : meta.content + 8] == b"hdlr" else meta.content + 4
    return {box.name: box for box in _boxes(data, start, meta.end)}


def _is_picture(data: bytes, meta: Box) -> bool:
    return b"iinf" in _within(data, meta)


def _metadata_spans(data: bytes, meta: Box) -> list[tuple[int, int]]:
    """Return the spans of a picture's items that do not show it."""
    parts = _within(data, meta)
    if b"iinf" not in parts or b"iloc" not in parts:
        return []
    numbers = {number for number, name in _items(data, parts[b"iinf"]) if name not in SHOWING}
    base = parts[b"idat"].content if b"idat" in parts else 0
    results = []
    for number, method, start, length in _extents(data, parts[b"iloc"]):
        if number in numbers:
            begin = start + (base if method == 1 else 0)
            if method > 1 or not length or begin + length > len(data):
                raise Damaged("is damaged")
            results.append((begin, begin + length))
    return results


def _items(data: bytes, iinf: Box) -> Iterator[tuple[int, bytes]]:
    """Yield number and kind of each item."""
    start = iinf.content + (6 if data[iinf.content] == 0 else 8)
    for box in _boxes(data, start, iinf.end):
        width = 4 if data[box.content] >= 3 else 2
        offset = box.content + 4
        yield int.from_bytes(data[offset : offset + width], "big"), data[offset + width + 2 : offset + width + 6]


def _extents(data: bytes, iloc: Box) -> Iterator[tuple[int, int, int, int]]:
    """Yield, for each extent of an item, the item's number, construction method, offset and length."""
    version, position = data[iloc.content], iloc.content + 4

    def number(size: int) -> int:
        nonlocal position
        if position + size > iloc.end:
            raise Damaged("is damaged")
        position += size
        return int.from_bytes(data[position - size : position], "big")

    sizes = number(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    for _ in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        number(2)
        start = number(base)
        for _ in range(number(2)):
            number(index if version else 0)
            yield item, method, start + number(offset), number(length)
