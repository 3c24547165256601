"""What readers left under a post (`content/comments/<slug>.yaml`) or a page (`content/comments/pages/<slug>.yaml`).

In threads, with the ways to leave more, and a feed of the newest. Stands on `initialized` and Lodestar's `get_kinds`,
`get_fields`, `get_addresses`, `get_parts`, `get_page_parts`, `get_standalone_parts`, `get_slots`, `get_outputs` and
`get_sources`. Settings: `COMMENTS`, and `COMMENTS_FEED_RSS` for where the feed lies.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from lodestar.engine.signals import (
    get_addresses,
    get_fields,
    get_kinds,
    get_outputs,
    get_page_parts,
    get_parts,
    get_slots,
    get_sources,
    get_standalone_parts,
)


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the key `comments` of a post, and the site's mail address."""
    return {"posts": "plugins.comments.fields:Post", "site": "plugins.comments.fields:Site"}


def fill_slots(settings: Any) -> dict[str, tuple[str, ...]]:
    """At `get_slots`: the comments on a page, the way to them in an archive."""
    return {"discussion": ("comments/discussion.html:discussion", "comments/comment-count.html:comment_count")}


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.comments import hooks

    signals.initialized.connect(hooks.configure)
    get_kinds.connect(hooks.kinds)
    get_addresses.connect(hooks.addresses)
    get_fields.connect(declare_fields)
    get_parts.connect(hooks.parts)
    get_page_parts.connect(hooks.page_parts)
    get_standalone_parts.connect(hooks.standalone_parts)
    get_slots.connect(fill_slots)
    get_outputs.connect(hooks.outputs)
    get_sources.connect(hooks.sources)
