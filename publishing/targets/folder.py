"""A folder: each release whole and by itself, and one link that says which of them readers see.

    PATH/current -> releases/20260318T080000Z     what the web server serves
    PATH/releases/20260318T080000Z/               a release; files that did not change are hard links
    PATH/manifests/20260318T080000Z.txt           what it holds

The switch is one rename of the link, so every request is answered from one release. A release that was not finished
lies in `releases/.incoming`, where nobody looks, and is taken away by the next one.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from publishing.manifest import Manifest
from publishing.settings import FolderTarget
from publishing.targets.base import Failed, Parcel, Say, outgoing

CURRENT, RELEASES, MANIFESTS, INCOMING = "current", "releases", "manifests", ".incoming"


class Folder:
    """Publishes to a folder of this machine."""

    def __init__(self, target: FolderTarget) -> None:
        self._root = Path(target.path).expanduser()
        self._keep = target.keep

    def manifest(self) -> Manifest | None:
        """What readers have now."""
        name = self._current()
        return self._manifest(name) if name else None

    def deploy(self, parcel: Parcel, say: Say) -> None:
        """Make the release beside the others, then switch."""
        name = parcel.manifest.release
        if name == self._current():
            return
        try:
            before = self.manifest()
            (self._root / RELEASES).mkdir(parents=True, exist_ok=True)
            (self._root / MANIFESTS).mkdir(exist_ok=True)
            linked = self._fill(parcel, before)
            say(f"{len(parcel.manifest.files) - linked:,} files copied, {linked:,} as they were.")
            self._finish(parcel)
            self._switch(name)
            say(f"Readers now see the release {name}.")
            self._prune()
        except OSError as error:
            raise Failed(f"{self._root}: {error.strerror or error}; mend that, then publish again") from error

    def rollback(self, say: Say) -> str:
        """Let the link lead to the release before the current one."""
        current = self._current()
        earlier = [name for name in self._names() if name < current]
        if not earlier:
            raise Failed(
                f"{self._root} holds no release before {current or 'the first'}; there is nothing to go back to"
            )
        self._switch(earlier[-1])
        say(f"Readers see the release {earlier[-1]} again.")
        return earlier[-1]

    def _current(self) -> str:
        try:
            return (self._root / CURRENT).readlink().name
        except OSError:
            return ""

    def _names(self) -> list[str]:
        """The finished releases, oldest first."""
        try:
            return sorted(each.name for each in (self._root / RELEASES).iterdir() if not each.name.startswith("."))
        except OSError:
            return []

    def _manifest(self, name: str) -> Manifest | None:
        try:
            return Manifest.parse((self._root / MANIFESTS / f"{name}.txt").read_text(encoding="utf-8"))
        except OSError:
            return None

    def _fill(self, parcel: Parcel, before: Manifest | None) -> int:
        """Put every file into the incoming release; answers how many were there already."""
        incoming, old = self._root / RELEASES / INCOMING, self._root / RELEASES / self._current()
        shutil.rmtree(incoming, ignore_errors=True)
        incoming.mkdir()
        linked, made = 0, {""}
        for path, item in parcel.manifest.files.items():
            folder = path.rpartition("/")[0]
            if folder not in made:
                (incoming / folder).mkdir(parents=True, exist_ok=True)
                made.add(folder)
            if before and before.files.get(path) == item and _link(old / path, incoming / path, item.size):
                linked += 1
            else:
                _copy(parcel.folder / path, incoming / path)
        for path in outgoing(before, parcel.manifest):
            (incoming / path).parent.mkdir(parents=True, exist_ok=True)
            with suppress(OSError):
                os.link(old / path, incoming / path)
        return linked

    def _finish(self, parcel: Parcel) -> None:
        name = parcel.manifest.release
        manifest = self._root / MANIFESTS / f"{name}.txt"
        manifest.with_suffix(".new").write_text(parcel.manifest.text(), encoding="utf-8")
        os.replace(manifest.with_suffix(".new"), manifest)
        shutil.rmtree(self._root / RELEASES / name, ignore_errors=True)  # where the switch was cut off
        os.rename(self._root / RELEASES / INCOMING, self._root / RELEASES / name)

    def _switch(self, name: str) -> None:
        new = self._root / f".{CURRENT}.new"
        with suppress(FileNotFoundError):
            new.unlink()
        new.symlink_to(f"{RELEASES}/{name}")
        os.replace(new, self._root / CURRENT)

    def _prune(self) -> None:
        """Take away the oldest releases, never the one that readers see."""
        current = self._current()
        spare = [name for name in self._names() if name != current]
        for name in spare[: max(0, len(spare) - self._keep + 1)]:
            shutil.rmtree(self._root / RELEASES / name, ignore_errors=True)
            with suppress(FileNotFoundError):
                (self._root / MANIFESTS / f"{name}.txt").unlink()


def _link(old: Path, new: Path, size: int) -> bool:
    """Whether `new` could be made a hard link to `old`, which must have the size it had."""
    try:
        if old.stat().st_size != size:
            return False
        os.link(old, new)
    except OSError:
        return False
    return True


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    target.chmod(0o644)
