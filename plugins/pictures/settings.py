"""The settings of pictures: `PICTURES` in `pelicanconf.py`."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from lodestar.base.settings import SettingsModel

Quality = Annotated[int, Meta(ge=1, le=100)]


class PictureSettings(SettingsModel):
    """Which sizes and formats of pictures are made."""

    widths: tuple[Annotated[int, Meta(ge=16)], ...] = (640, 1280, 1920)
    """Widths in pixels; those that a picture does not reach are left out, and its own takes their place."""
    sizes: str = "(min-width: 50rem) 40rem, 94vw"
    """How wide a picture stands on the page, as `sizes` says it: the column of text, or the screen of a phone."""
    avif: Quality = 55
    """Quality of AVIF."""
    webp: Quality = 78
    """Quality of WebP."""
    jpeg: Quality = 82
    """Quality of JPEG, for browsers that know neither."""
    pixels: Annotated[int, Meta(ge=1)] = 100_000_000
    """A picture of more pixels is refused: it would fill the memory of whoever opens it."""
    cards: bool = True
    """Whether posts without a picture get one for link previews, with their title on it."""
    font: str = "font_source_serif_pro:files/SourceSerifPro-Regular.ttf"
    """Font file of that title: a path below the theme's folder, or `package:path` in an installed package; empty for the
    one that comes with Pillow. The default is Source Serif, near to what readers' devices have of `--serif`."""


@cache
def font_file(font: str, theme: Path) -> Path:
    """Return the path of a font in the settings: below an installed package (`package:path`), or below the theme's folder."""
    package, colon, path = font.partition(":")
    result = find_spec(package) if colon else None
    return Path(result.origin).parent / path if result and result.origin else theme / font
