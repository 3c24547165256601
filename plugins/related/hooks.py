"""The receivers of Lodestar's signals for related posts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

import msgspec

from lodestar.base.fingerprints import fingerprint
from lodestar.base.names import fold
from lodestar.base.values import Value
from lodestar.engine.site import Published, Site, Term
from plugins.related.core import NONE, RelatedCard, Relations, Tagged, related
from plugins.related.settings import RelatedSettings

NOTE = "plugins.related"
"""The name of the note that keeps the related posts: finding them takes all posts, and a change touches few."""


class RelatedNote(Value):
    """The related posts of all posts, as a build found them."""

    key: str
    """The fingerprint of the settings for which they were found."""
    relations: Relations


def parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_page_parts`: the related posts as cards; a hidden post has none."""
    places = _related_places(site, site.settings["RELATED"])
    places_by_post = dict(zip(site.articles, places, strict=True))

    @cache
    def card(place: int) -> RelatedCard:
        post = site.articles[place]
        article = post.article
        return RelatedCard(article.title, post.url, article.date, article.summary, site.image_of(article), post.lang)

    return {"related": lambda item: tuple(map(card, places_by_post.get(item, ()))) or None}


def _related_places(site: Site, settings: RelatedSettings) -> Sequence[Sequence[int]]:
    """Return the places of the posts related to each, with the help of the last build's."""
    posts = [_tagged(article) for article in site.articles]
    key = fingerprint([settings.posts, settings.near])
    note = msgspec.msgpack.decode(site.notes[NOTE], type=RelatedNote) if NOTE in site.notes else RelatedNote(key, NONE)
    last = note.relations if note.key == key else NONE
    if last.posts == posts:
        return last.related
    results = related(posts, settings.posts, settings.near, last)
    site.notes[NOTE] = msgspec.msgpack.encode(RelatedNote(key, Relations(posts, results)))
    return results


def _tagged(post: Published) -> Tagged:
    article = post.article
    series = article.fields.get("series", "")
    return Tagged(article.path, article.instant, tuple(map(_slug, post.tags)), fold(series) if series else "")


_slug: Callable[[Term], str] = attrgetter("slug")
