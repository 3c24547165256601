"""Pictures that the author adds: checked, turned upright, scaled to what pages show, and given a plain name."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from lodestar.desk.paths import place
from lodestar.desk.saving import Changed, readable, save
from lodestar.html_to_markdown.inline import Inline, target
from plugins.pictures.clean import BEGINNING, kind_of, scrubbed
from plugins.pictures.drawings import NoDrawing, clean_drawing

WIDEST = 1800
"""Pixels of the longer side: twice the width of a text, for screens of high density."""
FOLDER = "images/posts"
SMALL = 320
"""Pixels of the longer side of a picture in a list of pictures."""
KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
"""Formats that are kept, and their file extensions."""
OTHERS = {"HEIF": "JPEG", "AVIF": "JPEG", "MPO": "JPEG", "TIFF": "JPEG", "BMP": "PNG"}
"""Formats that not every browser shows, and what they are converted to; PNG where parts are transparent."""
MOST = 120_000_000
"""Most pixels of a picture: a larger one would fill the memory."""
ACCEPTED = "image/*,.heic,.heif"
"""The files that a file input offers."""
SIGNS = (
    (re.compile(rb"....ftyp(?:qt  |mp4|isom|M4V|3gp|iso[2-9]|avc1|dash)|\x1aE\xdf\xa3|RIFF....AVI ", re.DOTALL), "this is a film; put it on YouTube or Vimeo, and its address alone in a line of the text"),
    (re.compile(rb"ID3|\xff[\xf2\xf3\xfb]|OggS|fLaC|RIFF....WAVE|....ftypM4A", re.DOTALL), "this is a sound recording; the text takes pictures and Word files"),
    (re.compile(rb"%PDF"), "this is a PDF; the text takes pictures and Word files"),
    (re.compile(rb"PK\x03\x04"), "this is no picture; the text takes pictures and Word files (.docx)"),
    (re.compile(rb"8BPS"), "this is a picture of Photoshop; save it there as JPEG or PNG"),
    (re.compile(rb"\xff\x0a|\0\0\0\x0cJXL "), "this is a picture in JPEG XL, which few browsers show; save it as JPEG"),
)  # fmt: skip
"""Messages for other kinds of files, by their first bytes."""


class Unfit(Exception):
    """A file is not accepted as a picture; the message says why."""


def prepared(data: bytes) -> tuple[bytes, str]:
    """Return a picture ready for the site, and its file extension. Raises Unfit.

    What the camera recorded in it (place, time) is removed.
    """
    for sign, reason in SIGNS:
        if sign.match(data):
            raise Unfit(reason)
    if kind_of(data[:BEGINNING]) == "svg":
        try:
            return scrubbed(clean_drawing(data)), "svg"
        except NoDrawing as reason:
            raise Unfit(str(reason)) from None
    return _converted(data, WIDEST)


def small(data: bytes) -> tuple[bytes, str]:
    """Return the thumbnail of a picture, and its file extension. Raises Unfit."""
    return _converted(data, SMALL, still=True)


def _converted(data: bytes, widest: int, still: bool = False) -> tuple[bytes, str]:
    from PIL import Image, ImageOps, UnidentifiedImageError
    from pillow_heif import register_heif_opener

    register_heif_opener()
    try:
        clean = scrubbed(data)
        with Image.open(io.BytesIO(clean)) as opened:
            form = opened.format or ""
            if form not in KINDS and form not in OTHERS:
                raise Unfit("this is a picture of a kind that browsers do not show; save it as JPEG or PNG")
            if still:
                opened.draft("RGB", (widest, widest))  # a photograph is decoded at a fraction of its size
            if opened.width * opened.height > MOST:
                raise Unfit("the picture has too many pixels; make it smaller first")
            if form in KINDS and getattr(opened, "is_animated", False) and not still:
                return clean, KINDS[form]
            profile = opened.info.get("icc_profile")
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((widest, widest))
            see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
            target = form if form in KINDS else "PNG" if see_through else OTHERS[form]
            if target == "JPEG" and picture.mode not in ("RGB", "L"):
                profile = None if picture.mode == "CMYK" else profile  # a profile for inks does not fit RGB
                picture = picture.convert("RGB")
            elif picture.mode in ("I", "F") or picture.mode.startswith("I;"):
                picture = picture.convert("L")
            buffer = io.BytesIO()
            options = {"JPEG": {"quality": 86, "progressive": True}, "WEBP": {"quality": 86}}.get(
                target, {"optimize": True}
            )
            picture.info = {name: picture.info[name] for name in ("transparency",) if name in picture.info}
            picture.save(buffer, target, **options, **({"icc_profile": profile} if profile else {}))
            return buffer.getvalue(), KINDS[target]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, RuntimeError, Image.DecompressionBombError):
        raise Unfit("this file is no picture, or a damaged one") from None


class StoredPicture(NamedTuple):
    """A picture below content/."""

    path: str
    new: bool
    """Whether it was not there before."""


def store(content: Path, name: str, data: bytes, slug: Callable[[str], str]) -> StoredPicture:
    """Store a picture below content/, unless it is there already; a name that is taken gets a number.

    Raises Unfit, PathRefused, OSError.
    """
    ready, ending = prepared(data)
    stem = slug(name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name)[:60].strip("-") or "picture"
    number = 1
    while True:
        path = f"{FOLDER}/{stem}{f'-{number}' if number > 1 else ''}.{ending}"
        file = place(content, path)
        with suppress(Changed):  # the name is taken, perhaps only now
            save(file, ready, "")
            return StoredPicture(path, True)
        if readable(file) == ready:
            return StoredPicture(path, False)
        number += 1


PLACES = {"": "", "wide": "{.wide}", "left": "{.alignleft}", "right": "{.alignright}"}
"""Where a picture may stand in a text, and its Markdown."""


def markdown(path: str, alt: str, caption: str = "", place: str = "") -> str:
    """Return the Markdown of a picture: alternative text, place, and the caption on the next line."""
    words = Inline().escape(" ".join(alt.split()), {"a"})
    caption_text = " ".join(caption.split()).replace("\\", r"\\").replace("*", r"\*")
    picture = f"![{words}]({target(f'{{static}}/{path}')}){PLACES.get(place, '')}"
    return f"{picture}\n*{caption_text}*" if caption_text else picture
