"""Checks settings at the start of each run: they are honored, refused, or reported with what replaces them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from lodestar.base.problems import Problem, nearest
from lodestar.base.settings import SettingsError
from lodestar.base.site_file import usual_form
from lodestar.engine.identity import places
from lodestar.engine.pelican.jinja import reserved_names
from lodestar.engine.pelican.named import Named
from lodestar.engine.pelican.table import ALIKE, HONORED, INSTEAD, JSON_FEEDS, REFUSED, Instead, known_settings
from lodestar.engine.pelican.values import CHECKS

logger = logging.getLogger(__name__)
FORMS = {
    str: 'a text in quotes, such as "..."',
    bool: "True or False",
    int: "a number",
    list: 'a list, such as ["...", "..."]',
    tuple: 'a list of pairs, such as [("...", "...")]',
    dict: 'a table, such as {"...": "..."}',
}
"""What to write, by type."""
OF_FILES = re.compile(r".*_(?:SAVE_AS|URL)|(?:.*_)?FEED_(?:.*_)?(?:RSS|ATOM|JSON)").fullmatch
"""Matches settings with the file or the address of something."""
Line = tuple[str, str, bool]
"""A setting, what is wrong and what would be right, and whether it ends the run."""


def check(settings: dict[str, Any], named: Named) -> None:
    """Warn of settings that are not honored. Raises SettingsError with a line for each invalid setting."""
    lines = [*_wrong(settings), *_not_honored(settings, named), *_unknown(settings, named), *_ignored_names(settings)]
    lines.sort(key=lambda line: (_order(named.place(line[0])), line))
    for name, text, fatal in lines:
        if not fatal:
            fault, _, cure = f"{name}{text}".rpartition("; ")
            file, line = _order(named.place(name))
            if line:
                logger.warning("%s", Problem(file, line, fault, cure, fatal=False))
            else:  # the command line has none
                logger.warning("%s: %s; %s", file, fault, cure)
    if wrong := [f"{named.place(name)}: {name}{text}" for name, text, fatal in lines if fatal]:
        raise SettingsError("\n".join(wrong))


def _order(place: str) -> tuple[str, int]:
    file, _, line = place.partition(":")
    return file, int(line or 0)


def _not_honored(settings: Mapping[str, Any], named: Named) -> Iterator[Line]:
    tables: tuple[tuple[dict[str, Instead], bool], ...] = ((REFUSED, True), (INSTEAD, False))
    for table, fatal in tables:
        for name in named.names & table.keys():
            if not _fits(table[name], settings[name]):
                yield name, f" is not honored: {table[name].text}", fatal


def _fits(instead: Instead, value: Any) -> bool:
    try:
        return instead.fits(list(value) if isinstance(value, tuple) else value)
    except (TypeError, AttributeError):  # a value of the wrong type is reported elsewhere
        return False


def _unknown(settings: Mapping[str, Any], named: Named) -> Iterator[Line]:
    names = known_settings()
    for name in named.names - names:
        if not (name.startswith("_") or JSON_FEEDS(name)):
            near = nearest(name, names, ALIKE)
            if near or not _mentioned(name, settings):
                cure = f"did you mean {near}?" if near else "put what templates use into JINJA_GLOBALS, or delete it"
                yield name, f" is a setting that nothing reads; {cure}", False


def _ignored_names(settings: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the filters and tests that templates have already: those of the theme are written for them."""
    if not (settings.get("JINJA_FILTERS") or settings.get("JINJA_TESTS")):
        return
    for setting, names in reserved_names().items():
        functions = settings.get(setting)
        for name in sorted(functions.keys() & names) if isinstance(functions, dict) else ():
            yield setting, f'["{name}"] is passed over, for templates have that already; give yours another name', False


def _mentioned(name: str, settings: Mapping[str, Any]) -> bool:
    """Return whether the code of a foreign plugin or Markdown extension mentions a setting."""
    word = re.compile(rf"\b{name}\b").search
    return any(word(path.read_text(encoding="utf-8", errors="replace")) for path in places(settings))


def _wrong(settings: dict[str, Any]) -> Iterator[Line]:
    for name, value in settings.items():
        if name in HONORED and isinstance(value, Path):
            settings[name] = str(value)
        elif value in (None, False) and OF_FILES(name):  # as Pelican's manual writes "nowhere" too
            settings[name] = ""
    settings["DEFAULT_LANG"] = usual_form(settings["DEFAULT_LANG"])  # Pelican has made small letters of it
    wrong = dict(wrong_types(settings))
    yield from ((name, text, True) for name, text in wrong.items())
    for names, look in CHECKS:
        if wrong.keys().isdisjoint(names):
            yield from ((name, text, True) for name, text in look(settings))


def wrong_types(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each setting whose value is of the wrong type, and what to write."""
    for name, type_ in HONORED.items():
        if name in settings and type_ is not Any and not _has_type(settings[name], type_):
            yield name, f" is {settings[name]!r}; write {_form(type_)}"


def _has_type(value: Any, type_: Any) -> bool:
    try:
        msgspec.convert(list(value.items()) if type_ is list and isinstance(value, dict) else value, type_)
    except msgspec.ValidationError:
        return False
    return True


def _form(type_: Any) -> str:
    options = getattr(type_, "__args__", ()) if "|" in str(type_) else (type_,)
    words = []
    for option in options:
        origin = getattr(option, "__origin__", option)
        if origin is list and getattr(option.__args__[0], "__origin__", None) is tuple:
            origin = tuple
        words.append(FORMS.get(origin, "None"))
    return ", or ".join(words)
