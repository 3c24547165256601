"""Measures picture files: their size, and whether they can be scaled or are damaged."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import ParseError, iterparse

from msgspec.structs import replace

from lodestar.base.values import Value
from plugins.pictures.clean import BEGINNING, TIFF, kind_of, scrubbed
from plugins.pictures.segments import Damaged

ENDINGS = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
"""Endings of files that count as pictures, whatever their content."""
SHOWN = frozenset({"gif", "jpeg", "png", "webp"})
"""Kinds of files that count as pictures, whatever their names."""
HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
"""Brands of files in HEIF that are no AVIF (ISO/IEC 23008-12, annex B)."""
JPEG_XL = (b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n")
ICONS = (b"\0\0\1\0", b"\0\0\2\0", b"\x1f\x8b")
"""The first bytes of icons, cursors and compressed drawings (`.svgz`)."""
NO_PICTURE = "is no picture"
SIDEWAYS = frozenset({5, 6, 7, 8})
"""Orientations in which EXIF says that width and height are exchanged."""
ORIENTATION = 0x0112
CODE = ("measure.py", "clean.py", "segments.py", "boxes.py", "tiff.py")
"""The modules on which measurements depend."""


class Measured(Value):
    """The measurements of a picture file."""

    width: int = 0
    """In pixels, as it is shown."""
    height: int = 0
    scalable: bool = False
    """Whether smaller ones may be made of it; not of drawings (SVG) and of what moves."""
    alpha: bool = False
    """Whether parts of it are transparent."""
    fault: str = ""
    """Why it is refused, in words that follow `the picture "x" ...`."""
    kind: str = ""
    """What it is by its content, as `plugins.pictures.clean` knows it."""
    damaged: bool = False
    """Whether its fault is in its bytes, and not in its size."""
    unclean: bool = False
    """Whether its metadata cannot be removed."""
    doubt: str = ""
    """Why some readers may not see it, in words that follow `the picture "x" ...`."""


def measure(path: Path, pixels: int) -> Measured:
    """Measure the file at `path`; one of more than `pixels` pixels is refused without being decoded."""
    try:
        data = path.read_bytes()
        kind = kind_of(data[:BEGINNING])
        clean = scrubbed(data)
    except OSError as error:
        return Measured(fault=f"cannot be read ({error.strerror})")
    except Damaged as damage:
        return Measured(fault=f"is damaged or cut short (it {damage})", kind=kind, damaged=True, unclean=True)
    if not path.name.lower().endswith(ENDINGS) and kind not in SHOWN:
        if doubt := _doubt(data):
            return Measured(kind=kind, doubt=doubt)
        return Measured(kind=kind, fault="" if _is_picture(data, kind) else NO_PICTURE)
    return replace(_picture(path, clean, pixels), kind=kind)


def _doubt(data: bytes) -> str:
    """Return why a format is bad for pages; empty for a good one."""
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        return "is HEIC, which most browsers do not show"
    if data.startswith(TIFF):
        return "is TIFF, which most browsers do not show"
    if data.startswith(JPEG_XL):
        return "is JPEG XL, which most browsers do not show"
    if data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data):
        return "is BMP, which is large and not shown by all browsers"
    return ""


def _is_picture(data: bytes, kind: str) -> bool:
    """Return whether browsers show a file of another name as a picture: drawings, AVIF, icons."""
    return kind == "svg" or data[4:12] in (b"ftypavif", b"ftypavis") or data.startswith(ICONS)


def _picture(path: Path, data: bytes, pixels: int) -> Measured:
    """Return the size of a picture, and its fault if it is damaged."""
    if path.suffix.lower() == ".svg":
        return _svg(path)
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow's own limit; ours is below
            with Image.open(io.BytesIO(data)) as image:
                if image.width * image.height > pixels:
                    return Measured(fault=f"has {image.width} x {image.height} pixels, more than {pixels:,} in all")
                moves = bool(getattr(image, "is_animated", False))
                size = image.size[::-1] if image.getexif().get(ORIENTATION) in SIDEWAYS else image.size
                alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
                image.load()
                return Measured(*size, not moves, alpha)
    except UnidentifiedImageError:
        return Measured(fault="is in no format that is known", damaged=True)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        return Measured(fault=f"is damaged or cut short ({error})", damaged=True)


def _svg(path: Path) -> Measured:
    """Return the size of a drawing: its `width` and `height` in pixels, else its `viewBox`."""
    try:
        for _, element in iterparse(path, events=("start",)):
            width, height = _length(element.get("width", "")), _length(element.get("height", ""))
            box = element.get("viewBox", "").replace(",", " ").split()
            if len(box) == 4 and not (width and height):
                width, height = _length(box[2]), _length(box[3])
            return Measured(width, height)
    except (ParseError, OSError, ValueError) as error:
        return Measured(fault=f"is no sound SVG ({error})")
    return Measured(fault="is no sound SVG (it is empty)")


def _length(text: str) -> int:
    number = text.strip().removesuffix("px")
    try:
        return round(float(number))
    except ValueError:
        return 0


def measurer(root: str, pixels: int) -> Callable[[str], tuple[str, Measured]]:
    """Return a function that measures the picture at a path below `root`; for worker processes."""

    def measure_file(path: str) -> tuple[str, Measured]:
        return path, measure(Path(root) / path, pixels)

    return measure_file
