"""The receivers of Lodestar's signals for the pages of posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lodestar.engine.signals import get_page_parts, makers
from lodestar.engine.site import Output, Published, Site
from plugins.articles import core


def parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_parts`: the picture of a post."""
    return {"image": lambda post: site.image_of(post.article)}


def page_parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_page_parts`: the neighbors, and the author's own summary; a generated one would repeat the text."""
    return {
        "neighbours": core.neighbors(site),
        "standfirst": lambda post: post.article.summary if post.article.summed_up else None,
    }


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: a page for each post."""
    all_makers = makers(get_page_parts, site)
    for post in site.posts:
        yield core.page(site, post, all_makers)
