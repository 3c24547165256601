"""Old addresses that lead to new ones: `aliases` of posts and pages, synonyms of tags and categories.

Stands on Lodestar's `get_outputs`.
"""

from __future__ import annotations

from plugins.signals import get_outputs


def register() -> None:
    """Connect to Lodestar's signals."""
    from plugins.redirects import hooks

    get_outputs.connect(hooks.outputs)
