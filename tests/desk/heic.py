"""Pictures as an iPhone takes them: HEIC with EXIF, turned by a property of the file (ISO/IEC 23008-12, 6.5.10)."""

from __future__ import annotations

import io

import pillow_heif
from PIL import Image

QUARTERS = b"\x00\x00\x00\x09irot"


def box(data: bytes, name: bytes, start: int = 0) -> tuple[int, int]:
    """Return where a box begins and ends."""
    at = data.index(name, start) - 4
    return at, at + int.from_bytes(data[at : at + 4], "big")


def grown(data: bytes, name: bytes, by: int) -> bytes:
    """Return a file in which a box says that it is longer."""
    at, end = box(data, name)
    return data[:at] + (end - at + by).to_bytes(4, "big") + data[at + 4 :]


def turned(data: bytes, quarters: int) -> bytes:
    """Return a picture that is to be turned against the clock by so many quarters."""
    new_property = QUARTERS + bytes([quarters])
    _, end = box(data, b"ipco")
    start, _ = box(data, b"ipco")
    number, at = 0, start + 8
    while at < end:  # properties are counted
        number, at = number + 1, at + int.from_bytes(data[at : at + 4], "big")
    for name in (b"ipco", b"iprp", b"meta"):
        data = grown(data, name, len(new_property))
    data = data[:end] + new_property + data[end:]
    at, _ = box(data, b"ipma")
    count = at + 18  # after size, name, version, number of items, and the first item's own number
    data = data[:count] + bytes([data[count] + 1, 0x80 | (number + 1)]) + data[count + 1 :]
    for name in (b"ipma", b"iprp", b"meta"):
        data = grown(data, name, 1)
    return _moved(data, len(new_property) + 1)


def _moved(data: bytes, by: int) -> bytes:
    """Return a file whose places lie further back."""
    at, _ = box(data, b"iloc")
    version, sizes = data[at + 8], data[at + 12]
    offset, length, base = sizes >> 4, sizes & 15, data[at + 13] >> 4
    place, file = at + 16, bytearray(data)
    for _ in range(int.from_bytes(data[at + 14 : at + 16], "big")):
        place += 4 + (2 if version else 0) + base
        pieces = int.from_bytes(data[place : place + 2], "big")
        place += 2
        for _ in range(pieces):
            old_offset = int.from_bytes(data[place : place + offset], "big")
            file[place : place + offset] = (old_offset + by).to_bytes(offset, "big")
            place += offset + length
    return bytes(file)


def heic(quarters: int = 0, size: tuple[int, int] = (400, 200)) -> bytes:
    """Return a picture, blue on its left and red on its right, with what a camera notes: maker and place."""
    pillow_heif.register_heif_opener()
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (0, 0, size[0] // 2, size[1]))
    exif, stream = Image.Exif(), io.BytesIO()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    picture.save(stream, "HEIF", exif=exif)
    return turned(stream.getvalue(), quarters) if quarters else stream.getvalue()
