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
WEBP_TOLD, FRAME = 0b00001100, 16
"""The bits of a WebP's header that announce EXIF and XMP; bytes before the chunks of a frame that moves."""
LOOPING = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
"""Extensions of a GIF that say how often it moves, or how its colors are meant."""


class Damaged(ValueError):
    """A picture that cannot be read as far as needed, in words that follow `the picture ...`."""


def jpeg(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment up to the end of the first picture, with the data of scans under 0."""
    at = 2
    while True:
        at = data.find(b"\xff", at)  # decoders pass over what stands between segments
        while data[at + 1 : at + 2] == b"\xff":  # fill bytes (B.1.1.2)
            at += 1
        marker = data[at + 1] if 0 <= at < len(data) - 1 else None
        if marker is None:
            raise Damaged("ends before its picture begins")
        if marker == EOI:
            yield EOI, data[at : at + 2]
            return
        if marker in ALONE or marker == 0:
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data) or end < at + 4:
            raise Damaged("ends before its picture begins")
        yield marker, data[at:end]
        at = end
        if marker == SOS:
            match = SCANNED.search(data, at)
            yield 0, data[at : match.start() if match else len(data)]
            if match is None:
                return
            at = match.start()


def scrubbed_jpeg(data: bytes, facts: bytes = b"") -> bytes:
    """Return a JPEG without anything but its picture; `facts` is a TIFF to put in as EXIF."""
    kept = [JPEG]
    for marker, segment in jpeg(data):
        if marker == 0xE0 and segment[4:9] == LABELED[0xE0]:
            head = segment[4 : JFIF - 2].ljust(JFIF - 6, b"\0")
            kept.append(b"\xff\xe0" + (JFIF - 2).to_bytes(2, "big") + head + b"\0\0")
        elif marker in SHOWING or marker in (0, SOS, EOI) or segment[4:].startswith(LABELED.get(marker, b"\0none")):
            kept.append(segment)
    if facts:
        kept.insert(1, b"\xff\xe1" + (len(facts) + 8).to_bytes(2, "big") + EXIF + facts)
    return b"".join(kept)


def chunks(data: bytes, at: int, order: str) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Name, content and all bytes of each chunk of a PNG (`big`) or a WebP (`little`) from `at` on. Raises Damaged."""
    while at + 8 <= len(data):
        first, second = data[at : at + 4], data[at + 4 : at + 8]
        name, length = (second, first) if order == "big" else (first, second)
        size = int.from_bytes(length, "big" if order == "big" else "little")
        end = at + 8 + size + (4 if order == "big" else size % 2)
        if end > len(data) + (order != "big"):  # some programs leave out the last byte that makes a WebP even
            raise Damaged("is cut short")
        yield name, data[at + 8 : at + 8 + size], data[at:end]
        at = end if name != b"IEND" else len(data)


def scrubbed_png(data: bytes, facts: bytes = b"") -> bytes:
    """Return a PNG without anything but its picture; `facts` is a TIFF to put in as EXIF."""
    from zlib import crc32

    kept = [PNG]
    for name, _, chunk in chunks(data, len(PNG), "big"):
        if name in PNG_SHOWING:
            kept.append(chunk)
        if name == b"IHDR" and facts:
            body = b"eXIf" + facts
            kept.append(len(facts).to_bytes(4, "big") + body + crc32(body).to_bytes(4, "big"))
        if name == b"IEND":
            return b"".join(kept)
    raise Damaged("is cut short")


def scrubbed_webp(data: bytes, facts: bytes = b"") -> bytes:
    """A WebP without anything but its picture; `facts` is a TIFF to put in as EXIF, where the file has a header for it."""
    kept = []
    for name, content, chunk in chunks(until_end(data), 12, "little"):
        if name == b"VP8X":
            told = WEBP_TOLD & ~0b1000 if facts else WEBP_TOLD
            kept.append(chunk[:8] + bytes([chunk[8] & ~told]) + chunk[9:])
        elif name == b"ANMF":
            inner = b"".join(item for inside, _, item in chunks(content, FRAME, "little") if inside in WEBP_SHOWING)
            kept.append(_riff(b"ANMF", content[:FRAME] + inner))
        elif name in WEBP_SHOWING:
            kept.append(chunk.ljust(len(chunk) + len(chunk) % 2, b"\0"))
    if not kept:
        raise Damaged("is cut short")
    if facts and kept[0].startswith(b"VP8X"):
        kept.append(_riff(b"EXIF", facts))
    return _riff(RIFF, b"WEBP" + b"".join(kept))


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
    at = _after_colors(data, 13, data[10])
    kept, held = [data[:at]], b""
    """What is kept, and what was said of the next picture (how long it is shown)."""
    while at < len(data):
        kind = data[at]
        if kind == 0x3B:
            return b"".join([*kept, b";"])
        if kind == 0x2C:
            end = _after_blocks(data, _after_colors(data, at + 10, data[at + 9]) + 1)
            kept, held = [*kept, held, data[at:end]], b""
        elif kind == 0x21:
            end = _after_blocks(data, at + 2)
            if data[at + 1] == 0xF9:
                held = data[at:end]
            elif data[at + 1] == 0x01:  # a text, which no browser shows
                held = b""
            elif data[at + 1] == 0xFF and data[at + 3 : at + 14] in LOOPING:
                kept.append(data[at:end])
        elif kind == 0:
            end = at + 1
        else:
            raise Damaged("is damaged")
        at = end
    return b"".join(kept)


def _after_colors(data: bytes, at: int, flags: int) -> int:
    return at + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)


def _after_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    if at >= len(data):
        raise Damaged("is cut short")
    return at + 1
