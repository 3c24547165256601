"""Prepares a post's HTML for feed readers: absolute addresses, and nothing that needs the site's styles or scripts.

A pure function of the HTML and an address; templates call it once per post, for any number of feeds.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from urllib.parse import urljoin

import nh3
from markupsafe import Markup

from plugins.feeds.allowed import ADDRESS_ATTRIBUTES, ATTRIBUTES, DROPPED_TAGS, SCHEMES, SHOWN_TAGS
from plugins.feeds.mail import rewrite_for_mail

_page: ContextVar[str] = ContextVar("page")
"""The address of the page whose HTML is being cleaned."""


def feed_html(html: str, page: str) -> Markup:
    """Return the HTML of a part of the post at the absolute address `page`, for feeds."""
    if not html:
        return Markup("")
    return Markup(clean(rewrite_for_mail(str(html)), page).strip())


def clean(html: str, page: str) -> str:
    """Return HTML, well-formed or not, with absolute addresses and only those elements that feed readers know."""
    token = _page.set(page)
    try:
        return _cleaner().clean(html)
    finally:
        _page.reset(token)


@cache
def _cleaner() -> nh3.Cleaner:
    """Return the cleaner, one for all pages: making one takes a third of the time that cleaning a post takes."""
    return nh3.Cleaner(
        tags=set(SHOWN_TAGS),
        clean_content_tags=set(DROPPED_TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=_make_absolute,
        link_rel=None,
        url_schemes=SCHEMES,
    )


def _make_absolute(tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute, its addresses made absolute as a browser on the page would do it."""
    if name in ADDRESS_ATTRIBUTES:
        return value if value.startswith(("https:", "http:", "mailto:")) else urljoin(_page.get(), value.strip())
    if name == "srcset":
        return absolute_srcset(value, _page.get())
    return value


def absolute_srcset(value: str, page: str) -> str:
    """Return a `srcset` with absolute addresses."""
    candidates = (candidate.split() for candidate in value.split(", "))
    return ", ".join(" ".join((urljoin(page, words[0].rstrip(",")), *words[1:])) for words in candidates if words)
