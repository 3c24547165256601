"""Ends the run where a plugin in `PLUGINS` cannot be loaded; Pelican would log it and go on without the feature.

Pelican reports it only in its log, before anything is registered. So we listen to its loggers from the moment at
which this package is imported, by the first plugin in the list.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

LOADS, REGISTERS = "pelican.plugins._utils", "pelican"
"""Pelican's loggers for plugins that cannot be loaded, and for those that cannot be registered."""
_failed: dict[str, str] = {}
"""The error of each plugin of the current site that failed."""


class _Listener(logging.Filter):
    """Collects Pelican's log messages about failed plugins, and passes all others on."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether Pelican is to log a message; those about failed plugins are replaced with our own."""
        if not (
            isinstance(record.msg, str) and record.msg.startswith(("Cannot load plugin", "Cannot register plugin"))
        ):
            return True
        name, *reason = record.args if isinstance(record.args, tuple) else ()
        error = reason[0] if reason else record.exc_info and record.exc_info[1]
        _failed[str(name)] = _reason(str(name), error)
        from pelican.plugins import signals

        signals.initialized.connect(refuse)
        return False


def listen() -> None:
    """Listen to Pelican's loggers, once per process."""
    for name in (LOADS, REGISTERS):
        logger = logging.getLogger(name)
        if not any(isinstance(listener, _Listener) for listener in logger.filters):
            logger.addFilter(_Listener())
    if pelicans := sys.modules.get("pelican.plugins.signals"):  # missing where a plugin is imported alone
        pelicans.initialized.connect(need_engine)


def need_engine(pelican: Any) -> None:
    """At `initialized`: end the run where plugins of ours are enabled without the engine."""
    names = pelican.settings["PLUGINS"]
    own_plugin = next((name for name in names if name.startswith("plugins.")), "")
    if own_plugin and "lodestar.engine" not in names and not _failed:
        from lodestar.base.settings import SettingsError

        fault = f'PLUGINS names "{own_plugin}", which only "lodestar.engine" asks for anything'
        raise SettingsError(f'pelicanconf.py: {fault}; put "lodestar.engine" before it, or take it out')


def refuse(pelican: Any) -> None:
    """At `initialized`, before all other receivers: end the run where a plugin failed."""
    from lodestar.base.settings import SettingsError

    lines = list(_lines(pelican.settings["PLUGINS"]))
    _failed.clear()
    if lines:
        raise SettingsError("\n".join(lines))


def _lines(loaded: Iterable[str]) -> Iterator[str]:
    from lodestar.base.problems import did_you_mean

    names = _own_plugins() - set(loaded)
    for name, reason in _failed.items():
        cure = did_you_mean(name, names, "install it, or take it out") if reason.startswith("there is") else ""
        yield f'pelicanconf.py: PLUGINS names "{name}", {reason}; {cure or "mend that, or take it out"}'


def _reason(name: str, error: object) -> str:
    if isinstance(error, AttributeError) and "register" in str(error):
        return "there is a module of that name, but it is no plugin"
    if str(error).startswith("Cannot import plugin"):
        return "there is no plugin of that name"
    place = ""
    if isinstance(error, BaseException) and not isinstance(error, ImportError):  # which names the module itself
        frames = traceback.extract_tb(error.__traceback__)
        place = "".join(f" ({frame.filename}, line {frame.lineno})" for frame in frames[-1:])
    return f"which cannot be loaded: {type(error).__name__}: {error}{place}"


def _own_plugins() -> set[str]:
    """Return the names of all plugins in `plugins/`."""
    folder = Path(__file__).parents[2] / "plugins"
    return {"lodestar.engine", *(f"plugins.{path.parent.name}" for path in folder.glob("*/__init__.py"))}
