"""The page of each post, with the posts before and after it.

Connects to Lodestar's `get_fields`, `get_parts`, `get_page_parts` and `get_outputs`; other plugins add to the page by
`get_parts` and `get_page_parts`.
"""

from __future__ import annotations

from typing import Any

from lodestar.engine.signals import connect, get_fields, get_outputs, get_page_parts, get_parts


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the picture."""
    return {"posts": "lodestar.base.front_matter.fields:Illustrated"}


def register() -> None:
    """Connect to Lodestar's signals."""
    get_fields.connect(declare_fields)
    connect(get_parts, "plugins.articles.hooks:parts")
    connect(get_outputs, "plugins.articles.hooks:outputs")
    connect(get_page_parts, "plugins.articles.hooks:page_parts")
