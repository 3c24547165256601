"""Removes metadata (camera, place, time) from files, judged by their content, not their names.

The only module that does so: for copies on the site, for pictures that the author drops in at the desk, and for those
that come from another blog.
"""

from __future__ import annotations

import io
import re
from base64 import b64decode, b64encode
from collections.abc import Callable

from plugins.pictures.boxes import BEGINNINGS, scrubbed_boxes
from plugins.pictures.segments import (
    APP1,
    EXIF,
    GIF,
    JPEG,
    PNG,
    RIFF,
    Damaged,
    chunks,
    jpeg,
    scrubbed_gif,
    scrubbed_jpeg,
    scrubbed_png,
    scrubbed_webp,
    until_end,
)
from plugins.pictures.tiff import scrubbed_tiff

BEGINNING = 4096
"""The number of bytes that identify a file."""
TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
TURNABLE = frozenset({"jpeg", "png", "webp"})
"""Kinds of pictures that EXIF may say to turn."""
ORIENTATION = 0x0112
DRAWING = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*<(?:\w+:)?svg\b", re.DOTALL
)
DRAWING_METADATA = re.compile(
    rb"(?P<kept><!\[CDATA\[.*?\]\]>|<!--.*?-->)"
    rb"|<(?P<tag>(?:\w+:)?metadata)\b[^>]*?(?:/>|>.*?</(?P=tag)\s*>)"
    rb"|\s(?:inkscape|sodipodi):(?:export-filename|docname|absref)\s*=\s*(?:\"[^\"]*\"|'[^']*')",
    re.DOTALL,
)
"""Matches metadata of a drawing, and its paths on its author's disk; comments stay, since licenses stand in them."""
EMBEDDED = re.compile(rb"(data:image/(?:jpeg|jpg|png|webp|gif);base64,)([A-Za-z0-9+/=\s]+)")


def kind_of(beginning: bytes) -> str:
    """Return the kind of a file by its first bytes; empty for an unknown one."""
    if beginning.startswith(JPEG):
        return "jpeg"
    if beginning.startswith(PNG):
        return "png"
    if beginning.startswith(RIFF) and beginning[8:12] == b"WEBP":
        return "webp"
    if beginning.startswith(GIF):
        return "gif"
    if beginning.startswith(TIFF):
        return "tiff"
    if beginning[4:8] in BEGINNINGS:
        return "boxes"
    return "svg" if DRAWING.match(beginning) else ""


def scrubbed(data: bytes) -> bytes:
    """Return a file without metadata, its pictures byte for byte; of EXIF, the orientation alone stays.

    A file of another kind stays as it is. Raises Damaged for a picture that cannot be read as far as needed.
    """
    kind = kind_of(data[:BEGINNING])
    try:
        if kind in TURNABLE:
            scrub = {"jpeg": scrubbed_jpeg, "png": scrubbed_png, "webp": scrubbed_webp}[kind]
            turn = orientation(_exif(data, kind))
            return scrub(data, _orientation_facts(turn) if turn != 1 else b"")
        scrubbers: dict[str, Callable[[bytes], bytes]] = {
            "gif": scrubbed_gif,
            "boxes": scrubbed_boxes,
            "tiff": scrubbed_tiff,
            "svg": _scrubbed_drawing,
        }
        return scrubbers[kind](data) if kind in scrubbers else data
    except IndexError:
        raise Damaged("is cut short") from None


def cleaned(data: bytes) -> bytes:
    """Return a file without metadata, upright: a picture that EXIF says to turn is turned, and so compressed again.

    An animated picture, and one that cannot be turned, keeps its orientation in EXIF. Raises Damaged.
    """
    clean = scrubbed(data)
    kind = kind_of(clean[:BEGINNING])
    if kind in TURNABLE and orientation(_exif(clean, kind)) != 1:
        return _turned(clean) or clean
    return clean


def _turned(data: bytes) -> bytes:
    """Return a picture turned as EXIF says; empty where it is animated or cannot be opened."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data)) as image:
            if getattr(image, "is_animated", False):
                return b""
            target = io.BytesIO()
            options = {"icc_profile": image.info["icc_profile"]} if "icc_profile" in image.info else {}
            turned = ImageOps.exif_transpose(image)
            turned.info.clear()  # Pillow would write comments and XMP again
            turned.save(target, image.format, quality=92, optimize=True, exif=b"", **options)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    return target.getvalue()


def _exif(data: bytes, kind: str) -> bytes:
    """Return the TIFF that is a picture's EXIF; empty for none."""
    if kind == "jpeg":
        results = (part[10:] for marker, part in jpeg(data) if marker == APP1 and part[4:10] == EXIF)
    elif kind == "png":
        results = (content for name, content, _ in chunks(data, len(PNG), "big") if name == b"eXIf")
    else:
        results = (
            content.removeprefix(EXIF) for name, content, _ in chunks(until_end(data), 12, "little") if name == b"EXIF"
        )
    return next(results, b"")


def orientation(facts: bytes) -> int:
    """Return the EXIF orientation (1 to 8); 1 when the TIFF `facts` has none."""
    order = "little" if facts[:2] == b"II" else "big"

    def number(start: int, size: int) -> int:
        return int.from_bytes(facts[start : start + size], order)  # type: ignore[arg-type]

    start = number(4, 4)
    for entry in range(start + 2, start + 2 + 12 * min(number(start, 2), 64), 12):
        if number(entry, 2) == ORIENTATION:
            return turn if 1 <= (turn := number(entry + 8, 2)) <= 8 else 1
    return 1


def _orientation_facts(turn: int) -> bytes:
    """Return a TIFF with an orientation and nothing else."""
    numbers = ((8, 4), (1, 2), (ORIENTATION, 2), (3, 2), (1, 4), (turn, 2), (0, 2), (0, 4))
    return b"II*\0" + b"".join(value.to_bytes(size, "little") for value, size in numbers)


def _scrubbed_drawing(data: bytes) -> bytes:
    """Return a drawing without metadata; the pictures in it are cleaned, too."""

    def picture(match: re.Match[bytes]) -> bytes:
        try:
            original = b64decode(match[2])
            clean = scrubbed(original)
        except ValueError:
            return match[1]
        return match[0] if clean == original else match[1] + b64encode(clean)

    return EMBEDDED.sub(picture, DRAWING_METADATA.sub(lambda match: match["kept"] or b"", data))
