"""Finds plugins written for Pelican that have nothing to do here, since Pelican reads no texts and writes no pages.

They are known from the receivers of Pelican's signals, once all plugins are registered.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from blinker import ANY, Signal
from pelican.plugins import signals

from lodestar.base.problems import Problem
from lodestar.base.settings import SettingsError
from lodestar.engine.pelican.counterparts import COUNTERPARTS, HARMFUL
from lodestar.engine.pelican.extensions import name_extensions
from lodestar.engine.pelican.named import Named
from lodestar.engine.pelican.names import foreign, short

logger = logging.getLogger(__name__)
LIVE = frozenset({"initialized", "get_generators", "get_writer", "generator_init", "finalized"})
"""The signals that work as in Pelican's manual; at all others there are no texts and no files."""
SETUP = frozenset({"initialized"})
"""Signals at which a plugin only sets itself up."""
OTHERWISE = "take it out of PLUGINS, or write it anew for Lodestar's signals (docs/pelican.md)"


def check_plugins(settings: Mapping[str, Any], named: Named) -> None:
    """Warn of each plugin without anything to do. Raises SettingsError for harmful ones."""
    place, wrong = named.place("PLUGINS"), []
    listening = listeners(settings)
    for plugin in foreign(settings["PLUGINS"]):
        name = short(plugin)
        fault = _idle(name, listening.get(plugin, {}))
        cure = COUNTERPARTS.get(name.rpartition(".")[2], OTHERWISE)
        if name.rpartition(".")[2] in HARMFUL:
            wrong.append(f'{place}: the plugin "{name}" does not work here; {cure}, so take it out of PLUGINS')
        elif fault:
            file, _, line = place.partition(":")
            logger.warning("%s", Problem(file, int(line or 1), fault, cure, fatal=False))
    wrong += _extensions(settings, place)
    if wrong:
        raise SettingsError("\n".join(wrong))


def _idle(name: str, waits: Mapping[str, Any]) -> str:
    """Return what a plugin will not do; empty for one that works."""
    empty = sorted(signal for signal in waits if signal not in LIVE)
    if not empty:
        return ""
    part = "only a part of its work" if waits.keys() & (LIVE - SETUP) else "nothing"
    waits_for = ", ".join(empty)
    return f'the plugin "{name}" will do {part}: it waits for {waits_for}, and here Pelican reads no texts and writes no pages'


def listeners(settings: Mapping[str, Any]) -> dict[str, dict[str, list[Any]]]:
    """Return the receivers of Pelican's signals, by plugin and by the name of the signal."""
    plugins = sorted(foreign(settings["PLUGINS"]), key=len, reverse=True)
    results: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for name, signal in vars(signals).items():
        for receiver in signal.receivers_for(ANY) if isinstance(signal, Signal) else ():
            module = getattr(receiver, "__module__", "") or ""
            plugin = next((plugin for plugin in plugins if f"{module}.".startswith(f"{plugin}.")), "")
            if plugin:
                results[plugin][name].append(receiver)
    return results


def _extensions(settings: Mapping[str, Any], place: str) -> Iterator[str]:
    """Yield extension objects that plugins put into `MARKDOWN` and that cannot be passed to another process or build."""
    name_extensions(settings["MARKDOWN"])
    for extension in settings["MARKDOWN"].get("extensions", ()):
        if not isinstance(extension, str):
            module = type(extension).__module__
            plugin = short(next((name for name in foreign(settings["PLUGINS"]) if module.startswith(name)), module))
            cure = COUNTERPARTS.get(plugin.rpartition(".")[2], "name the extension in MARKDOWN as a text")
            fault = f'the plugin "{plugin}" adds an extension to MARKDOWN that only it can make'
            if plugin.rpartition(".")[2] not in HARMFUL:  # otherwise it is reported already
                yield f"{place}: {fault}; {cure}, and take the plugin out of PLUGINS"
