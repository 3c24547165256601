"""What every target can do, and in which order files go to it."""

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
    """A deployment did not succeed; readers have what they had. The message says what to do."""


@dataclass(frozen=True)
class Parcel:
    """What is deployed."""

    folder: Path
    """The production build."""
    manifest: Manifest
    types: Mapping[str, str]
    """Content type of files whose name does not say it, by path."""
    redirects: Mapping[str, str]
    """Where a file that only redirects leads, by its path."""


class Deployer(Protocol):
    """A place that readers are served from."""

    def manifest(self) -> Manifest | None:
        """Return what readers have now; None when that is nothing, or cannot be known."""

    def deploy(self, parcel: Parcel, before: Manifest | None, say: Say) -> None:
        """Put a release in place of `before`, which is what `manifest` said when the release was examined.

        Raises Failed; then readers have the whole old site, or the whole new one. Another publisher that was faster
        is a failure too: what it published was not among what this release was compared with.
        """

    def damaged(self, now: Manifest, folder: Path, files: Mapping[str, ReleaseFile]) -> list[str]:
        """Return what readers do not have as the release `now` says; `folder` holds the build whose `files` are to be
        published, for a target that can only compare."""

    def try_out(self) -> None:
        """Look whether a release could be put here. Readers notice nothing. Raises Failed where it could not."""

    def rollback(self, say: Say) -> str:
        """Go back to the release before and return its name. Raises Failed where there is none."""

    def amend(self, change: Callable[[str], str]) -> str:
        """Change the text that the target keeps of announcements, and return it; empty where it keeps none yet.

        What `change` was given is what is there until its answer takes its place, whoever else is at work; it may be
        called more than once. Nothing is written where it changes nothing. Raises Failed.
        """


def overtaken(place: str, there: Manifest | None) -> DeployFailed:
    """Return the failure of a publisher that found another release than it had begun from."""
    now = f"readers have its release {there.release}" if there else "what was there is gone"
    return DeployFailed(
        f"{place}: another publisher was faster; {now}. Take its changes (git pull), then publish again"
    )


def busy(place: str, holder: str) -> DeployFailed:
    """Return the failure of a publisher that found another one at work."""
    return DeployFailed(f"{place}: another publisher is at work there ({holder}); let it end, then publish again")


@cache
def publisher() -> str:
    """Return a name for this process that an earlier run in this folder of this machine had too, so that what it left
    half done is gone on with; another name while a second process is at work in the folder.

    Machines made from one image share names and folders, so the network address and the boot count too.
    """
    boot = Path("/proc/sys/kernel/random/boot_id")
    known = (platform.node(), uuid.getnode(), boot.read_text() if boot.is_file() else "", Path.cwd())
    try:
        lock(os.open(Path.cwd(), os.O_RDONLY))  # open, and so locked, until this process ends
    except OSError:
        return uuid.uuid4().hex[:12]
    return hashlib.sha256(repr(known).encode()).hexdigest()[:12]


def outgoing(before: Manifest | None, after: Manifest) -> tuple[str, ...]:
    """Styles and the like of the last release that pages in browsers may still ask for: kept one release longer."""
    if before is None:
        return ()
    return tuple(sorted(path for path in before.files if re.search(FINGERPRINTED, path) and path not in after.files))


WAVES = 4
"""How many waves there are."""


def wave(path: str) -> int:
    """When a file goes out: first what pages show, then pages, then what announces them."""
    if not path.endswith((".html", ".xml", ".json", ".txt")):
        return 0
    if path.endswith(".html"):
        return 2 if path == "index.html" else 1
    return 3
