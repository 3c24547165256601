"""Standalone pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import field

from lodestar.base.languages import gettext
from lodestar.base.values import Body, Image, Link, Page, Value
from lodestar.engine.signals import parts_of
from lodestar.engine.site import Output, Site

NOT_FOUND = "404.html"
LATEST = 5
"""The number of recent posts on the page for missing addresses."""


class StandalonePage(Value):
    """The values shown on a page."""

    title: str
    description: str
    url: str
    body: Body
    image: Image | None
    modified: str = ""
    noindex: bool = False
    """Whether search engines are asked to leave it out, as for a hidden page."""
    parts: dict[str, Any] = field(default_factory=dict)
    """What plugins add to it, by name."""
    lang: str = ""
    """The tag of its language."""


class NotFound(Value):
    """The values shown on the page for missing addresses."""

    title: str
    description: str
    url: str
    posts: tuple[Link, ...]
    """The newest posts."""
    tags: tuple[Link, ...]
    """Tags with most posts."""


def standalone(site: Site, page: Page, makers: Mapping[str, Callable[[Page], Any]]) -> Output:
    """Return the output of one page."""
    url, save_as = site.addresses.written(page.url) if page.url else site.addresses.page(page.slug)
    value = StandalonePage(
        page.title,
        page.summary,
        url,
        site.resolve(page, page.body),
        site.image_of(page),
        page.modified,
        page.status == "hidden",
        site.declared_parts(page) | parts_of(page, makers) | site.text_parts(page),
        site.tag_of(page.lang),
    )
    return Output(save_as, "page.html", value, f"{site.shown}/{page.path}", site.output_language(value.lang))


def not_found(site: Site) -> Output:
    """Return the page for missing addresses."""
    top_tags = sorted(site.tags.values(), key=lambda term: (-len(site.members[term]), term.slug))[:8]
    posts = tuple(post.link for post in site.articles[:LATEST])
    tags = tuple(term.link for term in sorted(top_tags, key=lambda term: term.slug))
    value = NotFound(
        gettext("This page is not here"), gettext("The address leads to nothing on this site."), "", posts, tags
    )
    return Output(NOT_FOUND, "404.html", value, "the page for lost addresses")
