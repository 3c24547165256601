"""Archives of tags, categories, authors and dates, the home page, and the indexes of all of them: one mechanism.

Stands on `initialized` and Lodestar's `get_outputs`. Setting: `ARCHIVES`.
"""

from __future__ import annotations

from pelican import signals

from plugins.signals import get_outputs


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.tag_archives import hooks

    signals.initialized.connect(hooks.configure)
    get_outputs.connect(hooks.outputs)
