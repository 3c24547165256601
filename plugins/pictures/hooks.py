"""The receivers of Lodestar's signals for pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from lodestar.base.fingerprints import fingerprint
from lodestar.base.problems import Problem
from lodestar.base.values import Image, Picture
from lodestar.engine.links import BETTER
from lodestar.engine.plan import url_of
from lodestar.engine.site import Output, Planned, Published, Site
from lodestar.engine.static import File
from lodestar.engine.workers import cores, spread
from plugins.pictures import measure
from plugins.pictures.card import Card, card_colors
from plugins.pictures.clean import TURNABLE
from plugins.pictures.core import COPIED, FOLDER, SCRUBBED, picture, variants
from plugins.pictures.letters import drawable_text
from plugins.pictures.measure import CODE, ENDINGS, SHOWN, Measured, measurer
from plugins.pictures.settings import PictureSettings, font_file

LEAST = 8
"""The least number of pictures for which one more process is worth starting."""
COPIERS = {**dict.fromkeys(TURNABLE, COPIED), **dict.fromkeys(("gif", "svg", "tiff", "boxes"), SCRUBBED)}
"""The copier of each kind of file, which removes its metadata."""


class SitePictures:
    """The measured pictures of a site; it records which are shown."""

    def __init__(self, site: Site, settings: PictureSettings) -> None:
        self.settings = settings
        self.measured = self._measure(site)
        self.files = {file.path: file for file in site.static if self._is_picture(file)}
        self._hashes = {file.path: file.hash for file in site.static}
        site.copiers.update(
            {file.path: COPIERS[kind] for file in site.static if (kind := self.measured[file.hash].kind) in COPIERS}
        )
        self.shown: dict[str, Measured] = {}

    def __call__(self, path: str) -> Picture | None:
        """Return what is known of the picture at `path`."""
        file = self.files.get(path)
        if file is None:
            measured = self.judge(path)
            return Picture(0, 0, fault=measured.fault, doubt=measured.doubt) if measured else None
        self.shown[path] = self.measured[file.hash]
        return picture(file, self.shown[path], self.settings, url_of)

    def judge(self, path: str) -> Measured | None:
        """Return what is known of a file below content/, picture or not; None for a missing one."""
        file_hash = self._hashes.get(path)
        return self.measured[file_hash] if file_hash else None

    def _is_picture(self, file: File) -> bool:
        return file.path.lower().endswith(ENDINGS) or self.measured[file.hash].kind in SHOWN

    def _measure(self, site: Site) -> dict[str, Measured]:
        """Measure the new pictures; measurements are kept by the hashes of pictures and of the code that measures them."""
        code_hash = fingerprint(
            (*(Path(measure.__file__).with_name(name).read_bytes() for name in CODE), self.settings.pixels)
        )
        memory = Path(site.settings["CACHE_PATH"]) / FOLDER / f"measured-{code_hash}.msgpack"
        try:
            measurements = msgspec.msgpack.decode(memory.read_bytes(), type=dict[str, Measured])
        except (OSError, msgspec.DecodeError):
            measurements = {}
        new = {file.path: file.hash for file in site.static if file.hash not in measurements}
        if new:
            arguments = (site.settings["PATH"], self.settings.pixels)
            for path, measured in spread(measurer, arguments, list(new), cores(), LEAST):
                measurements[new[path]] = measured
            site.memories.append(partial(_write, memory, measurements))
        return measurements


BESIDE_ITS_NAME = frozenset({"logo"})
"""Keys of pictures that say nothing which does not stand beside them."""


def _write(memory: Path, measurements: dict[str, Measured]) -> None:
    """Save the measurements for the next build."""
    memory.parent.mkdir(parents=True, exist_ok=True)
    fresh = memory.with_name(f"{memory.name}.{os.getpid()}")
    fresh.write_bytes(msgspec.msgpack.encode(measurements))
    fresh.replace(memory)


def pictures(site: Site) -> SitePictures:
    """At `get_pictures`: measure what is new, and refuse or point out what is wrong with headers' pictures.

    Whatever is no picture for pages, but a film, say, is copied without its metadata too.
    """
    result = SitePictures(site, site.settings["PICTURES"])
    for values in site.content.values():
        for value in values:
            for key in value.pictures:
                path = value.said(key)
                measured = result.judge(path)
                if measured is None:
                    continue
                if measured.doubt:
                    site.refuse(value.path, (key,), f'the picture "{path}" {measured.doubt}', BETTER, fatal=False)
                if measured.fault:
                    fault = f'the picture "{path}" {measured.fault}'
                    site.refuse(value.path, (key,), fault, "put a whole copy of the picture in its place")
                elif key not in BESIDE_ITS_NAME and not value.said(f"{key}_alt"):
                    cure = f'add a line "{key}_alt: ..." that says what it shows'
                    site.refuse(value.path, (key,), f'the picture "{path}" has no alternative text', cure, fatal=False)
    return result


def page_parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_page_parts`: the card of a post without a picture that link previews can show."""
    return {"card": partial(card, site)} if site.settings["PICTURES"].cards else {}


