"""The pictures of the benchmark's posts: PNG files with a gradient each, generated so that none are stored."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

NAMES = tuple(f"{name}-{number}.png" for name in ("bridge", "garden", "harbor", "table") for number in range(1, 7))
WIDTH, HEIGHT = 320, 240


def write_pictures(folder: Path) -> None:
    """Write every picture that a post may show into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(NAMES):
        (folder / name).write_bytes(_png(number))


def _png(number: int) -> bytes:
    """Return a picture in 8-bit grayscale; `number` shifts its gradient (PNG specification, sections 5 and 11)."""
    rows = (b"\0" + bytes((x + y + number * 10) % 256 for x in range(WIDTH)) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
