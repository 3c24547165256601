"""Courses: the landing page of each.

Stands on Lodestar's `get_kinds` and `get_outputs`.
"""

from __future__ import annotations

from plugins.signals import get_kinds, get_outputs


def register() -> None:
    """Connect to Lodestar's signals."""
    from plugins.course import hooks

    get_kinds.connect(hooks.kinds)
    get_outputs.connect(hooks.outputs)
