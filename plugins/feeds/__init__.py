"""RSS, Atom and JSON feeds with whole posts: of the site and of each tag, category and author; and a page of all feeds.

Stands on Pelican's `initialized` and Lodestar's `get_fields`, `get_parts`, `get_outputs` and `get_sources`. Settings: `FEEDS`, and Pelican's own
`FEED_ALL_RSS`, `TAG_FEED_ATOM`, `FEED_MAX_ITEMS`, ... with `*_FEED_JSON` beside them.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from lodestar.engine.signals import get_fields, get_outputs, get_parts, get_sources


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the site's id."""
    return {"site": "plugins.feeds.fields:Site"}


def register() -> None:
    """Connect to Pelican's and Lodestar's signals."""
    from plugins.feeds import hooks

    signals.initialized.connect(hooks.configure)
    get_fields.connect(declare_fields)
    get_parts.connect(hooks.parts)
    get_outputs.connect(hooks.outputs)
    get_sources.connect(hooks.sources)
