"""What every target can do, and in which order files go to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from plugins.hosting.core import FINGERPRINTED
from publishing.manifest import Manifest

Say = Callable[[str], None]


class Failed(Exception):
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
        """What readers have now; None when that is nothing, or cannot be known."""

    def deploy(self, parcel: Parcel, say: Say) -> None:
        """Put a release in place. Raises Failed; then readers have the whole old site, or the whole new one."""

    def rollback(self, say: Say) -> str:
        """Go back to the release before; answers its name. Raises Failed where there is none."""


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
