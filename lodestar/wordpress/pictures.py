"""Look into files before they are taken: they must be what their names say."""

from __future__ import annotations

import re

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
