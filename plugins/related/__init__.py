"""Posts that share a post's tags, on its page; the rarer a shared tag, the more it weighs.

Stands on `initialized` and Lodestar's `get_page_parts`. Setting: `RELATED`.
"""

from __future__ import annotations

from pelican import signals

from plugins.signals import get_page_parts


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.related import hooks

    signals.initialized.connect(hooks.configure)
    get_page_parts.connect(hooks.parts)
