"""Comments of readers under a post (`content/comments/<slug>.yaml`) or a page (`content/comments/pages/<slug>.yaml`).

In threads, with the ways to leave more, and a feed of the newest. Connects to `initialized` and Lodestar's `get_kinds`,
`get_fields`, `get_addresses`, `get_parts`, `get_page_parts`, `get_standalone_parts`, `get_slots`, `get_outputs` and
`get_sources`. Settings: `COMMENTS`, and `COMMENTS_FEED_RSS` for where the feed lies.
"""

from __future__ import annotations

from typing import Any

from lodestar.base.kinds import Kind
from lodestar.base.policy import Sources
from lodestar.base.settings import parse
from lodestar.engine.signals import (
    connect,
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
from plugins.comments.core import CommentsFile, origin
from plugins.comments.settings import CommentSettings

EMBEDDED = ("script-src", "style-src", "img-src", "connect-src", "frame-src")
"""What a service for comments loads into a post's page."""


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the key `comments` of a post, and the site's mail address."""
    return {"posts": "plugins.comments.fields:PostComments", "site": "plugins.comments.fields:SiteComments"}


def fill_slots(settings: Any) -> dict[str, tuple[str, ...]]:
    """At `get_slots`: the comments on a page, the way to them in an archive."""
    return {"discussion": ("comments/discussion.html:discussion", "comments/comment-count.html:comment_count")}


def configure(pelican: Any) -> None:
    """At `initialized`."""
    pelican.settings["COMMENTS"] = parse(CommentSettings, "COMMENTS", pelican.settings.get("COMMENTS"))
    helpers = pelican.settings.get("HELPERS", {})
    pelican.settings["HELPERS"] = {**helpers, "letter": "plugins.comments.core:letter"}


def kinds(settings: Any) -> tuple[Kind, ...]:
    """At `get_kinds`."""
    return (Kind("comments", "comments", CommentsFile, "plugins.comments.reading:comments", ending=".yaml"),)


def sources(settings: Any) -> dict[str, Sources]:
    """At `get_sources`: the service for comments, where there is one."""
    service = origin(settings["COMMENTS"])
    return {"comments": dict.fromkeys(EMBEDDED, (service,))} if service else {}


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from pelican import signals

    signals.initialized.connect(configure)
    get_kinds.connect(kinds)
    connect(get_addresses, "plugins.comments.hooks:addresses")
    get_fields.connect(declare_fields)
    connect(get_parts, "plugins.comments.hooks:parts")
    connect(get_page_parts, "plugins.comments.hooks:page_parts")
    connect(get_standalone_parts, "plugins.comments.hooks:standalone_parts")
    get_slots.connect(fill_slots)
    connect(get_outputs, "plugins.comments.hooks:outputs")
    get_sources.connect(sources)
