"""Earlier versions of what the desk writes: one per save, thinned out with age.

They are complete copies in `content/.versions/`, below a folder named after the file. The folder makes git ignore it,
no build reads it, and nothing that clears caches knows of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from lodestar.base.digest import digest
from lodestar.desk.saving import Changed, readable, save

FOLDER = ".versions"
FORM = "%Y%m%dT%H%M%S%f"
NAME = re.compile(r"(\d{8}T\d{12})-([0-9a-f]{12})(\.\w+)?")
MINUTE, HOUR, DAY = 60, 3600, 86_400
STRETCHES = ((HOUR, 0), (DAY, 10 * MINUTE), (30 * DAY, HOUR), (365 * DAY, DAY))
"""Up to which age, versions are kept per period of which length, both in seconds; 0 keeps every version. Older ones:
per week."""
WEEK = 7 * DAY


class Version(NamedTuple):
    """An earlier version of a file."""

    name: str
    """Its file name, by which pages ask for it."""
    when: float
    """Seconds since 1970."""
    mark: str
    """The beginning of the digest of its bytes."""
    size: int
    """Bytes."""


class Versions:
    """The folder of versions."""

    def __init__(self, content: Path, now: Callable[[], datetime]) -> None:
        self._content, self.folder, self._now = content, content / FOLDER, now

    def keep(self, path: str, data: bytes) -> None:
        """Store `data` as a version of a file, unless its newest version holds the same.

        A version that cannot be written is left out: the file itself is saved.
        """
        versions = self.of(path)
        mark = digest(data)[:12]
        if versions and versions[0].mark == mark:
            return
        moment = self._now().astimezone(UTC)
        name = f"{moment.strftime(FORM)}-{mark}{Path(path).suffix}"
        with suppress(OSError, Changed):
            self._begin()
            save(self.folder / path / name, data, "")
            self._thin(path, moment.timestamp())

    def take(self, path: str) -> None:
        """Store what a file holds on disk now; for files that others than the editor wrote."""
        data = readable(self._content / path)
        if data is not None:
            self.keep(path, data)

    def of(self, path: str) -> list[Version]:
        """Return the versions of a file, newest first."""
        results = []
        with suppress(OSError):
            for entry in (self.folder / path).iterdir():
                if (named := NAME.fullmatch(entry.name)) and entry.is_file():
                    moment = datetime.strptime(named[1], FORM).replace(tzinfo=UTC).timestamp()
                    results.append(Version(entry.name, moment, named[2], entry.stat().st_size))
        return sorted(results, reverse=True)

    def read(self, path: str, name: str) -> bytes | None:
        """Return what a version holds; None where there is no such version."""
        return readable(self.folder / path / name) if NAME.fullmatch(name) else None

    def paths(self) -> list[str]:
        """Return every file that has versions, whether it is still there or not."""
        files = self.folder.rglob("*") if self.folder.is_dir() else ()
        folders = {file.parent for file in files if NAME.fullmatch(file.name)}
        return sorted(folder.relative_to(self.folder).as_posix() for folder in folders)

    def _begin(self) -> None:
        """Create the folder, with a file that makes git ignore it."""
        ignored = self.folder / ".gitignore"
        if not ignored.exists():
            with suppress(Changed):
                save(ignored, b"*\n", "")

    def _thin(self, path: str, now: float) -> None:
        versions = self.of(path)
        for version in set(versions) - set(lasting(versions, now)):
            with suppress(OSError):
                (self.folder / path / version.name).unlink()


def lasting(versions: Iterable[Version], now: float) -> list[Version]:
    """Return the versions that are kept: the first, the newest, and of each period the last and the longest.

    Hence a text that was emptied by mistake can be restored weeks later.
    """
    ordered = sorted(versions, key=lambda version: version.name)
    stretches: dict[tuple[int, float], list[Version]] = {}
    for version in ordered:
        length = next((length for age, length in STRETCHES if now - version.when < age), WEEK)
        start = version.when // length if length else version.when
        stretches.setdefault((length, start), []).append(version)
    kept = {
        version for stretch in stretches.values() for version in (stretch[-1], max(stretch, key=lambda item: item.size))
    }
    return [version for version in ordered if version in kept or version in (ordered[0], ordered[-1])]
