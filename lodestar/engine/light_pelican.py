"""Pelican, imported without what a build does not use.

On every run Pelican imports docutils and Pygments for reStructuredText, its own way to Markdown, rich for its
messages, a web server, a watcher of files and a maker of feeds; none of them is asked for anything when this site is
built, and together they take half of the time that importing Pelican takes. A hack, then: while Pelican is imported, stand-ins take their
places. Afterwards they are gone from Python's table of modules, so whoever imports one of them gets the real one; and
where the settings name a plugin that is not ours, Pelican is imported anew without them.
"""

from __future__ import annotations

import importlib
import logging
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

from lodestar.engine.identity import version, versions


class Console:
    """In the place of rich's: says nothing. What a build has to say, its own command says."""

    _file = file = None

    def print(self, *_: Any, **__: Any) -> None:
        """Say nothing."""


class Handler(logging.NullHandler):
    """In the place of rich's handler for the log."""

    def __init__(self, console: Console) -> None:
        super().__init__()


class Later:
    """In the place of a class or function: imports it when somebody calls it, derives from it or looks into it."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _real(self) -> Any:
        return getattr(import_module(self._module), self._name)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call the real one."""
        return self._real()(*arguments, **named)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        """Derive from the real one."""
        return (self._real(),)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)


STAND_INS: dict[str, dict[str, Any]] = {
    "docutils": {},
    "docutils.core": {},
    "docutils.io": {},
    "docutils.parsers": {},
    "docutils.parsers.rst": {},
    "docutils.parsers.rst.languages": {"get_language": bool},
    "docutils.writers": {},
    "docutils.writers.html4css1": {"HTMLTranslator": object, "Writer": object},
    "feedgenerator": {name: Later("feedgenerator", name) for name in ("Atom1Feed", "Rss201rev2Feed", "get_tag_uri")},
    "markdown": {"Markdown": Later("markdown", "Markdown")},
    "pelican.rstdirectives": {},
    "pelican.server": {"ComplexHTTPRequestHandler": object, "RootedHTTPServer": object},
    "rich": {},
    "rich.console": {"Console": Console},
    "rich.logging": {"RichHandler": Handler},
    "watchfiles": {"Change": object, "DefaultFilter": object},
}
"""What Pelican imports in vain, and the names that it takes from there. Plugins use its readers of Markdown and its
writers of feeds, so those two are the real ones once they are used."""


METADATA = "importlib.metadata"
"""What Pelican asks for its own version, and what is imported for nothing else."""
_light: list[str] = []
"""The modules of Pelican that hold stand-ins."""


def import_pelican() -> Any:
    """Return the module `pelican`; as it is, where it or one of the others is there already."""
    if sys.modules.keys().isdisjoint(("pelican", *STAND_INS)):
        stand_ins = dict(STAND_INS)
        if METADATA not in sys.modules and "pelican" in versions():
            stand_ins[METADATA] = {"version": version, "PackageNotFoundError": LookupError}
        for name, attributes in stand_ins.items():
            sys.modules[name] = ModuleType(name)
            vars(sys.modules[name]).update(attributes)
        if METADATA in stand_ins:
            vars(importlib)["metadata"] = sys.modules[METADATA]
        try:
            import pelican
        finally:
            for name in stand_ins:
                del sys.modules[name]
            if METADATA in stand_ins:
                del vars(importlib)["metadata"]
        _light.extend(name for name in sys.modules if f"{name}.".startswith("pelican."))
    import pelican

    return pelican


def import_whole_pelican() -> bool:
    """Import Pelican anew with all that it uses, for plugins that are not ours; whether it was light until now."""
    light = bool(_light)
    for name in _light:
        sys.modules.pop(name, None)
    _light.clear()
    importlib.import_module("pelican")
    return light
