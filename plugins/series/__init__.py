"""The parts of a series, in a box on the page of each of them.

Stands on Lodestar's `get_page_parts`. Posts name their series in their front matter; their dates give the order.
"""

from __future__ import annotations

from plugins.signals import get_page_parts


def register() -> None:
    """Connect to Lodestar's signals."""
    from plugins.series import hooks

    get_page_parts.connect(hooks.parts)
