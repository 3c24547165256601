"""A call to action under (or within) every post, chosen by rule from `content/calls/`.

Stands on `initialized` and Lodestar's `get_parts`. Setting: `CALLS`.
"""

from __future__ import annotations

from pelican import signals

from plugins.signals import get_parts


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.course_cta import hooks

    signals.initialized.connect(hooks.configure)
    get_parts.connect(hooks.parts)
