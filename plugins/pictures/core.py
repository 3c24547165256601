"""The files made of a picture, and its values for pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from lodestar.base.values import Picture, Value
from lodestar.engine.static import File
from plugins.pictures.measure import Measured
from plugins.pictures.settings import PictureSettings

FOLDER = "pictures"
"""The folder of generated pictures below the output folder; their names change with their content."""
COPIED, SCRUBBED = "plugins.pictures.make:copy", "plugins.pictures.make:scrubbed_copy"
"""The copiers of pictures that EXIF may say to turn, and of other files with metadata."""
TYPES = {"avif": "image/avif", "webp": "image/webp"}
"""The formats among which a browser chooses, the best first."""


class ScaledPicture(Value):
    """A picture to be generated from another."""

    file: str
    """The path of the original below content/."""
    hash: str
    width: int
    height: int
    format: str
    """`avif`, `webp`, `jpeg` or `png`."""
    quality: int


def widths(width: int, choices: tuple[int, ...]) -> list[int]:
    """Return the widths to generate: the `choices` below the picture's own, and its own where that is not large."""
    smaller = [item for item in sorted(choices) if item < width]
    return smaller if smaller and width > max(choices) else [*smaller, width]


def variants(file: File, measured: Measured, settings: PictureSettings) -> Iterator[tuple[str, ScaledPicture]]:
    """Yield address and value of every generated picture; the last is for browsers without support for better formats."""
    qualities = {"avif": settings.avif, "webp": settings.webp, "jpeg": settings.jpeg, "png": 100}
    all_widths = widths(measured.width, settings.widths)
    plain = all_widths[min(1, len(all_widths) - 1)]
    versions = [(kind, width) for kind in TYPES for width in all_widths] + [
        ("png" if measured.alpha else "jpeg", plain)
    ]
    for kind, width in versions:
        height = max(1, round(measured.height * width / measured.width))
        result = ScaledPicture(file.path, file.hash, width, height, kind, qualities[kind])
        yield address(result), result


def address(variant: ScaledPicture) -> str:
    """Return the path of a generated picture below the output folder."""
    path = PurePosixPath(variant.file)
    ending = "jpg" if variant.format == "jpeg" else variant.format
    return f"{FOLDER}/{path.with_suffix('')}-{variant.width}.{variant.hash[:10]}.{ending}"


def picture(file: File, measured: Measured, settings: PictureSettings, url: Callable[[str], str]) -> Picture:
    """Return the values of a picture for pages; `url` returns the address of a file below the output folder."""
    if measured.fault or not measured.scalable:
        return Picture(measured.width, measured.height, fault=measured.fault)
    results = list(variants(file, measured, settings))
    sources = tuple(
        (media, ", ".join(f"{url(path)} {variant.width}w" for path, variant in results if variant.format == kind))
        for kind, media in TYPES.items()
    )
    path, variant = results[-1]
    return Picture(measured.width, measured.height, sources, settings.sizes, url(path), variant.width)
