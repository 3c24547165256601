"""A folder of releases on this machine."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from publishing.manifest import Manifest
from publishing.settings import FolderTarget
from publishing.targets.base import Failed, Parcel
from publishing.targets.releases import Releases


class Folder(Releases):
    """Publishes to a folder of this machine."""

    def __init__(self, target: FolderTarget) -> None:
        root = Path(target.path).expanduser()
        super().__init__(str(root), target.keep, str(root))
        self._releases = root / "releases"

    def _shell(self, script: str) -> list[str]:
        return ["sh", "-c", script]

    def _send(self, parcel: Parcel, before: Manifest | None, incoming: str) -> None:
        try:
            self._fill(self._releases / incoming, parcel, before)
        except OSError as error:
            raise Failed(f"{self._root}: {error.strerror or error}; mend that, then publish again") from error

    def _fill(self, incoming: Path, parcel: Parcel, before: Manifest | None) -> None:
        shutil.rmtree(incoming, ignore_errors=True)
        incoming.mkdir()
        made = {""}
        for path, item in parcel.manifest.files.items():
            folder = path.rpartition("/")[0]
            if folder not in made:
                (incoming / folder).mkdir(parents=True, exist_ok=True)
                made.add(folder)
            same = before is not None and before.files.get(path) == item
            if not (before and same and _link(self._releases / before.release / path, incoming / path, item.size)):
                shutil.copyfile(parcel.folder / path, incoming / path)
                (incoming / path).chmod(0o644)


def _link(old: Path, new: Path, size: int) -> bool:
    """Whether `new` could be made a hard link to `old`, which must have the size it had."""
    with suppress(OSError):
        if old.stat().st_size == size:
            os.link(old, new)
            return True
    return False
