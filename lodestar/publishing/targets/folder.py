"""A folder of releases on this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from lodestar.base.digest import digest
from lodestar.publishing.manifest import Manifest, ReleaseFile
from lodestar.publishing.settings import FolderTarget
from lodestar.publishing.targets.base import DeployFailed, Parcel
from lodestar.publishing.targets.releases import Releases


class FolderDeployer(Releases):
    """Publishes to a folder of this machine."""

    def __init__(self, target: FolderTarget) -> None:
        root = Path(target.path).expanduser()
        super().__init__(str(root), target.keep, str(root))
        self._releases = root / "releases"

    def damaged(self, manifest: Manifest, folder: Path, files: Mapping[str, ReleaseFile]) -> list[str]:
        """Return the files that are missing or altered in the release of `manifest`."""
        return [
            path for path, item in manifest.files.items() if not _is(self._releases / manifest.release / path, item)
        ]

    def _shell(self, script: str) -> list[str]:
        return ["sh", "-c", script]

    def _send(self, parcel: Parcel, before: Manifest | None, incoming: str) -> None:
        try:
            self._fill(self._releases / incoming, parcel, before)
        except OSError as error:
            raise DeployFailed(f"{self._root}: {error.strerror or error}; mend that, then publish again") from error

    def _fill(self, incoming: Path, parcel: Parcel, before: Manifest | None) -> None:
        shutil.rmtree(incoming, ignore_errors=True)
        incoming.mkdir()
        results = {""}
        for path, item in parcel.manifest.files.items():
            folder = path.rpartition("/")[0]
            if folder not in results:
                (incoming / folder).mkdir(parents=True, exist_ok=True)
                results.add(folder)
            old = self._releases / before.release / path if before and before.files.get(path) == item else None
            if not (old and _is(old, item) and _link(old, incoming / path)):
                shutil.copyfile(parcel.folder / path, incoming / path)
                (incoming / path).chmod(0o644)


def _is(path: Path, item: ReleaseFile) -> bool:
    """Return whether a file has the content that the manifest says."""
    try:
        return path.stat().st_size == item.size and digest(path.read_bytes()) == item.hash
    except OSError:
        return False


def _link(old: Path, new: Path) -> bool:
    """Make `new` a hard link to `old`, and return whether that was possible."""
    with suppress(OSError):
        os.link(old, new)
        return True
    return False
