"""The page of each post, with the posts before and after it.

Stands on Lodestar's `get_outputs`; other plugins add to the page by `get_parts` and `get_page_parts`.
"""

from __future__ import annotations

from plugins.signals import get_outputs, get_page_parts


def register() -> None:
    """Connect to Lodestar's signals."""
    from plugins.articles import hooks

    get_outputs.connect(hooks.outputs)
    get_page_parts.connect(hooks.page_parts)
