"""Search on `/search/`: an index by Pagefind of posts, pages and open lessons, made again only where they changed.

Stands on `initialized` and Lodestar's `get_outputs`, `get_closing_outputs` and `get_sources`. Setting: `SEARCH`.
"""

from __future__ import annotations

from pelican import signals

from lodestar.engine.signals import get_closing_outputs, get_outputs, get_sources


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.search import hooks

    signals.initialized.connect(hooks.configure)
    get_outputs.connect(hooks.page)
    get_closing_outputs.connect(hooks.outputs)
    get_sources.connect(hooks.sources)
