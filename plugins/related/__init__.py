"""Posts that share a post's tags, on its page; the rarer a shared tag, the more it weighs.

Stands on `initialized` and Lodestar's `get_page_parts` and `get_slots`. Setting: `RELATED`.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from lodestar.engine.signals import get_page_parts, get_slots


def fill_slots(settings: Any) -> dict[str, str]:
    """At `get_slots`: the links below a post."""
    return {"read_next": "related/related.html:related"}


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.related import hooks

    signals.initialized.connect(hooks.configure)
    get_page_parts.connect(hooks.parts)
    get_slots.connect(fill_slots)
