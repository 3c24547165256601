"""The page of each post, with the posts before and after it.

Stands on Lodestar's `get_fields`, `get_parts`, `get_page_parts` and `get_outputs`; other plugins add to the page by
`get_parts` and `get_page_parts`.
"""

from __future__ import annotations

from typing import Any

from lodestar.engine.signals import get_fields, get_outputs, get_page_parts, get_parts


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the picture."""
    return {"posts": "lodestar.base.front_matter.fields:Illustrated"}


def register() -> None:
    """Connect to Lodestar's signals."""
    from plugins.articles import hooks

    get_fields.connect(declare_fields)
    get_parts.connect(hooks.parts)
    get_outputs.connect(hooks.outputs)
    get_page_parts.connect(hooks.page_parts)
