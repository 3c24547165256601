"""The receivers of Lodestar's signals for related posts."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from lodestar.base.names import fold
from lodestar.engine.site import Published, Site
from plugins.related.core import RelatedCard, Tagged, related
from plugins.related.settings import RelatedSettings


def parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_page_parts`: the related posts as cards; a hidden post has none."""
    settings: RelatedSettings = site.settings["RELATED"]
    chosen = related([_tagged(article) for article in site.articles], settings.posts, settings.near)
    by_post = dict(zip(site.articles, chosen, strict=True))

    @cache
    def card(place: int) -> RelatedCard:
        post = site.articles[place]
        article = post.article
        return RelatedCard(article.title, post.url, article.date, article.summary, site.image_of(article), post.lang)

    return {"related": lambda item: tuple(map(card, by_post.get(item, ()))) or None}


def _tagged(post: Published) -> Tagged:
    article = post.article
    series = article.fields.get("series", "")
    return Tagged(article.path, article.instant, tuple(term.slug for term in post.tags), fold(series))
