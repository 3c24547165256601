"""What comes with a post as a file: sound or pictures, with their true length and type, for `enclosure`."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from lodestar.base.values import Value
from lodestar.engine.site import Published, Site

SOUND = (".mp3", ".m4a", ".ogg", ".oga", ".opus", ".flac", ".wav", ".mp4", ".webm")
TYPES = {
    ".m4a": "audio/mp4",
    ".opus": "audio/ogg",
    ".oga": "audio/ogg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".webmanifest": "application/manifest+json",
    ".mjs": "text/javascript",
}
"""By ending, what Python's table lacks, or has otherwise from version to version."""


class Enclosure(Value):
    """A file that comes with a post."""

    url: str
    """Below the site's root, or a whole one elsewhere."""
    length: int
    """Bytes."""
    type: str


def enclosures(site: Site) -> Callable[[Published], tuple[Enclosure, ...] | None]:
    """A function that finds what comes with a post: sound and films it links to, else its picture.

    Of those elsewhere, which nobody here can measure, it takes the ones whose length the text says (`data-length`).
    """
    root = Path(site.settings["PATH"])
    static = {file.path for file in site.static}
    sound = {path for path in static if path.lower().endswith(SOUND)}

    def find(each: Published) -> tuple[Enclosure, ...] | None:
        linked = each.article.body.references if sound else ()
        paths = (unquote(reference.target).lstrip("/") for reference in linked)
        targets = list(dict.fromkeys(path for path in paths if path in sound))
        elsewhere = [
            Enclosure(load.url, load.length, load.type or type_of(urlsplit(load.url).path))
            for load in each.article.body.loads
            if load.length
        ]
        if not targets and not elsewhere and (picture := each.article.said("image")) in static:
            targets = [picture]
        return (*map(enclosure, targets), *elsewhere) or None

    def enclosure(path: str) -> Enclosure:
        return Enclosure(site.addresses.static(path), os.stat(root / path).st_size, type_of(path))

    return find


def type_of(path: str) -> str:
    """The media type of a file, by its name alone and alike on every machine."""
    ending = PurePosixPath(path).suffix.lower()
    return TYPES.get(ending) or _KNOWN.guess_type("file" + ending)[0] or "application/octet-stream"


_KNOWN = mimetypes.MimeTypes()
"""Python's own table; the machine's is not asked."""
