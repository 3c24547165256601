"""A letter, which announces one or more new posts on a channel, and the ways in which sending it can fail."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import NamedTuple

from lodestar.engine.site import Published, Site


class NotTaken(Exception):
    """The service certainly took nothing; the letter can be sent again. The message says why."""


class Unanswered(Exception):
    """The answer of the service was lost: it may or may not have the letter."""


class Letter(NamedTuple):
    """New posts, announced together."""

    channel: str
    """The channel's name in PUBLISH."""
    key: str
    """The same for every try whose outcome is unknown; sent as the idempotency key where a service takes one."""
    ids: tuple[str, ...]
    """The feed ids of its posts."""
    posts: tuple[Published, ...]
    """Newest first."""
    site: Site
    since: str
    """The release that brought its oldest post; no service had the letter before that moment."""

    @property
    def title(self) -> str:
        """A short description of it."""
        first = self.posts[0].article.title
        return f'"{first}"' if len(self.posts) == 1 else f'"{first}" and {len(self.posts) - 1} more'


def letter_key(channel: str, ids: Iterable[str], attempt: int) -> str:
    """Return the key of a letter. It changes after a refusal, since services repeat their answer to a known key."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "\n".join((channel, str(attempt), *sorted(ids)))))
