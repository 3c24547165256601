"""Generates smaller pictures in better formats, cached by their source, and copies without EXIF."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lodestar.base.files import replace
from lodestar.base.fingerprints import fingerprint
from lodestar.base.values import Value
from lodestar.engine.static import File
from plugins.pictures.clean import cleaned, scrubbed
from plugins.pictures.core import FOLDER, ScaledPicture

if TYPE_CHECKING:
    from lodestar.engine.render import Places


def made(value: ScaledPicture, places: Places) -> bytes:
    """Return a generated picture."""
    return cached(value, places, lambda: _scaled(value, places.root / value.file))


def copy(value: File, places: Places) -> bytes:
    """Return a copy of a picture, upright and without metadata."""
    data = (places.root / value.path).read_bytes()
    return cached(Copied(value.hash), places, lambda: cleaned(data))


def scrubbed_copy(value: File, places: Places) -> bytes:
    """Return a copy without metadata of a file that is never re-encoded, so that caching is not worth it."""
    return scrubbed((places.root / value.path).read_bytes())


CODE = ("make.py", "clean.py", "segments.py", "card.py")
"""The modules that make the cached files."""


class Copied(Value):
    """A copy without metadata, identified by the hash of its original."""

    hash: str


def cached(value: Value, places: Places, make: Any) -> bytes:
    """Return the result of `make()`, cached below `CACHE_PATH` by `value`, Pillow's version and the code."""
    from PIL import __version__

    if places.cache is None:
        return bytes(make())
    path = places.cache / FOLDER / fingerprint((type(value).__name__, value, __version__, _code()))
    try:
        return path.read_bytes()
    except FileNotFoundError:
        data = bytes(make())
    replace(path, data)
    return data


@cache
def _code() -> str:
    files = (Path(__file__).with_name(name).read_bytes() for name in CODE)
    return fingerprint(tuple(files))


def _scaled(value: ScaledPicture, path: Path) -> bytes:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the picture was checked against our own limit
    with Image.open(io.BytesIO(scrubbed(path.read_bytes()))) as original:
        image, profile = _for_screens(ImageOps.exif_transpose(original), original.info.get("icc_profile"))
    image = image.resize((value.width, value.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    image.info.clear()  # Pillow would copy comments and XMP
    target = io.BytesIO()
    options: dict[str, Any] = {"icc_profile": profile} if profile else {}
    if value.format == "jpeg":
        image.convert("RGB").save(target, "JPEG", quality=value.quality, optimize=True, progressive=True, **options)
    elif value.format == "webp":
        image.save(target, "WEBP", quality=value.quality, method=4, exact=False, **options)
    elif value.format == "avif":
        # one thread: the bytes must not depend on the number of cores
        image.save(target, "AVIF", quality=value.quality, speed=7, max_threads=1, **options)
    else:
        image.save(target, "PNG", optimize=True, **options)
    return target.getvalue()


def _for_screens(image: Any, profile: bytes | None) -> tuple[Any, bytes | None]:
    """Return a picture in RGB (with alpha where it has any), and the color profile that still fits it.

    CMYK is converted by its own profile; gray of sixteen bits, which Pillow would turn white, is scaled.
    """
    from PIL import ImageCms

    if image.mode == "CMYK" and profile:
        screen = ImageCms.createProfile("sRGB")
        try:
            source_profile = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, source_profile, screen, outputMode="RGB"), None
        except (ImageCms.PyCMSError, OSError):
            return image.convert("RGB"), None
    if image.mode.startswith("I"):
        image = image.point(lambda level: level / 257, "L")
    mode = "RGBA" if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info else "RGB"
    return image.convert(mode), profile if image.mode in ("RGB", "RGBA", "P", "PA") else None
