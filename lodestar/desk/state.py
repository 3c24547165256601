"""One running desk: what all of its pages share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lodestar.base.addresses import Addresses
from lodestar.base.files import shown
from lodestar.base.fingerprints import fingerprint
from lodestar.base.front_matter.options import Options, options
from lodestar.base.site_file import SITE_FILE
from lodestar.desk.brought import BroughtPictures
from lodestar.desk.builder import Builder, Paths
from lodestar.desk.kept import UnsavedTexts
from lodestar.desk.library import Library, Row
from lodestar.desk.messages import Built, ShownPlace
from lodestar.desk.origins import Origins
from lodestar.desk.readers import READING, Readers
from lodestar.desk.saving import readable
from lodestar.desk.versions import Versions
from lodestar.engine.program import SiteOptions, load


class Events:
    """Delivers each build to all listeners in the server's event loop."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[Built | None]] = set()
        self.loop: asyncio.AbstractEventLoop | None = None

    def join(self) -> asyncio.Queue[Built | None]:
        """Return a queue of builds to come; None ends it."""
        queue: asyncio.Queue[Built | None] = asyncio.Queue()
        self._queues.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[Built | None]) -> None:
        """Remove a listener."""
        self._queues.discard(queue)

    def tell(self, built: Built | None) -> None:
        """Send a build to all listeners, from any thread."""
        if self.loop and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._give, built)

    def _give(self, built: Built | None) -> None:
        for queue in self._queues:
            queue.put_nowait(built)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Desk:
    """The state that all pages share."""

    given: SiteOptions
    origins: Origins
    full: bool
    """Whether the whole desk is served, not the preview alone."""
    settings: dict[str, Any]
    library: Library
    builder: Builder
    events: Events
    shown: str
    """The content folder, as messages name it."""
    cache: Path
    mark: str
    """Tells this site's desk from that of another site at the same address."""
    kept: UnsavedTexts
    """Unsaved text."""
    versions: Versions
    """Earlier versions of texts."""
    readers: Readers
    """What readers have."""
    now: Callable[[], datetime] = _now
    brought: BroughtPictures = field(default_factory=BroughtPictures)
    """Pictures stored for an editor that no saved text names yet."""
    notes: dict[str, Any] = field(default_factory=dict)
    """What pages remember while the desk runs."""

    def __post_init__(self) -> None:
        self._sources = _sources(self.builder.paths)

    @property
    def content(self) -> Path:
        """The content folder."""
        return Path(self.given.content)

    @cached_property
    def slug(self) -> Callable[[str], str]:
        """The function that turns a name into a slug."""
        return Addresses(self.settings).slug

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.settings.get("TIMEZONE") or "UTC")

    def day(self, seconds: float) -> str:
        """Return a moment in words, in the local time of the author's machine."""
        moment = datetime.fromtimestamp(seconds).astimezone()
        return f"{moment:%B} {moment.day}, {moment.year} at {moment:%H:%M}"

    @property
    def reading(self) -> Options:
        """The options that reading a file depends on."""
        markdown = {"extension_configs": {}, **self.settings["MARKDOWN"]}
        return options({**self.settings, "MARKDOWN": markdown}, self.shown)

    def url_of(self, path: str) -> str:
        """Return the address of a file on the preview; empty where it has none."""
        place = self.builder.known.places.get(path)
        return place.url if place else ""

    def place_of(self, path: str) -> ShownPlace | None:
        """Return the address and the call of a file; None where it has none."""
        return self.builder.known.places.get(path)

    def state_of(self, row: Row) -> str:
        """Return how a text stands with readers: a key of `readers.STATES`."""
        return self.readers.state(row, self.url_of(row.path))

    def path_at(self, url: str) -> str:
        """Return the content file that an address shows; empty where none does."""
        last_build = self.builder.known
        result: tuple[Any, dict[str, str]] = self.notes.get("by url", (None, {}))
        if result[0] is not last_build:
            result = (last_build, {place.url: path for path, place in reversed(last_build.places.items())})
            self.notes["by url"] = result
        return result[1].get(url, "")

    def changed(self) -> None:
        """Request a build and update the list of files: something was saved."""
        self.builder.want()
        self.look_again()  # while it builds

    def look_again(self) -> None:
        """Update the list of files, and the settings where their files changed.

        Settings that cannot be read stay as they were; the build reports what is wrong with them. Not to be called in
        the event loop: reading settings takes long.
        """
        with READING:
            sources = _sources(self.builder.paths)
            if sources != self._sources:
                with suppress(Exception, SystemExit):  # the watchers, and the page that saved, go on
                    self.settings = load(self.given, {}).settings
                    self.__dict__.pop("slug", None)
                    self._sources = sources
        self.library.refresh()


def _sources(paths: Paths) -> list[bytes | None]:
    """Return the bytes of the files that settings come from; None for one that cannot be read."""
    files = sorted([paths.content / SITE_FILE, *paths.files()])
    return [readable(path) for path in files]


def open_desk(site_options: SiteOptions, full: bool, listen: Callable[[Path], Origins], keep: bool = True) -> Desk:
    """Return a desk for a site, which does not build yet.

    `listen` opens sockets and returns the origins, given the file of the session; `keep`: the list of files is stored
    for the next run. Raises SystemExit where the settings are wrong, and what `listen` raises.
    """
    settings = load(site_options, {}).settings
    content = Path(site_options.content).absolute()
    cache = Path(settings["CACHE_PATH"]).absolute() / "desk"
    mark = fingerprint(str(content))[:12]
    origins = listen(cache / f"{mark}.session")
    events = Events()
    library = Library(
        content,
        lambda: desk.zone,
        _now,
        settings["IGNORE_FILES"],
        cache / f"{mark}.rows" if keep else None,
    )
    paths = Paths(content, Path(site_options.settings).absolute(), Path(site_options.output).absolute())

    builder = Builder(paths, events.tell, lambda: desk.look_again())
    desk = Desk(
        site_options._replace(content=str(content)), origins, full, settings, library, builder, events, shown(content), cache, mark, UnsavedTexts(cache / "kept" / "unsaved"),
        Versions(content, _now), Readers(content, cache.parent),
    )  # fmt: skip
    return desk