def card(site: Site, post: Published) -> Image | None:
    """Return the card of a post; None for none."""
    settings = site.settings.get("PICTURES")
    if not isinstance(settings, PictureSettings) or not settings.cards or not _title(site, settings, post):
        return None
    return Image(url_of(_card_address(post)), post.article.title)


def outputs(planned: Planned) -> Iterator[Output]:
    """At `get_closing_outputs`: the files generated from shown pictures, and the cards."""
    site = planned.site
    pictures, settings = site.picture, site.settings["PICTURES"]
    if isinstance(pictures, SitePictures):
        for path, measured in sorted(pictures.shown.items()):
            if measured.scalable and not measured.fault:
                for address, scaled in variants(pictures.files[path], measured, settings):
                    yield Output(address, "plugins.pictures.make:made", scaled, f"{site.shown}/{path}")
        _point_out_damaged(site, pictures)
    if settings.cards:
        yield from _cards(site, settings)


def _point_out_damaged(site: Site, pictures: SitePictures) -> None:
    """Report damaged pictures that no text shows; one that cannot be cleaned may not be published."""
    for file in site.static:
        measured = pictures.measured[file.hash]
        if measured.fault and file.path not in pictures.shown and (measured.unclean or measured.damaged):
            cure = "put a whole copy of the picture in its place, or delete it"
            path = f"{site.shown}/{file.path}"
            site.problems.append(Problem(path, 1, f"the picture {measured.fault}", cure, measured.unclean))


def _cards(site: Site, settings: PictureSettings) -> Iterator[Output]:
    from lodestar.base.files import file_digest

    theme = Path(site.settings["THEME"])
    shades = card_colors(theme)
    font = file_digest(str(font_file(settings.font, theme))) if settings.font else ""
    name = _card_text(site, settings, site.settings["SITENAME"])
    for post in site.posts:
        if title := _title(site, settings, post):
            value = Card(title, name, shades, settings.font, font)
            yield Output(_card_address(post), "plugins.pictures.card:card", value, f"{site.shown}/{post.article.path}")


def _title(site: Site, settings: PictureSettings, post: Published) -> str:
    """Return the title on the card of a post; empty for one with a picture, or with letters that the font lacks."""
    path = post.article.said("image")
    if path and not path.lower().endswith(".svg"):
        return ""
    return (
        _card_text(site, settings, post.article.title) if _card_text(site, settings, site.settings["SITENAME"]) else ""
    )


def _card_text(site: Site, settings: PictureSettings, text: str) -> str:
    """Return the part of a text that cards can show; empty where the font lacks its letters."""
    return drawable_text(text, str(font_file(settings.font, Path(site.settings["THEME"]))) if settings.font else "")


def _card_address(post: Published) -> str:
    return post.save_as.removesuffix("index.html").removesuffix(".html") + "card.png"
