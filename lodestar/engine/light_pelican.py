"""Imports Pelican without the packages that a build does not use.

On every run Pelican imports docutils and Pygments for reStructuredText, its own way to Markdown, rich for its messages, a
web server, a watcher of files, a maker of feeds, and Jinja for templates that it never shows; none of them is asked for
anything when this site is built, and together they take two thirds of the time that importing Pelican takes, a quarter of
a run that finds nothing to do. A hack, then: while Pelican is imported, stand-ins take their places. Afterwards they are
gone from Python's table of modules, so whoever imports one of them gets the real one. Where the settings name a plugin that
is not ours, Pelican is imported anew without them; where they give something to Jinja, anew with the real Jinja.
"""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Iterable
from importlib import import_module
from types import ModuleType
from typing import Any

from lodestar.engine.identity import version, versions


class Console:
    """Stands in for rich's console and prints nothing: the command of a build has its own messages."""

    _file = file = None

    def print(self, *_: Any, **__: Any) -> None:
        """Do nothing."""


class Handler(logging.NullHandler):
    """Stands in for rich's log handler."""

    def __init__(self, console: Console) -> None:
        super().__init__()


class Later:
    """Stands in for a class or function: imports it when it is called, subclassed or inspected."""

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


class Environment:
    """In the place of Jinja's: takes what Pelican puts into each of the five that it makes, and shows no template."""

    def __init__(self, **_: Any) -> None:
        self.filters: dict[str, Any] = {}
        self.globals: dict[str, Any] = {}
        self.tests: dict[str, Any] = {}

    def list_templates(self) -> list[str]:
        """Return nothing, for a message that nobody sees."""
        return []


def no_loader(*_: Any) -> None:
    """Return None in place of one of Jinja's loaders."""


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
}
"""Modules that Pelican imports and a build does not use, with the names imported. Plugins use Pelican's Markdown reader and
feed writers, so those two become the real ones on first use."""


UNLESS_IMPORTED: dict[str, dict[str, Any]] = {
    "dateutil": {"parser": Later("dateutil", "parser")},
    "dateutil.parser": {},
    "importlib.metadata": {"version": version, "PackageNotFoundError": LookupError},
    "jinja2": {
        **dict.fromkeys(["ChoiceLoader", "FileSystemLoader", "PrefixLoader"], no_loader),
        "BaseLoader": object,
        "Environment": Environment,
        "TemplateNotFound": LookupError,
    },
    "multiprocessing": {"Process": Later("multiprocessing", "Process"), "Queue": Later("multiprocessing", "Queue")},
    "pprint": {"pformat": Later("pprint", "pformat")},
    "watchfiles": {"Change": object, "DefaultFilter": object},
}
"""What others may have imported before; Pelican then gets the real one."""


def import_pelican() -> Any:
    """Return the module `pelican`, with stand-ins unless it or one of the others is imported already."""
    if sys.modules.keys().isdisjoint(("pelican", *STAND_INS)):
        stand_ins = STAND_INS | {name: names for name, names in UNLESS_IMPORTED.items() if name not in sys.modules}
        if "pelican" not in versions():  # no folder says it, so the real one is asked
            stand_ins.pop("importlib.metadata", None)
        for name, attributes in stand_ins.items():
            sys.modules[name] = ModuleType(name)
            vars(sys.modules[name]).update(attributes)
        if "importlib.metadata" in stand_ins:
            vars(importlib)["metadata"] = sys.modules["importlib.metadata"]
        try:
            import pelican
        finally:
            for name in stand_ins:
                del sys.modules[name]
            if "importlib.metadata" in stand_ins:
                del vars(importlib)["metadata"]
    import pelican

    return pelican


def import_whole_pelican(plugins: Iterable[str]) -> bool:
    """Import Pelican anew with all that it uses, for plugins that are not ours; whether it was light until now.

    The plugins are forgotten with it, since a settings file may have imported one of them.
    """
    if not isinstance(import_module("pelican.log").console, Console):
        return False
    _forget("pelican", *plugins)
    import_module("pelican")
    return True


def import_with_jinja() -> bool:
    """Import Pelican anew with Jinja, for settings that give something to it; whether it was without until now."""
    if import_module("pelican.generators").Environment is not Environment:
        return False
    import_module("jinja2")
    _forget("pelican")
    import_pelican()
    return True


def is_light(environment: object) -> bool:
    """Return whether an environment stands in the place of one of Jinja's."""
    return isinstance(environment, Environment)


def _forget(*packages: str) -> None:
    """Forget packages, so that the next import loads them anew."""
    beginnings = tuple(f"{package}." for package in packages)
    for name in [name for name in sys.modules if f"{name}.".startswith(beginnings)]:
        del sys.modules[name]
