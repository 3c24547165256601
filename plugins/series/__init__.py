"""The parts of a series, in a box on the page of each of them.

Connects to Lodestar's `get_fields`, `get_page_parts` and `get_slots`. Posts name their series in their front matter;
their numbers there give the order, else their dates.
"""

from __future__ import annotations

from typing import Any

from lodestar.engine.signals import connect, get_fields, get_page_parts, get_slots


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the keys `series` and `part`."""
    return {"posts": "plugins.series.fields:PostSeries"}


def fill_slots(settings: Any) -> dict[str, str]:
    """At `get_slots`: the box above the text."""
    return {"before_text": "series/series-box.html:series_box"}


def register() -> None:
    """Connect to Lodestar's signals."""
    get_fields.connect(declare_fields)
    connect(get_page_parts, "plugins.series.hooks:parts")
    get_slots.connect(fill_slots)
