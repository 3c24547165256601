"""Checks that files are what their names say, before they are imported."""

from __future__ import annotations

import re
import struct
import warnings
from io import BytesIO

from plugins.pictures.clean import scrubbed
from plugins.pictures.drawings import NoDrawing, clean_drawing

SIGNS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF",), "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    "ogg": (b"OggS",), "wav": (b"RIFF",), "zip": (b"PK",), "docx": (b"PK",), "xlsx": (b"PK",), "pptx": (b"PK",),
    "epub": (b"PK",),
}  # fmt: skip
"""The first bytes of files, by the ending of their names."""
PAGE = re.compile(rb"\s*(?:<!doctype html|<html|<\?php)", re.IGNORECASE)
DRAWN = frozenset(["jpg", "jpeg", "jpe", "png", "gif", "webp", "avif", "bmp", "ico"])
FORMATS = frozenset({"JPEG", "MPO", "PNG", "GIF", "WEBP", "AVIF", "BMP", "ICO"})


class Lying(Exception):
    """A file that is not what its name says; the message says why, in a few words."""


def checked(name: str, data: bytes) -> bytes:
    """Return the bytes of a file that is what its name says; those of a drawing without what acts.

    Raises Lying for an empty file, a page in place of a picture, and the like.
    """
    kind = name.rpartition(".")[2].lower()
    if not data:
        raise Lying("the file is empty")
    if PAGE.match(data[:200]) and kind != "svg":
        raise Lying("the file is a web page")
    if kind in SIGNS and not data.startswith(SIGNS[kind]):
        raise Lying(f"the file is no {kind}")
    if kind in DRAWN:
        _look_at(data)
    if kind == "svg":
        try:
            return clean_drawing(data)
        except NoDrawing:
            raise Lying("the drawing is damaged, or is none; put a good copy in its place") from None
    return data


def cleaned(name: str, data: bytes) -> bytes:
    """Return a file as it comes into the site: `checked`, and without what cameras add. Raises Lying and Damaged."""
    return scrubbed(checked(name, data))


def _look_at(data: bytes) -> None:
    """Raise Lying for a file that is not a picture, by its bytes, as browsers judge."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about very large pictures, which the next line refuses
            with Image.open(BytesIO(data)) as picture:
                if picture.format not in FORMATS:
                    raise Lying("the picture is of a kind that browsers do not show")
                # a JPEG is decoded at an eighth of its size, which is enough to see that it is complete
                picture.draft("L", (64, 64))
                picture.load()
    except Image.DecompressionBombError:
        raise Lying("the picture is too large") from None
    except UnidentifiedImageError:
        raise Lying("the file is no picture, or a damaged one; put a good copy in its place") from None
    except (OSError, SyntaxError, ValueError, struct.error, EOFError, IndexError):
        raise Lying("the picture is cut off or damaged; put a good copy in its place") from None
