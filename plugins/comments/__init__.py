"""What readers left under a post (`content/comments/<slug>.yaml`), in threads, and how to leave more.

Stands on `initialized` and Lodestar's `get_kinds`, `get_parts` and `get_page_parts`. Setting: `COMMENTS`.
"""

from __future__ import annotations

from pelican import signals

from plugins.signals import get_kinds, get_page_parts, get_parts


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.comments import hooks

    signals.initialized.connect(hooks.configure)
    get_kinds.connect(hooks.kinds)
    get_parts.connect(hooks.parts)
    get_page_parts.connect(hooks.page_parts)
