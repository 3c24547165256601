"""Pages that are no posts (about, privacy, ...), and the page for addresses that lead to nothing.

Stands on Lodestar's `get_outputs`.
"""

from __future__ import annotations

from plugins.signals import get_outputs


def register() -> None:
    """Connect to Lodestar's signals."""
    from plugins.pages import hooks

    get_outputs.connect(hooks.outputs)
