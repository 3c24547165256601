"""The page of a post."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lodestar.base.values import Link, Value
from lodestar.engine.site import Output, Published, Site


class ArticlePage(Value):
    """What a post's page shows."""

    entry: Any
    """The post's `Entry`, keyed."""
    parts: dict[str, Any]
    """What plugins add to the page alone, by name."""
    url: str
    title: str
    description: str
    noindex: bool = False
    """Whether search engines are asked to leave it out, as for a post that no list names."""


class Neighbours(Value):
    """The posts before and after one, in time."""

    older: Link | None
    newer: Link | None


def neighbours(site: Site) -> Callable[[Published], Neighbours | None]:
    """Return a function that finds a post's neighbours."""
    links = [Link(article.article.title, article.url) for article in site.articles]
    place = {post.article.path: index for index, post in enumerate(site.articles)}

    def find(post: Published) -> Neighbours | None:
        index = place.get(post.article.path)
        if index is None:
            return None
        older = links[index + 1] if index + 1 < len(links) else None
        return Neighbours(older, links[index - 1] if index else None)

    return find


def page(site: Site, post: Published, makers: Mapping[str, Callable[[Published], Any]]) -> Output:
    """Return the page of one post."""
    article = post.article
    value = ArticlePage(
        entry=site.entries[post],
        parts={name: part for name, make in makers.items() if (part := make(post)) is not None},
        url=post.url,
        title=article.title,
        description=article.summary,
        noindex=article.status == "hidden",
    )
    return Output(post.save_as, "article.html", value, f"{site.shown}/{article.path}")
