"""The features in `plugins/`, enabled or not; used only for messages about a feature that the site leaves out."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec


def packages() -> Iterator[str]:
    """Yield the names of all plugins in `plugins/`."""
    spec = find_spec("plugins")
    places = spec.submodule_search_locations if spec else ()
    return (package.name for package in pkgutil.iter_modules(places, "plugins.") if package.ispkg)


@cache
def folder_left_out(folder: str) -> str:
    """Return the name of the plugin of ours that would read the files of a folder; empty where no plugin would.

    Called only for folders that no enabled plugin reads.
    """
    for name in packages():
        kinds = getattr(import_module(name), "kinds", None)
        if kinds and any(kind.folder == folder for kind in kinds({})):
            return name
    return ""
