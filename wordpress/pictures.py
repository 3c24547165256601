"""Look into files before they are taken: they must be what their names say, and say nothing about their makers."""

from __future__ import annotations

import re
import struct

SIGNS: dict[str, tuple[bytes, ...]] = {
    "jpg": (b"\xff\xd8\xff",), "jpeg": (b"\xff\xd8\xff",), "jpe": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",), "gif": (b"GIF87a", b"GIF89a"), "webp": (b"RIFF",), "bmp": (b"BM",),
    "ico": (b"\x00\x00\x01\x00",), "pdf": (b"%PDF",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    "ogg": (b"OggS",), "wav": (b"RIFF",), "zip": (b"PK",), "docx": (b"PK",), "xlsx": (b"PK",), "pptx": (b"PK",),
    "epub": (b"PK",),
}  # fmt: skip
"""The first bytes of files by the end of their names."""
PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<\?php)", re.IGNORECASE)
ACTIVE = re.compile(rb"<script|<foreignobject|\son\w+\s*=|javascript:|<!entity", re.IGNORECASE)
TEXT_CHUNKS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
JPEG_FACTS = frozenset({0xE1, 0xED, 0xFE, 0xEC})
"""Segments with EXIF and XMP, Photoshop's facts, comments, and Ducky's."""


class Lying(Exception):
    """A file that is not what its name says, in a few words."""


def check(name: str, data: bytes) -> None:
    """Raises Lying for an empty file, a page in place of a picture, and the like."""
    kind = name.rpartition(".")[2].lower()
    if not data:
        raise Lying("the file is empty")
    if PAGE.match(data[:200]) and kind != "svg":
        raise Lying("the file is a web page")
    if kind in SIGNS and not data.startswith(SIGNS[kind]):
        raise Lying(f"the file is no {kind}")
    if kind in ("jpg", "jpeg", "jpe") and b"\xff\xd9" not in data[-4096:]:
        raise Lying("the picture is cut off")
    if kind == "png" and b"IEND" not in data[-64:]:
        raise Lying("the picture is cut off")
    if kind == "svg" and (b"<svg" not in data or ACTIVE.search(data)):
        raise Lying("the drawing holds a script, or is none")


def without_facts(data: bytes) -> bytes:
    """A picture without the place, the name or the address that cameras and programs write into it.

    The pixels are untouched; of a JPEG only the orientation stays.
    """
    try:
        if data.startswith(b"\xff\xd8"):
            return _jpeg(data)
        if data.startswith(b"\x89PNG"):
            return _png(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError):
        return data
    return data


def _jpeg(data: bytes) -> bytes:
    done, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        mark = data[place + 1]
        if mark == 0xDA:
            break
        length = struct.unpack(">H", data[place + 2 : place + 4])[0] + 2
        segment = data[place : place + length]
        if mark not in JPEG_FACTS:
            done.append(segment)
        elif mark == 0xE1 and (turned := _orientation(segment)) > 1:
            done.append(_turned(turned))
        place += length
    return b"".join(done) + data[place:]


def _orientation(segment: bytes) -> int:
    """How a camera was held (1 to 8, as EXIF counts); 1 when the segment does not say."""
    if segment[4:10] != b"Exif\x00\x00":
        return 1
    tiff = segment[10:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if not order:
        return 1
    start = struct.unpack(order + "I", tiff[4:8])[0]
    count = struct.unpack(order + "H", tiff[start : start + 2])[0]
    for number in range(min(count, 64)):
        entry = tiff[start + 2 + 12 * number : start + 14 + 12 * number]
        if len(entry) == 12 and struct.unpack(order + "H", entry[:2])[0] == 0x0112:
            return int(struct.unpack(order + "H", entry[8:10])[0])
    return 1


def _turned(orientation: int) -> bytes:
    """An EXIF segment that says nothing but the orientation."""
    tiff = b"II*\x00" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\x00\x00" + tiff


def _png(data: bytes) -> bytes:
    done, place = [data[:8]], 8
    while place + 12 <= len(data):
        length = struct.unpack(">I", data[place : place + 4])[0]
        if data[place + 4 : place + 8] not in TEXT_CHUNKS:
            done.append(data[place : place + length + 12])
        place += length + 12
    return b"".join(done)


def _webp(data: bytes) -> bytes:
    done, place = [], 12
    while place + 8 <= len(data):
        name, length = data[place : place + 4], struct.unpack("<I", data[place + 4 : place + 8])[0]
        end = place + 8 + length + length % 2
        chunk = data[place:end]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0b1100]) + chunk[9:]
        if name not in (b"EXIF", b"XMP "):
            done.append(chunk)
        place = end
    body = b"".join(done)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
