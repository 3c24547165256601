"""The filters, globals, tests and extensions that the settings and other plugins give to Pelican's Jinja."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lodestar.base.fingerprints import fingerprint
from lodestar.engine.identity import PLACE
from lodestar.engine.light_pelican import is_light

if TYPE_CHECKING:
    from jinja2 import Environment

PELICANS = frozenset({"strftime", "plugin_enabled"})
"""The names that Pelican adds to each environment."""
FILTERS_OF_OURS = frozenset({"absolute", "cdata", "long_date", "month", "number", "on_host", "rfc822", "year"})
"""The filters that Lodestar gives to templates (`engine/templates.py`)."""
GLOBALS_OF_OURS = frozenset({
    "_", "gettext", "ngettext", "pgettext", "plural_forms", "long_date", "month", "number", "listed", "list_separator",
    "lang_of", "lang_back",
})  # fmt: skip
"""The functions that it gives to them."""


def reserved_names() -> dict[str, frozenset[str]]:
    """Return the names that templates know already, by the setting that would give them another meaning."""
    from jinja2.filters import FILTERS
    from jinja2.tests import TESTS

    return {"JINJA_FILTERS": FILTERS_OF_OURS.union(FILTERS), "JINJA_TESTS": frozenset(TESTS)}


def is_used(settings: Mapping[str, Any]) -> bool:
    """Return whether settings give something to Pelican's Jinja, or have Pelican render pages with it."""
    from pelican.settings import DEFAULT_CONFIG

    usual: Mapping[str, Any] = DEFAULT_CONFIG
    names = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS", "JINJA_ENVIRONMENT", "TEMPLATE_PAGES")
    return any(settings.get(name) != usual[name] for name in names)


class OwnJinja(NamedTuple):
    """What templates get from settings and other plugins."""

    filters: Mapping[str, Any] = {}
    globals: Mapping[str, Any] = {}
    tests: Mapping[str, Any] = {}
    extensions: tuple[str, ...] = ()
    """Their classes, as `module.Class`."""
    digest: str = ""
    """A hash of all of it and the code behind it; empty for nothing."""

    def give_to(self, environment: Environment) -> None:
        """Add it to an environment, without replacing anything there."""
        for target, additions in (
            (environment.filters, self.filters), (environment.globals, self.globals), (environment.tests, self.tests),
        ):  # fmt: skip
            for name, value in additions.items():
                target.setdefault(name, value)


def own_jinja(environment: Environment) -> OwnJinja:
    """Return what an environment that Pelican made has beside what Jinja and Pelican put into each."""
    if is_light(environment):
        return OwnJinja()
    from jinja2.defaults import DEFAULT_NAMESPACE
    from jinja2.filters import FILTERS
    from jinja2.tests import TESTS

    filters = _additions(environment.filters, FILTERS)
    names = _additions(environment.globals, DEFAULT_NAMESPACE)
    tests = _additions(environment.tests, TESTS)
    extensions = tuple(sorted(environment.extensions))
    described = [*map(_described, (filters, names, tests)), *extensions]
    has_additions = filters or names or tests or extensions
    return OwnJinja(filters, names, tests, extensions, fingerprint(described) if has_additions else "")


def _additions(present: Mapping[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in present.items() if name not in PELICANS and usual.get(name, present) is not value
    }


def _described(named: Mapping[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Return names and values as plain data; a function is described by the code of its file."""
    return [(name, PLACE.sub("", repr(value)), list(_code(value))) for name, value in sorted(named.items())]


def _code(value: Any) -> Iterator[str]:
    while isinstance(value, partial):
        yield PLACE.sub("", repr((value.args, value.keywords)))
        value = value.func
    owner = value if isinstance(value, type) or hasattr(value, "__code__") else type(value)
    file = getattr(sys.modules.get(getattr(owner, "__module__", "")), "__file__", None)
    if file and owner.__module__ != "builtins":
        yield fingerprint(Path(file).read_bytes())
