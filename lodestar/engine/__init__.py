"""Builds the site: reads the content once, plans every output, renders what changed, commits all or nothing.

Named first in `PLUGINS`. Connects to `initialized`, `get_generators`, `get_writer` and `finalized`, and brings the kinds
of content that every site has. Settings: `BUILD`, and Pelican's own `MARKDOWN`.
"""

from __future__ import annotations


def register() -> None:
    """Connect to Pelican's and Lodestar's signals."""
    from pelican import signals  # here, since this package is imported before commands import Pelican their own way

    from lodestar.engine import hooks, kinds
    from lodestar.engine.signals import get_kinds

    get_kinds.connect(kinds.kinds)
    signals.initialized.connect(hooks.begin)
    signals.get_generators.connect(hooks.generator)
    signals.get_writer.connect(hooks.writer)
    signals.all_generators_finalized.connect(hooks.count)
    signals.finalized.connect(hooks.finish)
