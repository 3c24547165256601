"""The features that are here, whether `PLUGINS` names them or not: asked only to say what a site leaves out."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec


def packages() -> Iterator[str]:
    """Return the names of the plugins that are here."""
    spec = find_spec("plugins")
    places = spec.submodule_search_locations if spec else ()
    return (package.name for package in pkgutil.iter_modules(places, "plugins.") if package.ispkg)


@cache
def folder_left_out(folder: str) -> str:
    """Return the name of a plugin of ours that would read the files of a folder; empty where there is none.

    Asked only of folders that no enabled plugin reads.
    """
    for name in packages():
        kinds = getattr(import_module(name), "kinds", None)
        if kinds and any(kind.folder == folder for kind in kinds({})):
            return name
    return ""
