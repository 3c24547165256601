"""A folder of releases on another machine, over ssh.

rsync sends only what changed; the rest are hard links to the last release. An interrupted transfer continues
where it stopped.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

from lodestar.publishing.manifest import Manifest, ReleaseFile
from lodestar.publishing.secrets import ssh_options
from lodestar.publishing.settings import RsyncTarget
from lodestar.publishing.targets.base import Parcel
from lodestar.publishing.targets.releases import Releases


class Rsync(Releases):
    """Publishes to a folder of another machine."""

    def __init__(self, target: RsyncTarget) -> None:
        super().__init__(target.path, target.keep, target.host)
        self._ssh = ["ssh", "-p", str(target.port), "-o", "BatchMode=yes", *target.ssh, *ssh_options(target)]

    def damaged(self, manifest: Manifest, folder: Path, files: Mapping[str, ReleaseFile]) -> list[str]:
        """Return the files that are missing or altered there, among those unchanged in the build in `folder`."""
        unchanged = "".join(f"{path}\0" for path, item in manifest.files.items() if files.get(path) == item)
        compare = ["--checksum", "--links", "--dry-run", "--out-format=%n", "--from0", "--files-from=-"]
        changes = self._rsync(
            [*compare, f"{folder}/", f"{self._place}:{self._root}/releases/{manifest.release}/"], unchanged
        )
        return [path for path in changes.splitlines() if not path.endswith("/")]

    def _shell(self, script: str) -> list[str]:
        return [*self._ssh, self._place, "sh -c " + shlex.quote(script)]

    def _send(self, parcel: Parcel, before: Manifest | None, incoming: str) -> None:
        link = [f"--link-dest={self._root}/releases/{before.release}/"] if before else []
        exactly = ["-rl", "--checksum", "--delete", "--chmod=D755,F644", "--perms"]
        place = f"{self._place}:{self._root}/releases/{incoming}/"
        self._rsync([*exactly, *link, f"{parcel.folder}/", place])

    def _rsync(self, words: list[str], stdin: str = "") -> str:
        return self._run(["rsync", "-s", "-e", shlex.join(self._ssh), *words], stdin)
