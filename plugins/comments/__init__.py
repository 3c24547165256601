"""What readers left under a post (`content/comments/<slug>.yaml`) or a page (`content/comments/pages/<slug>.yaml`).

In threads, with the ways to leave more, and a feed of the newest. Stands on `initialized` and Lodestar's `get_kinds`,
`get_addresses`, `get_parts`, `get_page_parts`, `get_standalone_parts`, `get_outputs` and `get_sources`. Settings:
`COMMENTS`, and `COMMENTS_FEED_RSS` for where the feed lies.
"""

from __future__ import annotations

from pelican import signals

from plugins.signals import (
    get_addresses,
    get_kinds,
    get_outputs,
    get_page_parts,
    get_parts,
    get_sources,
    get_standalone_parts,
)


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.comments import hooks

    signals.initialized.connect(hooks.configure)
    get_kinds.connect(hooks.kinds)
    get_addresses.connect(hooks.addresses)
    get_parts.connect(hooks.parts)
    get_page_parts.connect(hooks.page_parts)
    get_standalone_parts.connect(hooks.standalone_parts)
    get_outputs.connect(hooks.outputs)
    get_sources.connect(hooks.sources)
