"""Files that tell where and with what they were made, in every way that was met."""

from __future__ import annotations

import io
import struct
from base64 import b64encode
from collections.abc import Callable
from zlib import crc32

from PIL import Image

SECRET = b"Secret+52.52+013.40"
"""What must be nowhere."""
ORIENTATION, MAKER, PLACE = 0x0112, 0x010F, 0x8825


def gradient(mode: str = "RGB") -> Image.Image:
    return Image.merge(
        "RGB", [Image.radial_gradient("L").resize((64, 48)).rotate(turn) for turn in (0, 9, 90)]
    ).convert(mode)


def facts(turn: int = 1) -> Image.Exif:
    """Return EXIF with a place, a camera, and how the camera was held."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = turn, SECRET.decode()
    exif.get_ifd(PLACE)[29] = SECRET.decode()
    return exif


def saved(form: str, image: Image.Image | None = None, **options: object) -> bytes:
    target = io.BytesIO()
    (image or gradient()).save(target, form, **options)
    return target.getvalue()


def moving(form: str, **options: object) -> bytes:
    """Three frames, each shown for its own time."""
    frames = [Image.new("RGB", (40, 30), color) for color in ("red", "lime", "blue")]
    return saved(form, frames[0], save_all=True, append_images=frames[1:], duration=[100, 200, 300], **options)


def segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + (len(content) + 2).to_bytes(2, "big") + content


def within(data: bytes, *segments: bytes) -> bytes:
    """Return a JPEG with more segments at its beginning."""
    return data[:2] + b"".join(segments) + data[2:]


def png_with(name: bytes, content: bytes, data: bytes | None = None) -> bytes:
    data = data or saved("PNG")
    chunk = len(content).to_bytes(4, "big") + name + content + crc32(name + content).to_bytes(4, "big")
    return data[:33] + chunk + data[33:]


def webp_with(name: bytes, content: bytes, data: bytes | None = None) -> bytes:
    data = data or saved("WEBP", exif=facts())
    body = data[12:] + name + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


def box(name: bytes, *content: bytes) -> bytes:
    inner = b"".join(content)
    return (len(inner) + 8).to_bytes(4, "big") + name + inner


def film() -> bytes:
    """Return the frame of a film that says where it was taken, as phones write it."""
    place = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(SECRET), 0x15C7), SECRET))
    track = box(b"trak", box(b"tkhd", bytes(84)), box(b"udta", box(b"name", SECRET)), box(b"meta", SECRET))
    keys = box(b"meta", box(b"hdlr", bytes(24)), box(b"keys", SECRET))
    moov = box(b"moov", box(b"mvhd", bytes(100)), track, keys, place, box(b"uuid", SECRET))
    return box(b"ftyp", b"isom") + moov + box(b"uuid", SECRET) + box(b"free", SECRET) + box(b"mdat", b"pixels")


def second_picture() -> bytes:
    """Return two pictures in one JPEG, as phones write it (multi-picture format)."""
    second = gradient().transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return saved("MPO", save_all=True, append_images=[second], exif=facts())


def gif_with_xmp() -> bytes:
    data = moving("GIF", comment=SECRET, loop=0)
    at = 13 + 3 * 2 ** ((data[10] & 7) + 1)
    packet = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    return data[:at] + b"\x21\xff\x0bXMP DataXMP" + packet + trailer + data[at:]


def drawing(extra: str = "") -> bytes:
    metadata = f'<metadata><rdf:RDF xmlns:rdf="r">{SECRET.decode()}</rdf:RDF></metadata>'
    embedded = b64encode(saved("JPEG", exif=facts())).decode()
    return (
        f'<?xml version="1.0"?>\n<!-- (c) Ann -->\n<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="i" width="4" '
        f'height="3" inkscape:export-filename="/home/{SECRET.decode()}/a.png">{metadata}'
        f'<image href="data:image/jpeg;base64,{embedded}"/>{extra}<path d="M0 0"/></svg>'
    ).encode()


PHOTO = saved("JPEG", exif=facts(), comment=SECRET)
TELLING: dict[str, Callable[[], bytes]] = {
    "EXIF in a JPEG": lambda: saved("JPEG", exif=facts()),
    "a comment in a JPEG": lambda: saved("JPEG", comment=SECRET),
    "XMP in a JPEG": lambda: within(saved("JPEG"), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)),
    "fill bytes before EXIF": lambda: within(saved("JPEG"), b"\xff\xff\xff" + segment(0xE1, b"Exif\0\0" + SECRET)),
    "fill bytes before the end": lambda: saved("JPEG")[:-2] + b"\xff\xff\xff\xd9" + SECRET,
    "a segment of nobody's": lambda: within(saved("JPEG"), *(segment(mark, SECRET) for mark in range(0xE0, 0xF0))),
    "an extension of JFIF with a thumbnail": lambda: within(saved("JPEG"), segment(0xE0, b"JFXX\0\x10" + PHOTO)),
    "a thumbnail in JFIF": lambda: within(
        saved("JPEG"), segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x03\x03" + SECRET.ljust(27))
    ),
    "a second picture": second_picture,
    "a film after a JPEG": lambda: saved("JPEG") + film(),
    "EXIF between scans": lambda: saved("JPEG", progressive=True).replace(
        b"\xff\xda", segment(0xE1, b"Exif\0\0" + SECRET) + b"\xff\xda"
    ),
    "EXIF in a PNG": lambda: saved("PNG", exif=facts()),
    "text in a PNG": lambda: png_with(b"tEXt", b"Comment\0" + SECRET),
    "international text in a PNG": lambda: png_with(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + SECRET),
    "a chunk of nobody's in a PNG": lambda: png_with(b"caBX", SECRET),
    "what follows a PNG": lambda: saved("PNG") + SECRET,
    "EXIF in a moving PNG": lambda: png_with(b"eXIf", facts().tobytes(), moving("PNG")),
    "EXIF in a WebP": lambda: saved("WEBP", exif=facts()),
    "XMP in a WebP": lambda: saved("WEBP", xmp=SECRET),
    "a chunk of nobody's in a WebP": lambda: webp_with(b"C2PA", SECRET),
    "what follows a WebP": lambda: saved("WEBP") + SECRET,
    "XMP in a moving WebP": lambda: moving("WEBP", xmp=SECRET, exif=facts()),
    "a comment in a GIF": lambda: saved("GIF", comment=SECRET),
    "comment and XMP in a moving GIF": gif_with_xmp,
    "what follows a GIF": lambda: saved("GIF") + SECRET,
    "tags of a TIFF": lambda: saved("TIFF", exif=facts(), description=SECRET.decode()),
    "EXIF in an AVIF": lambda: saved("AVIF", exif=facts()),
    "XMP in an AVIF": lambda: saved("AVIF", xmp=SECRET),
}
