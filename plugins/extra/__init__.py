"""Keys of an author's own below `extra` in the header of a post or page; templates find them in `parts.extra`.

Connects to Lodestar's `get_fields`, `get_parts` and `get_standalone_parts`.
"""

from __future__ import annotations

from typing import Any

from lodestar.engine.signals import connect, get_fields, get_parts, get_standalone_parts


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the key `extra`."""
    return {"posts": "plugins.extra.fields:PostExtra", "pages": "plugins.extra.fields:PageExtra"}


def register() -> None:
    """Connect to Lodestar's signals."""
    get_fields.connect(declare_fields)
    connect(get_parts, "plugins.extra.hooks:parts")
    connect(get_standalone_parts, "plugins.extra.hooks:page_parts")
