"""Pictures in the sizes and formats that browsers like best, without what cameras add; cards for posts without one.

Stands on `initialized` and Lodestar's `get_pictures`, `get_page_parts` and `get_closing_outputs`. Setting: `PICTURES`.
"""

from __future__ import annotations

from pelican import signals

from lodestar.engine.signals import get_closing_outputs, get_page_parts, get_pictures


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.pictures import hooks

    signals.initialized.connect(hooks.configure)
    get_pictures.connect(hooks.pictures)
    get_page_parts.connect(hooks.page_parts)
    get_closing_outputs.connect(hooks.outputs)
