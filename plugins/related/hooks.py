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
from plugins.related.core import RelatedCard, Tagged, related
from plugins.related.settings import RelatedSettings

NOTE = "plugins.related"
"""The name of the note that keeps the related posts: finding them takes all posts, and an edit seldom changes them."""


class Kept(Value):
    """The related posts of all posts, as a build found them."""

    key: str
    """The fingerprint of everything from which it was found."""
    chosen: list[tuple[int, ...]]
    """The places of the posts related to each, the most related first."""


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
    """Return the places of the posts related to each; those of the last build if its posts had the same tags, dates and series."""
    posts = [_tagged(article) for article in site.articles]
    key = fingerprint([posts, settings.posts, settings.near])
    note = site.notes.get(NOTE)
    result = msgspec.msgpack.decode(note, type=Kept) if note else None
    if result is None or result.key != key:
        result = Kept(key, related(posts, settings.posts, settings.near))
        site.notes[NOTE] = msgspec.msgpack.encode(result)
    return result.chosen


def _tagged(post: Published) -> Tagged:
    article = post.article
    series = article.fields.get("series", "")
    return Tagged(article.path, article.instant, tuple(map(_slug, post.tags)), fold(series) if series else "")


_slug: Callable[[Term], str] = attrgetter("slug")
