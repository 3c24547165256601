"""Posts that share a post's tags, on its page; the rarer a shared tag, the more it weighs.

Connects to `initialized` and Lodestar's `get_page_parts` and `get_slots`. Setting: `RELATED`.
"""

from __future__ import annotations

from typing import Any

from lodestar.base.settings import parse
from lodestar.engine.signals import connect, get_page_parts, get_slots
from plugins.related.settings import RelatedSettings


def fill_slots(settings: Any) -> dict[str, str]:
    """At `get_slots`: the links below a post."""
    return {"read_next": "related/related.html:related"}


def configure(pelican: Any) -> None:
    """At `initialized`."""
    pelican.settings["RELATED"] = parse(RelatedSettings, "RELATED", pelican.settings.get("RELATED"))


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from pelican import signals

    signals.initialized.connect(configure)
    connect(get_page_parts, "plugins.related.hooks:parts")
    get_slots.connect(fill_slots)
