"""`sitemap.xml` with the dates on which pages truly changed, and `robots.txt`, which names it.

Stands on Lodestar's `get_closing_outputs`.
"""

from __future__ import annotations

from lodestar.engine.signals import get_closing_outputs


def register() -> None:
    """Connect to Lodestar's signals."""
    from plugins.sitemap import hooks

    get_closing_outputs.connect(hooks.outputs)
