"""The interface of all targets, and the order in which files are sent."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from lodestar.engine.lock import lock
from lodestar.publishing.manifest import Manifest, ReleaseFile
from plugins.hosting.core import FINGERPRINTED

Say = Callable[[str], None]


class DeployFailed(Exception):
    """A deployment failed; readers still have the last release. The message says what to do."""


@dataclass(frozen=True)
class Parcel:
    """A release to be deployed."""

    folder: Path
    """The production build."""
    manifest: Manifest
    types: Mapping[str, str]
    """The content types of files whose names do not tell it, by path."""
    redirects: Mapping[str, str]
    """The targets of files that only redirect, by path."""


class Deployer(Protocol):
    """Deploys releases to a target."""

    def manifest(self) -> Manifest | None:
        """Return the manifest of the release that readers have; None when there is none, or it is unknown."""

    def deploy(self, parcel: Parcel, before: Manifest | None, say: Say) -> None:
        """Replace the release `before`, which `manifest` returned when the new release was checked.

        Raises DeployFailed; then readers have the whole old site, or the whole new one. Another publisher that was faster
        is a failure, too: this release was not compared with theirs.
        """

    def damaged(self, manifest: Manifest, folder: Path, files: Mapping[str, ReleaseFile]) -> list[str]:
        """Return the files of the release in `manifest` that are missing or altered; `folder` is the build whose `files` are to be
        published, for a target that can only compare."""

    def try_out(self) -> None:
        """Check that a release could be put here, without readers noticing. Raises DeployFailed where it could not."""

    def rollback(self, say: Say) -> str:
        """Go back to the previous release and return its name. Raises DeployFailed where there is none."""

    def amend(self, change: Callable[[str], str]) -> str:
        """Change the record of announcements that the target keeps, and return it; empty where it keeps none yet.

        The change is atomic: nobody else changes the text between reading it and writing the result. `change` may be
        called more than once. Nothing is written where it changes nothing. Raises DeployFailed.
        """


def overtaken(place: str, current: Manifest | None) -> DeployFailed:
    """Return the failure of a publisher that found another release than the one it began from."""
    now = f"readers have its release {current.release}" if current else "what was there is gone"
    return DeployFailed(
        f"{place}: another publisher was faster; {now}. Take its changes (git pull), then publish again"
    )


def busy(place: str, holder: str) -> DeployFailed:
    """Return the failure of a publisher that found another one at work."""
    return DeployFailed(f"{place}: another publisher is at work there ({holder}); let it end, then publish again")


@cache
def publisher() -> str:
    """Return a name for this process that an earlier run in this folder of this machine had too, so that work it left
    half done is continued; another name while a second process is at work in the folder.

    Machines made from one image share names and folders, so the network address and the boot count too.
    """
    boot = Path("/proc/sys/kernel/random/boot_id")
    facts = (platform.node(), uuid.getnode(), boot.read_text() if boot.is_file() else "", Path.cwd())
    try:
        lock(os.open(Path.cwd(), os.O_RDONLY))  # open, and so locked, until this process ends
    except OSError:
        return uuid.uuid4().hex[:12]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]


def outgoing(before: Manifest | None, after: Manifest) -> tuple[str, ...]:
    """Return styles and the like of the last release that open pages may still request; they stay for one release."""
    if before is None:
        return ()
    return tuple(sorted(path for path in before.files if re.search(FINGERPRINTED, path) and path not in after.files))


WAVES = 4
"""The number of waves."""


def wave(path: str) -> int:
    """Return when a file is sent: first what pages load, then pages, then what announces them."""
    if not path.endswith((".html", ".xml", ".json", ".txt")):
        return 0
    if path.endswith(".html"):
        return 2 if path == "index.html" else 1
    return 3
