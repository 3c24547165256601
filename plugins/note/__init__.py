"""A sentence set above the text of a post, such as that it is an updated version.

Connects to Lodestar's `get_fields` and `get_slots`.
"""

from __future__ import annotations

from typing import Any

from lodestar.engine.signals import get_fields, get_slots


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the key `note`."""
    return {"posts": "plugins.note.fields:PostNote"}


def fill_slots(settings: Any) -> dict[str, str]:
    """At `get_slots`: the sentence, wherever the whole post stands."""
    return {"notice": "note/note.html:note"}


def register() -> None:
    """Connect to Lodestar's signals."""
    get_fields.connect(declare_fields)
    get_slots.connect(fill_slots)
