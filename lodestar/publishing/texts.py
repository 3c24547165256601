"""Digests of all texts at each release, so that the desk can say which have changed since.

They are kept beside the build and not at the target, since the list of all texts is private.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from lodestar.base.digest import digest
from lodestar.base.files import replace
from lodestar.engine.site import Site
from lodestar.publishing.manifest import NAME_FORM

FOLDER = "texts"
"""The folder of the digests, below that of releases in the cache."""
KEPT = 12
"""The number of releases whose digests are kept."""


def digests(site: Site) -> dict[str, str]:
    """Return the digest of each text of a site, by its path below content/."""
    content, results = Path(site.settings["PATH"]), {}
    for values in site.content.values():
        for value in values:
            with suppress(OSError):
                results[value.path] = digest((content / value.path).read_bytes())
    return results


def remember(cache: Path, release: str, texts: Mapping[str, str]) -> None:
    """Keep the digests of texts at a release, and delete the oldest."""
    replace(cache / FOLDER / f"{release}.json", msgspec.json.encode(texts))
    files = sorted(path for path in (cache / FOLDER).iterdir() if re.fullmatch(NAME_FORM, path.stem))
    for path in files[:-KEPT]:
        path.unlink(missing_ok=True)


def recall(cache: Path, release: str) -> dict[str, str]:
    """Return the digests of texts at a release; none where another clone made it."""
    try:
        return msgspec.json.decode((cache / FOLDER / f"{release}.json").read_bytes(), type=dict[str, str])
    except (OSError, msgspec.MsgspecError):
        return {}
