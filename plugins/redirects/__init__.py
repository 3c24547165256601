"""Old addresses that lead to new ones: `aliases` of posts and pages, synonyms of tags and categories, address rules.

Stands on Pelican's `initialized` and Lodestar's `get_outputs` and `get_closing_outputs`. Setting: `REDIRECTS`. Rules for hosts that redirect by
themselves come from `plugins.hosting`.
"""

from __future__ import annotations

from pelican import signals

from lodestar.engine.signals import get_closing_outputs, get_outputs


def register() -> None:
    """Connect to Pelican's and Lodestar's signals."""
    from plugins.redirects import hooks

    signals.initialized.connect(hooks.configure)
    get_outputs.connect(hooks.outputs)
    get_closing_outputs.connect(hooks.closing_outputs)
