"""The names of plugins, as PLUGINS has them."""

from __future__ import annotations

from typing import Any

OURS = ("lodestar.", "plugins.")
"""How the names of our own plugins begin."""


def foreign(names: Any) -> list[str]:
    """Return the names of the plugins that are not ours."""
    plain = (getattr(plugin, "__name__", str(plugin)) for plugin in names or ())
    return [name for name in plain if not f"{name}.".startswith(OURS)]


def short(plugin: str) -> str:
    """Return the name of a plugin as settings may write it: without Pelican's own before it."""
    return plugin.removeprefix("pelican.plugins.")
