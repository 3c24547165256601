"""Pictures for the media folder of a test."""

from __future__ import annotations

import struct
from io import BytesIO
from pathlib import Path

from PIL import Image


def jpeg(exif: bytes = b"") -> bytes:
    """Return a JPEG of one point, with an EXIF segment."""
    result = BytesIO()
    Image.new("L", (1, 1)).save(result, "JPEG")
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\x00\x00" + exif if exif else b""
    return b"\xff\xd8" + segment + result.getvalue()[2:]


def bring(folder: Path, files: dict[str, bytes]) -> None:
    """Put files into the media folder."""
    for name, data in files.items():
        path = folder / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def point(number: int) -> bytes:
    """Return a picture that differs from others in its color."""
    result = BytesIO()
    Image.new("L", (1, 1), number).save(result, "PNG")
    return result.getvalue()
