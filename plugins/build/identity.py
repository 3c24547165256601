"""What a build's results depend on beside content, theme and settings: our own code, Python and the libraries."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

CODE = Path(__file__).parents[1]
LIBRARIES = (
    "pelican",
    "markdown",
    "jinja2",
    "msgspec",
    "pydantic",
    "pyyaml",
    "pillow",
    "nh3",
    "icalendar",
    "cryptography",
)
NOT_CONTENT = frozenset({"BUILD", "BUILD_RUN", "PROGRESS", "NOW", "OUTPUT_PATH", "CACHE_PATH", "PLUGIN_PATHS", "DEBUG"})
"""Settings that decide where or how the site is built, not what it holds."""


def identity() -> str:
    """A hash of the code and the versions of what made a store."""
    return digest_of(CODE, "*.py", sys.version, *map(version, LIBRARIES))


def theme_digest(theme: Path) -> str:
    """A hash of every file of the theme."""
    return digest_of(theme, "*")


def digest_of(folder: Path, pattern: str, *more: str) -> str:
    """A hash of the files below `folder` whose name fits `pattern`, and of `more`."""
    state = hashlib.blake2b("\0".join(more).encode(), digest_size=16)
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and "__pycache__" not in path.parts:
            data = path.read_bytes()
            state.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return state.hexdigest()


def settings_digest(settings: Mapping[str, Any]) -> str:
    """A hash of everything set, but for what does not change the site."""
    plain = sorted((name, repr(value)) for name, value in settings.items() if name not in NOT_CONTENT)
    return hashlib.blake2b(repr(plain).encode(), digest_size=16).hexdigest()
