"""A line under the title of a post: on its page, in lists and in feeds.

Connects to Lodestar's `get_fields` and `get_slots`. The worked example of `CONTRIBUTING.md`.
"""

from __future__ import annotations

from typing import Any

from lodestar.engine.signals import get_fields, get_slots


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the key `subtitle`."""
    return {"posts": "plugins.subtitle.fields:PostSubtitle"}


def fill_slots(settings: Any) -> dict[str, str]:
    """At `get_slots`: the line, wherever a title stands."""
    return {"under_title": "subtitle/subtitle.html:subtitle"}


def register() -> None:
    """Connect to Lodestar's signals."""
    get_fields.connect(declare_fields)
    get_slots.connect(fill_slots)
