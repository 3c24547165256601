"""Enclosures of posts: recordings, films and pictures, with their true length and type."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from lodestar.base.html import plain_size
from lodestar.base.values import Image, Value
from lodestar.engine.site import Published, Site
from plugins.pictures.card import SIZE as CARD
from plugins.pictures.hooks import card

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
"""Media types by ending that Python's table lacks or changes between versions."""


class Enclosure(Value):
    """An enclosure of a post."""

    url: str
    """Its address: from the site's root, or with the host of another site."""
    length: int
    """Bytes."""
    type: str

    @property
    def is_sound(self) -> bool:
        """Whether it is a recording or a film, as podcasts have them."""
        return self.type.startswith(("audio/", "video/"))


class FeedImage(Value):
    """The picture of a post, for feeds."""

    url: str
    alt: str
    type: str
    width: int = 0
    """In pixels; 0 where nobody knows."""
    height: int = 0


def feed_image(site: Site) -> Callable[[Published], FeedImage | None]:
    """Return a function that finds the picture of a post in a size made for reading, or the post's card where the picture
    is a drawing (SVG), which mail programs do not show.
    """

    def find(post: Published) -> FeedImage | None:
        image = site.image_of(post.article)
        if image is None:
            return None
        if image.url.lower().endswith(".svg") and (card_image := card(site, post)):
            return FeedImage(card_image.url, card_image.alt, type_of(card_image.url), *CARD)
        url = _readable(image)
        width, height = plain_size(image.picture) if image.picture else (0, 0)
        return FeedImage(url, image.alt, type_of(url), width, height)

    return find


def _readable(image: Image) -> str:
    """Return the address of the file that is made for reading; that of the picture itself where it is no larger."""
    picture = image.picture
    return picture.src if picture and 0 < picture.src_width < picture.width else image.url


def enclosures(site: Site) -> Callable[[Published], tuple[Enclosure, ...] | None]:
    """Return a function that finds the enclosures of a post: recordings and films that it links to, else its picture.

    A picture of which a smaller one is made for reading is left out: nobody knows the small one's length before it is made,
    and the large one is not meant for subscribers.

    Files on other sites, which cannot be measured here, are enclosures where the text says their length (`data-length`).
    """
    root, feed_image_of = Path(site.settings["PATH"]), feed_image(site)
    static = {file.path for file in site.static}
    sound = {path for path in static if path.lower().endswith(SOUND)}

    def find(post: Published) -> tuple[Enclosure, ...] | None:
        article = post.article
        targets: list[str] = []
        if sound:
            paths = (unquote(reference.target).lstrip("/") for reference in article.body.references)
            targets = list(dict.fromkeys(path for path in paths if path in sound))
        external = [
            Enclosure(load.url, load.length, load.type or type_of(urlsplit(load.url).path))
            for load in article.body.loads
            if load.length
        ]
        picture = article.said("image")
        if not targets and not external and picture in static:
            picture_file = feed_image_of(post)
            targets = [picture] if picture_file and picture_file.url == site.addresses.static(picture) else []
        return (*map(enclosure, targets), *external) or None

    def enclosure(path: str) -> Enclosure:
        return Enclosure(site.addresses.static(path), os.stat(root / path).st_size, type_of(path))

    return find


def type_of(path: str) -> str:
    """Return the media type of a file, from its name alone, so that it is the same on every machine."""
    ending = PurePosixPath(path).suffix.lower()
    return TYPES.get(ending) or _python_types().guess_type("file" + ending)[0] or "application/octet-stream"


@cache
def _python_types() -> mimetypes.MimeTypes:
    """Return Python's own table of media types, without the tables of this machine, which `mimetypes.guess_type` adds."""
    return mimetypes.MimeTypes()
