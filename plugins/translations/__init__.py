"""Versions of one text in several languages: a line that leads to the others, and `hreflang` for search engines.

Connects to Lodestar's `get_fields`, `get_text_parts` and `get_slots`. The language of a text itself (`lang`) is the core's.
"""

from __future__ import annotations

from typing import Any

from lodestar.base.kinds import TEXTS
from lodestar.engine.signals import connect, get_fields, get_slots, get_text_parts


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the other versions."""
    return dict.fromkeys(TEXTS, "plugins.translations.fields:TextTranslations")


def fill_slots(settings: Any) -> dict[str, str]:
    """At `get_slots`: the way to the other versions for readers, and for search engines."""
    return {
        "before_text": "translations/versions.html:versions",
        "in_head": "translations/alternates.html:alternates",
    }


def register() -> None:
    """Connect to Lodestar's signals."""
    get_fields.connect(declare_fields)
    connect(get_text_parts, "plugins.translations.hooks:text_parts")
    get_slots.connect(fill_slots)
