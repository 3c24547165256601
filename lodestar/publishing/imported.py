"""Which content files are still as an import wrote them: what is odd in those was so before."""

from __future__ import annotations

import json
from pathlib import Path

from lodestar.base.files import file_digest

STATE = ".import/state.json"
"""Where an import notes what it wrote, with BLAKE2 hashes (`wordpress.write`)."""


def as_imported(content: Path) -> frozenset[str]:
    """Return the paths below `content` of the files that nobody changed since an import wrote them."""
    try:
        files = json.loads((content / STATE).read_text(encoding="utf-8"))["files"]
        hashes = {str(path): str(item["hash"]) for path, item in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return frozenset()
    return frozenset(
        path for path, hash in hashes.items() if path.endswith(".md") and file_digest(content / path) == hash
    )
