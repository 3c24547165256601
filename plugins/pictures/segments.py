"""JPEG, PNG, WebP and GIF with nothing in them but what shows the picture: a list of what stays, never of what goes.

What is not on the list goes, whoever invents it next, and so does everything after the end of the first picture: second
pictures (CIPA DC-007), the films of motion photos, thumbnails. The picture itself stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

JPEG, PNG, RIFF, GIF = b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF", (b"GIF87a", b"GIF89a")
EXIF = b"Exif\0\0"
SHOWING = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, 0xDE, 0xDF})
"""JPEG segments that show the picture (ITU T.81, table B.1): frames, tables and intervals."""
LABELED = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Segments of applications that say how its colors are meant, by what they begin with."""
JFIF = 18
"""Bytes of a JFIF segment without a thumbnail."""
SOS, EOI, APP1 = 0xDA, 0xD9, 0xE1
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a segment."""
SCANNED = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
"""What ends the data of a scan: a marker that is neither a stuffed zero nor a restart."""
PNG_SHOWING = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT cICP mDCV cLLI mDCv cLLi bKGD hIST pHYs sPLT "
    b"acTL fcTL fdAT".split()
)
"""Chunks that show the picture, say how its colors are meant, or move it (PNG, third edition)."""
WEBP_SHOWING = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
WEBP_METADATA, FRAME = 0b00001100, 16
"""The bits of a WebP's header that announce EXIF and XMP; bytes before the chunks of a frame that moves."""
LOOPING = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
"""Extensions of a GIF that say how often it moves, or how its colors are meant."""


class Damaged(ValueError):
    """A picture that cannot be read as far as needed, in words that follow `the picture ...`."""


def jpeg(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of each segment up to the end of the first picture, with the data of scans under 0."""
    position = 2
    while True:
        position = data.find(b"\xff", position)  # decoders pass over what stands between segments
        while data[position + 1 : position + 2] == b"\xff":  # fill bytes (B.1.1.2)
            position += 1
        marker = data[position + 1] if 0 <= position < len(data) - 1 else None
        if marker is None:
            raise Damaged("ends before its picture begins")
        if marker == EOI:
            yield EOI, data[position : position + 2]
            return
        if marker in ALONE or marker == 0:
            position += 2
            continue
        end = position + 2 + int.from_bytes(data[position + 2 : position + 4], "big")
        if end > len(data) or end < position + 4:
            raise Damaged("ends before its picture begins")
        yield marker, data[position:end]
        position = end
        if marker == SOS:
            match = SCANNED.search(data, position)
            yield 0, data[position : match.start() if match else len(data)]
            if match is None:
                return
            position = match.start()


def scrubbed_jpeg(data: bytes, facts: bytes = b"") -> bytes:
    """Return a JPEG without anything but its picture; `facts` is a TIFF to put in as EXIF."""
    parts = [JPEG]
    for marker, segment in jpeg(data):
        if marker == 0xE0 and segment[4:9] == LABELED[0xE0]:
            head = segment[4 : JFIF - 2].ljust(JFIF - 6, b"\0")
            parts.append(b"\xff\xe0" + (JFIF - 2).to_bytes(2, "big") + head + b"\0\0")
        elif marker in SHOWING or marker in (0, SOS, EOI) or segment[4:].startswith(LABELED.get(marker, b"\0none")):
            parts.append(segment)
    if facts:
        parts.insert(1, b"\xff\xe1" + (len(facts) + 8).to_bytes(2, "big") + EXIF + facts)
    return b"".join(parts)


def chunks(data: bytes, start: int, order: str) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield name, content and all bytes of each chunk of a PNG (`big`) or WebP (`little`) from `start` on. Raises Damaged."""
    while start + 8 <= len(data):
        first, second = data[start : start + 4], data[start + 4 : start + 8]
        name, length = (second, first) if order == "big" else (first, second)
        size = int.from_bytes(length, "big" if order == "big" else "little")
        end = start + 8 + size + (4 if order == "big" else size % 2)
        if end > len(data) + (order != "big"):  # some programs leave out the last byte that makes a WebP even
            raise Damaged("is cut short")
        yield name, data[start + 8 : start + 8 + size], data[start:end]
        start = end if name != b"IEND" else len(data)


def scrubbed_png(data: bytes, facts: bytes = b"") -> bytes:
    """Return a PNG without anything but its picture; `facts` is a TIFF to put in as EXIF."""
    from zlib import crc32

    parts = [PNG]
    for name, _, chunk in chunks(data, len(PNG), "big"):
        if name in PNG_SHOWING:
            parts.append(chunk)
        if name == b"IHDR" and facts:
            body = b"eXIf" + facts
            parts.append(len(facts).to_bytes(4, "big") + body + crc32(body).to_bytes(4, "big"))
        if name == b"IEND":
            return b"".join(parts)
    raise Damaged("is cut short")


def scrubbed_webp(data: bytes, facts: bytes = b"") -> bytes:
    """Return a WebP without anything but its picture; `facts` is a TIFF to put in as EXIF, where the file has a header for it."""
    parts = []
    for name, content, chunk in chunks(until_end(data), 12, "little"):
        if name == b"VP8X":
            bits = WEBP_METADATA & ~0b1000 if facts else WEBP_METADATA
            parts.append(chunk[:8] + bytes([chunk[8] & ~bits]) + chunk[9:])
        elif name == b"ANMF":
            frame = b"".join(item for kind, _, item in chunks(content, FRAME, "little") if kind in WEBP_SHOWING)
            parts.append(_riff(b"ANMF", content[:FRAME] + frame))
        elif name in WEBP_SHOWING:
            parts.append(chunk.ljust(len(chunk) + len(chunk) % 2, b"\0"))
    if not parts:
        raise Damaged("is cut short")
    if facts and parts[0].startswith(b"VP8X"):
        parts.append(_riff(b"EXIF", facts))
    return _riff(RIFF, b"WEBP" + b"".join(parts))


def until_end(data: bytes) -> bytes:
    """Return a WebP without what follows it. Raises Damaged."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data) + 1:
        raise Damaged("is cut short")
    return data[:end]


def _riff(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)


def scrubbed_gif(data: bytes) -> bytes:
    """Return a GIF without anything but its pictures (GIF89a, appendix B)."""
    position = _after_colors(data, 13, data[10])
    parts, controls = [data[:position]], b""
    """The parts that stay, and the extension that controls how long the next picture is shown."""
    while position < len(data):
        kind = data[position]
        if kind == 0x3B:
            return b"".join([*parts, b";"])
        if kind == 0x2C:
            end = _after_blocks(data, _after_colors(data, position + 10, data[position + 9]) + 1)
            parts, controls = [*parts, controls, data[position:end]], b""
        elif kind == 0x21:
            end = _after_blocks(data, position + 2)
            if data[position + 1] == 0xF9:
                controls = data[position:end]
            elif data[position + 1] == 0x01:  # a text, which no browser shows
                controls = b""
            elif data[position + 1] == 0xFF and data[position + 3 : position + 14] in LOOPING:
                parts.append(data[position:end])
        elif kind == 0:
            end = position + 1
        else:
            raise Damaged("is damaged")
        position = end
    return b"".join(parts)


def _after_colors(data: bytes, position: int, flags: int) -> int:
    return position + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)


def _after_blocks(data: bytes, position: int) -> int:
    while position < len(data) and data[position]:
        position += data[position] + 1
    if position >= len(data):
        raise Damaged("is cut short")
    return position + 1
