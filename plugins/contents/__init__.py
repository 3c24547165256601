"""A table of contents on long posts, and how many minutes a post takes to read.

Connects to `initialized` and Lodestar's `get_parts`, `get_page_parts` and `get_slots`. Setting: `CONTENTS`.
"""

from __future__ import annotations

from typing import Any

from lodestar.base.settings import parse
from lodestar.engine.signals import connect, get_page_parts, get_parts, get_slots
from plugins.contents.settings import ContentsSettings


def fill_slots(settings: Any) -> dict[str, str]:
    """At `get_slots`: the table beside the text, the minutes among the facts about a post."""
    return {"margin": "contents/contents.html:contents", "facts": "contents/reading-time.html:reading_time"}


def configure(pelican: Any) -> None:
    """At `initialized`."""
    pelican.settings["CONTENTS"] = parse(ContentsSettings, "CONTENTS", pelican.settings.get("CONTENTS"))


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from pelican import signals

    signals.initialized.connect(configure)
    connect(get_parts, "plugins.contents.hooks:parts")
    connect(get_page_parts, "plugins.contents.hooks:page_parts")
    get_slots.connect(fill_slots)
