"""The names of plugins in PLUGINS."""

from __future__ import annotations

from typing import Any

OURS = ("lodestar.", "plugins.")
"""Prefixes of the names of our own plugins."""


def foreign(names: Any) -> list[str]:
    """Return the names of the plugins that are not ours."""
    plain = (getattr(plugin, "__name__", str(plugin)) for plugin in names or ())
    return [name for name in plain if not f"{name}.".startswith(OURS)]


def short(plugin: str) -> str:
    """Return the short name of a plugin, without the prefix of Pelican's namespace."""
    return plugin.removeprefix("pelican.plugins.")
