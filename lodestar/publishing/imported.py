"""Content files that have not changed since an import: their oddities are the old blog's."""

from __future__ import annotations

import json
from pathlib import Path

from lodestar.base.files import file_digest

STATE = ".import/state.json"
"""The file in which an import records what it wrote, with hashes (`wordpress.write`)."""


def as_imported(content: Path) -> frozenset[str]:
    """Return the paths, below `content`, of the files that have not changed since an import wrote them."""
    try:
        files = json.loads((content / STATE).read_text(encoding="utf-8"))["files"]
        hashes = {str(path): str(item["hash"]) for path, item in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return frozenset()
    return frozenset(
        path for path, hash in hashes.items() if path.endswith(".md") and file_digest(content / path) == hash
    )
