"""Take out of a picture's file what it says of camera, place and time, and leave the picture itself byte for byte."""

from __future__ import annotations

import io

JPEG, PNG, RIFF = b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF"
TOLD = {0xE1, 0xED, 0xFE}
"""JPEG segments that hold EXIF or XMP, IPTC, and comments."""
SCAN = 0xDA
ANNOUNCED = (b"Exif\0\0", b"eXIf", b"EXIF")
"""What stands before EXIF in a JPEG, a PNG and a WebP."""
PNG_TOLD = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
WEBP_TOLD = {b"EXIF", b"XMP "}
WEBP_FLAGS = 0b00001100
"""The bits of a WebP header that announce EXIF and XMP."""


def cleaned(data: bytes) -> bytes:
    """A picture without metadata; what is of another format, or broken, stays as it is.

    One that EXIF says to turn is turned, which means that it is packed again.
    """
    try:
        if data.startswith(JPEG):
            return _turned(data) or _jpeg(data)
        if data.startswith(PNG):
            return _turned(data) or _png(data)
        if data.startswith(RIFF) and data[8:12] == b"WEBP":
            return _turned(data) or _webp(data)
    except (IndexError, ValueError, OSError):
        return data
    return data


def _turned(data: bytes) -> bytes:
    """A picture turned as EXIF says; nothing where it says nothing, or where the picture moves."""
    if not any(mark in part for mark in ANNOUNCED for part in (data[:70_000], data[-70_000:])):
        return b""
    from PIL import Image, ImageOps

    from plugins.pictures.measure import ORIENTATION

    with Image.open(io.BytesIO(data)) as image:
        if image.getexif().get(ORIENTATION, 1) == 1 or getattr(image, "is_animated", False):
            return b""
        target = io.BytesIO()
        options = {"icc_profile": image.info["icc_profile"]} if "icc_profile" in image.info else {}
        turned = ImageOps.exif_transpose(image)
        turned.save(target, image.format, quality=92, optimize=True, exif=b"", **options)
    return target.getvalue()


def _jpeg(data: bytes) -> bytes:
    kept, at = [JPEG], 2
    while data[at] == 0xFF and data[at + 1] != SCAN:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] not in TOLD:
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])


def _png(data: bytes) -> bytes:
    kept, at = [PNG], len(PNG)
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] not in PNG_TOLD:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _webp(data: bytes) -> bytes:
    kept, at = [], 12
    while at < len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        chunk = data[at:end]
        if chunk[:4] == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~WEBP_FLAGS]) + chunk[9:]
        if chunk[:4] not in WEBP_TOLD:
            kept.append(chunk)
        at = end
    body = b"WEBP" + b"".join(kept)
    return RIFF + len(body).to_bytes(4, "little") + body
