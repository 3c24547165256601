"""Search on `/search/`: an index by Pagefind of posts, pages and open lessons, made again only where they changed.

Connects to `initialized` and Lodestar's `get_outputs`, `get_closing_outputs` and `get_sources`. Setting: `SEARCH`.
"""

from __future__ import annotations

from typing import Any

from lodestar.base.policy import Sources
from lodestar.base.settings import parse
from lodestar.engine.signals import connect, get_closing_outputs, get_outputs, get_sources
from plugins.search.settings import SearchSettings


def configure(pelican: Any) -> None:
    """At `initialized`."""
    settings = pelican.settings
    settings["SEARCH"] = parse(SearchSettings, "SEARCH", settings.get("SEARCH"))
    if settings["SEARCH"].enabled:
        settings["HELPERS"] = {**settings.get("HELPERS", {}), "search_address": "plugins.search.core:search_address"}


def sources(settings: Any) -> dict[str, Sources]:
    """At `get_sources`: search runs WebAssembly."""
    return {"search": {"script-src": ("'wasm-unsafe-eval'",)}} if settings["SEARCH"].enabled else {}


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from pelican import signals

    signals.initialized.connect(configure)
    connect(get_outputs, "plugins.search.hooks:page")
    connect(get_closing_outputs, "plugins.search.hooks:outputs")
    get_sources.connect(sources)
