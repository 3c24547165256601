"""Builds the site: reads the content once, plans every output, renders what changed, commits all or nothing.

Stands on `initialized`, `get_generators`, `get_writer` and `finalized`. Setting: `BUILD`.
"""

from __future__ import annotations

from pelican import signals


def register() -> None:
    """Connect to Pelican."""
    from plugins.build import hooks

    signals.initialized.connect(hooks.begin)
    signals.get_generators.connect(hooks.generator)
    signals.get_writer.connect(hooks.writer)
    signals.finalized.connect(hooks.finish)
