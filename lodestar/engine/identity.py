"""What a build depends on besides content, theme and settings: our own code, Python and the libraries."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lodestar.base.digest import digest
from lodestar.base.fingerprints import fingerprint
from lodestar.base.front_matter.options import OUR_OWN, SHIPPED

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r" at 0x[0-9a-f]+")
"""Matches the memory address of an object in a setting, which differs on each run."""
CODE = ("lodestar/base", "lodestar/engine", "plugins")
"""Folders of the code that results depend on."""
PLUGINS = ROOT / "plugins"
LIBRARIES = (
    "pelican",
    "markdown",
    "jinja2",
    "markupsafe",
    "babel",
    "msgspec",
    "pydantic",
    "pyyaml",
    "pillow",
    "nh3",
    "icalendar",
    "cryptography",
    "pagefind",
    "fonttools",
    "brotli",
)
"""Packages whose code decides what is in the output."""
NOT_CONTENT = frozenset(
    {
        *("CHILD", "BUILD", "BUILD_RUN", "PROGRESS", "NOW", "OUTPUT_PATH", "CACHE_PATH", "PLUGIN_PATHS", "DEBUG"),
        *(
            "JINJA_FILTERS",
            "JINJA_GLOBALS",
            "JINJA_TESTS",
        ),  # what they hold is hashed with the theme, on every machine alike
    }
)
"""Settings that decide where or how the site is built, but not its content."""


def identity(settings: Mapping[str, Any]) -> str:
    """Return a hash of the code, plugins, extensions and versions that make a store."""
    code = (digest_of(ROOT / folder, "*.py") for folder in CODE)
    return fingerprint((*code, sys.version, *map(version, LIBRARIES), *foreign_hashes(settings)))


def version(name: str) -> str:
    """Return the version of an installed package. Raises PackageNotFoundError.

    It is in the name of the folder of its metadata (PyPA, Recording installed projects); to read it
    from a file there takes a millisecond per package, and as much again for imports: a tenth of a build with nothing to do.
    """
    if result := versions().get(name):
        return result
    from importlib.metadata import version

    return version(name)


@cache
def versions() -> dict[str, str]:
    """Return the versions of all packages on Python's path; the first of a name counts."""
    versions: dict[str, str] = {}
    for place in sys.path:
        with suppress(OSError):  # a file, or nothing
            for entry in sorted(entry.name for entry in Path(place).iterdir()):
                name, _, rest = entry.partition("-")
                if rest.endswith(".dist-info"):
                    versions.setdefault(name.lower(), rest.removesuffix(".dist-info"))
    return versions


def foreign_hashes(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names and hashes of the plugins and Markdown extensions that are not ours."""
    for name in _foreign(settings):
        if place := _place(name):
            yield name
            yield digest_of(place.parent, "*.py" if place.name == "__init__.py" else place.name)


def places(settings: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the code files of the plugins and Markdown extensions that are not ours."""
    for place in filter(None, map(_place, _foreign(settings))):
        yield from place.parent.rglob("*.py") if place.name == "__init__.py" else (place,)


def _foreign(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of plugins and extensions in the settings, except Markdown's own."""
    plugins = [getattr(plugin, "__name__", plugin) for plugin in settings["PLUGINS"] or ()]
    for name in (*plugins, *settings["MARKDOWN"].get("extensions", ())):
        if isinstance(name, str) and name not in SHIPPED:
            yield name.partition(":")[0]


def _place(name: str) -> Path | None:
    """Return the file of a module, or of its outermost package; None for code that counts anyway."""
    if name.startswith(OUR_OWN):
        return None
    parts = name.split(".")
    for module in (".".join(parts[:end]) for end in range(1, len(parts) + 1)):
        spec: ModuleSpec | None = getattr(sys.modules.get(module), "__spec__", None) or find_spec(module)
        if spec is None:
            break
        if spec.origin and module != "pelican":  # namespace plugins are below `pelican`
            return Path(spec.origin)
    from importlib.metadata import entry_points

    installed = [
        point.value.partition(":")[0] for point in entry_points(group="markdown.extensions") if point.name == name
    ]
    return _place(installed[0]) if installed and installed[0] != name else None


def digest_of(folder: Path, pattern: str, *texts: str, excluded_ending: str = "/") -> str:
    """Return a hash of `texts` and of the files below `folder` that match `pattern`, except those with `excluded_ending`."""
    state = hashlib.blake2b("\0".join(texts).encode(), digest_size=16)
    root = str(folder)
    for path in sorted(path for path in _files(root, pattern) if not path.endswith(excluded_ending)):
        with open(path, "rb") as stream:
            data = stream.read()
        state.update(f"{path[len(root) :].replace(os.sep, '/')}\0{len(data)}\0".encode() + data)
    return state.hexdigest()


def _files(root: str, pattern: str) -> Iterator[str]:
    """Yield the files below a folder, but no pipe or device, which could block for ever when opened."""
    with suppress(OSError), os.scandir(root) as entries:  # none where there is no such folder
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, pattern) if entry.name != "__pycache__" else ()
            elif fnmatch.fnmatch(entry.name, pattern) and entry.is_file():
                yield entry.path


def settings_digest(settings: Mapping[str, Any]) -> str:
    """Return a hash of all settings except those that do not change the site."""
    plain = sorted((name, PLACE.sub("", repr(value))) for name, value in settings.items() if name not in NOT_CONTENT)
    return digest(repr(plain).encode())
