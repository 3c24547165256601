"""Pictures and other files from content/, and the theme's own files, copied as they are.

Stands on Lodestar's `get_outputs`.
"""

from __future__ import annotations

from lodestar.engine.signals import get_outputs


def register() -> None:
    """Connect to Lodestar's signals."""
    from plugins.static_files import hooks

    get_outputs.connect(hooks.outputs)
