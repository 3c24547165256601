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
from plugins.related.core import NO_RELATIONS, Places, RelatedCard, Relations, Tagged, related
from plugins.related.settings import RelatedSettings

RECORD = "plugins.related"
"""The name of the record that keeps the related posts: finding them takes all posts, and a change touches few."""


class RelatedRecord(Value):
    """The related posts of all posts, as a build found them."""

    key: str
    """The fingerprint of everything from which they were found."""
    settings: RelatedSettings
    related: list[Places]
    posts: msgspec.Raw
    """The posts, newest first, to be decoded only where one of them changed: an edit seldom changes any."""


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


def _related_places(site: Site, settings: RelatedSettings) -> Sequence[Places]:
    """Return the places of the posts related to each; those of the last build where nothing changed that they are found from."""
    posts = [_tagged(article) for article in site.articles]
    key = fingerprint([posts, settings])
    record = msgspec.msgpack.decode(site.records[RECORD], type=RelatedRecord) if RECORD in site.records else None
    if record and record.key == key:
        return record.related
    last = NO_RELATIONS
    if record and record.settings == settings:
        last = Relations(msgspec.msgpack.decode(record.posts, type=list[Tagged]), record.related)
    results = related(posts, settings.posts, settings.near, last)
    encoded_posts = msgspec.Raw(msgspec.msgpack.encode(posts))
    site.records[RECORD] = msgspec.msgpack.encode(RelatedRecord(key, settings, results, encoded_posts))
    return results


def _tagged(post: Published) -> Tagged:
    article = post.article
    series = article.fields.get("series", "")
    return Tagged(article.path, article.instant, tuple(map(_slug, post.tags)), fold(series) if series else "")


_slug: Callable[[Term], str] = attrgetter("slug")
