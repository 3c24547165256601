"""Pictures and other files from content/, and the theme's own files, copied as they are.

Connects to Lodestar's `get_outputs`.
"""

from __future__ import annotations

from lodestar.engine.signals import connect, get_outputs


def register() -> None:
    """Connect to Lodestar's signals."""
    connect(get_outputs, "plugins.static_files.hooks:outputs")
