"""A call to action under (or within) every post, and under archives of excerpts, chosen by rule from `content/calls/`.

Stands on `initialized` and Lodestar's `get_parts` and `get_archive_parts`. Setting: `CALLS`.
"""

from __future__ import annotations

from pelican import signals

from plugins.signals import get_archive_parts, get_parts


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.course_cta import hooks

    signals.initialized.connect(hooks.configure)
    get_parts.connect(hooks.parts)
    get_archive_parts.connect(hooks.archive_parts)
