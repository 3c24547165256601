"""A table of contents on long posts, and how many minutes a post takes to read.

Stands on `initialized` and Lodestar's `get_parts` and `get_page_parts`. Setting: `CONTENTS`.
"""

from __future__ import annotations

from pelican import signals

from plugins.signals import get_page_parts, get_parts


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.contents import hooks

    signals.initialized.connect(hooks.configure)
    get_parts.connect(hooks.parts)
    get_page_parts.connect(hooks.page_parts)
