"""Reads content: YAML front matter or Pelican's `Key: value` header, checked against one model a kind; Markdown.

Stands on Lodestar's `get_kinds`. Setting: Pelican's own `MARKDOWN`.
"""

from __future__ import annotations

from plugins.signals import get_kinds


def register() -> None:
    """Connect to Lodestar's signals."""
    from plugins.front_matter import hooks

    get_kinds.connect(hooks.kinds)
