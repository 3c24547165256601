"""`sitemap.xml` with the dates on which pages truly changed, and `robots.txt`, which names it.

Connects to Lodestar's `get_closing_outputs`.
"""

from __future__ import annotations

from lodestar.engine.signals import connect, get_closing_outputs


def register() -> None:
    """Connect to Lodestar's signals."""
    connect(get_closing_outputs, "plugins.sitemap.hooks:outputs")
