"""The last releases of this clone, kept for going back on targets that hold only one."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from lodestar.base.digest import digest
from lodestar.base.files import replace
from lodestar.publishing.manifest import NAME_FORM, Manifest
from lodestar.publishing.targets.base import Parcel

KEPT = 3
"""How many releases are kept: the one that readers have, and two to go back to."""


class KeptRelease(msgspec.Struct):
    """The record of a kept release."""

    manifest: str
    types: dict[str, str]
    redirects: dict[str, str]


class KeptReleases:
    """Releases kept in the cache: each file once, by its hash, as a hard link where the disk has them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, parcel: Parcel) -> None:
        """Keep a release, and delete the oldest."""
        (self._folder / "files").mkdir(parents=True, exist_ok=True)
        for path, item in parcel.manifest.files.items():
            _link(parcel.folder / path, self._folder / "files" / item.hash)
        note = KeptRelease(parcel.manifest.text(), dict(parcel.types), dict(parcel.redirects))
        replace(self._folder / f"{parcel.manifest.release}.json", msgspec.json.encode(note))
        self._forget()

    def forget(self, name: str) -> None:
        """Forget a release that was gone back from: who goes back once more means the one before both."""
        (self._folder / f"{name}.json").unlink(missing_ok=True)
        self._forget()

    @contextmanager
    def laid_out_before(self, name: str) -> Iterator[Parcel | None]:
        """Lay out the newest release before `name`, temporarily; None where it is not complete here."""
        for path in self._folder.glob("lodestar-*"):
            shutil.rmtree(path, ignore_errors=True)  # left by a killed rollback
        with TemporaryDirectory(prefix="lodestar-", dir=self._folder if self._folder.is_dir() else None) as folder:
            parcels = (self._lay_out(path, Path(folder)) for path in self._notes() if path.stem < name)
            yield next(parcels, None)

    def _notes(self) -> list[Path]:
        """Return the records of the releases, newest first."""
        result = self._folder.glob("*.json") if self._folder.is_dir() else ()
        return sorted((path for path in result if re.fullmatch(NAME_FORM, path.stem)), reverse=True)

    def _read(self, path: Path) -> tuple[KeptRelease, Manifest] | None:
        with suppress(OSError, msgspec.MsgspecError):
            note = msgspec.json.decode(path.read_bytes(), type=KeptRelease)
            manifest = Manifest.parse(note.manifest)
            return (note, manifest) if manifest else None
        return None

    def _lay_out(self, path: Path, folder: Path) -> Parcel | None:
        if (record := self._read(path)) is None:
            return None
        note, manifest = record
        for name, item in manifest.files.items():
            file = self._folder / "files" / item.hash
            if not file.is_file() or digest(file.read_bytes()) != item.hash:
                return None
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            _link(file, folder / name)
        return Parcel(folder, manifest, note.types, note.redirects)

    def _forget(self) -> None:
        notes = self._notes()
        for path in notes[KEPT:]:
            path.unlink()
        needed = {
            item.hash for path in notes[:KEPT] if (record := self._read(path)) for item in record[1].files.values()
        }
        for path in (self._folder / "files").iterdir():
            if path.name not in needed:
                path.unlink()


def _link(source: Path, target: Path) -> None:
    """Make a hard link, or a copy where the disk has none; an existing file is replaced."""
    with suppress(FileNotFoundError):
        target.unlink()
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
