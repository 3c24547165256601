"""A letter: what one channel is told of one or more new posts, and what can become of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import NamedTuple

from lodestar.engine.site import Published, Site


class NotTaken(Exception):
    """The service surely took nothing; the letter can be sent another time. The message says why."""


class Unanswered(Exception):
    """The answer of the service was lost: it may have the letter or not."""


class Letter(NamedTuple):
    """New posts, announced together."""

    channel: str
    """The channel's name in PUBLISH."""
    key: str
    """The same for every try whose end is not known; a service that takes a key is given this one."""
    ids: tuple[str, ...]
    """The feed ids of its posts."""
    posts: tuple[Published, ...]
    """Newest first."""
    site: Site
    since: str
    """The release that brought its oldest post, which is the moment before which no service had it."""

    @property
    def title(self) -> str:
        """What it is about, in few words."""
        first = self.posts[0].article.title
        return f'"{first}"' if len(self.posts) == 1 else f'"{first}" and {len(self.posts) - 1} more'


def letter_key(channel: str, ids: Iterable[str], attempt: int) -> str:
    """Return the key of a letter: another one after a refusal, for services answer a known key as they did before."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "\n".join((channel, str(attempt), *sorted(ids)))))
