"""RSS 2.0 and Atom feeds with whole posts: of the site, and of each tag, category and author.

Stands on Lodestar's `get_outputs`. Settings: Pelican's own `FEED_ALL_RSS`, `TAG_FEED_ATOM`, ... and `FEED_MAX_ITEMS`.
"""

from __future__ import annotations

from plugins.signals import get_outputs


def register() -> None:
    """Connect to Lodestar's signals."""
    from plugins.feeds import hooks

    get_outputs.connect(hooks.outputs)
