"""A table of contents on long posts, and how many minutes a post takes to read.

Stands on `initialized` and Lodestar's `get_parts`, `get_page_parts` and `get_slots`. Setting: `CONTENTS`.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from lodestar.engine.signals import get_page_parts, get_parts, get_slots


def fill_slots(settings: Any) -> dict[str, str]:
    """At `get_slots`: the table beside the text, the minutes among the facts about a post."""
    return {"margin": "contents/contents.html:contents", "facts": "contents/reading-time.html:reading_time"}


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.contents import hooks

    signals.initialized.connect(hooks.configure)
    get_parts.connect(hooks.parts)
    get_page_parts.connect(hooks.page_parts)
    get_slots.connect(fill_slots)
