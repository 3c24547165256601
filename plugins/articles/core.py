"""The page of a post."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lodestar.base.values import Link, Value
from lodestar.engine.signals import parts_of
from lodestar.engine.site import Output, Published, Site


class ArticlePage(Value):
    """The values shown on a post's page."""

    entry: Any
    """The post's `Entry`, keyed."""
    parts: dict[str, Any]
    """What plugins add to the page alone, by name."""
    url: str
    title: str
    description: str
    noindex: bool = False
    """Whether search engines are asked not to index it, as for a hidden post."""
    lang: str = ""
    """The tag of its language."""


class Neighbors(Value):
    """The posts published just before and after a post."""

    older: Link | None
    newer: Link | None


def neighbors(site: Site) -> Callable[[Published], Neighbors | None]:
    """Return a function that finds a post's neighbors."""
    links = [post.link for post in site.articles]
    place = {post.article.path: index for index, post in enumerate(site.articles)}

    def find(post: Published) -> Neighbors | None:
        index = place.get(post.article.path)
        if index is None:
            return None
        older = links[index + 1] if index + 1 < len(links) else None
        return Neighbors(older, links[index - 1] if index else None)

    return find


def page(site: Site, post: Published, makers: Mapping[str, Callable[[Published], Any]]) -> Output:
    """Return the page of one post, with the parts that functions make of it."""
    article = post.article
    value = ArticlePage(
        entry=site.entries[post],
        parts=parts_of(post, makers) | site.text_parts(article),
        url=post.url,
        title=article.title,
        description=article.summary,
        noindex=article.status == "hidden",
        lang=post.lang,
    )
    return Output(post.save_as, "article.html", value, f"{site.shown}/{article.path}", site.output_language(post.lang))
