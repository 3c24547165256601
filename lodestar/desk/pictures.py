"""Pictures that the author drops in: looked at, turned upright, made no larger than pages show them, named plainly."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

from lodestar.desk.paths import place
from lodestar.desk.saving import readable, save
from plugins.pictures.clean import scrubbed

WIDEST = 1800
"""Pixels of the longer side: twice the width of a text, for screens with fine pixels."""
FOLDER = "images/posts"
KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
MOST = 120_000_000
"""Pixels beyond which a picture is refused, since it would fill the memory."""


HEIC = re.compile(rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", re.DOTALL)
"""The beginning of a picture of an iPhone (ISO/IEC 23008-12)."""


class Unfit(Exception):
    """Why a file is not taken as a picture."""


def prepared(data: bytes) -> tuple[bytes, str]:
    """Return a picture ready for the site, and its ending. What the camera noted beside it (place, time) is left out.

    Raises Unfit.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        clean = scrubbed(data)
        with Image.open(io.BytesIO(clean)) as opened:
            form = opened.format or ""
            if form not in KINDS:
                raise Unfit("the desk takes JPEG, PNG, WebP and GIF; save the picture as one of these")
            if opened.width * opened.height > MOST:
                raise Unfit("the picture has too many pixels; make it smaller first")
            if getattr(opened, "is_animated", False):
                return clean, KINDS[form]
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((WIDEST, WIDEST))
            if form == "JPEG" and picture.mode not in ("RGB", "L"):
                picture = picture.convert("RGB")
            out = io.BytesIO()
            options = {"JPEG": {"quality": 86, "progressive": True}, "WEBP": {"quality": 86}}.get(
                form, {"optimize": True}
            )
            profile = opened.info.get("icc_profile")
            picture.info = {name: picture.info[name] for name in ("transparency",) if name in picture.info}
            picture.save(out, form, **options, **({"icc_profile": profile} if profile else {}))
            return out.getvalue(), KINDS[form]
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise Unfit(_unknown(data)) from None


def _unknown(data: bytes) -> str:
    """Return why a file that cannot be opened is not taken."""
    if HEIC.match(data):
        return (
            "this is a picture of an iPhone (HEIC), which browsers do not show; send it as JPEG: in the settings of the "
            "camera choose “Most Compatible”, or share the picture by mail"
        )
    if b"<svg" in data[:2000].lower():
        return "this is a drawing (SVG), which can hold programs; save it as PNG"
    return "this file is no picture, or a damaged one"


def store(content: Path, name: str, data: bytes, slug: Callable[[str], str]) -> str:
    """Put a picture below content/ and say its path there; a name that is taken gets a number. Raises Unfit."""
    ready, ending = prepared(data)
    stem = slug(name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name)[:60].strip("-") or "picture"
    number = 1
    while True:
        path = f"{FOLDER}/{stem}{f'-{number}' if number > 1 else ''}.{ending}"
        file = place(content, path)
        if not file.exists():
            save(file, ready, "")
            return path
        if readable(file) == ready:
            return path
        number += 1


def markdown(path: str, alt: str) -> str:
    """Return a picture as it stands in a text."""
    words = " ".join(alt.split()).replace("[", "(").replace("]", ")")
    return f"![{words}]({{static}}/{path})"
