"""Prepares a post's HTML for feed readers: absolute addresses, and nothing that needs the site's styles or scripts.

A pure function of the HTML and an address; templates call it once per post, for any number of feeds.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from urllib.parse import urljoin

import nh3
from markupsafe import Markup

from plugins.feeds.allowed import ADDRESSES, ATTRIBUTES, NOTHING, SCHEMES, TAGS
from plugins.feeds.mail import for_mail

_page: ContextVar[str] = ContextVar("page")
"""The address of the page whose HTML is being cleaned."""


def feed_html(html: str, page: str) -> Markup:
    """Return the HTML of a part of the post at the absolute address `page`, for feeds."""
    if not html:
        return Markup("")
    return Markup(clean(for_mail(str(html)), page).strip())


def clean(html: str, page: str) -> str:
    """Return any HTML, well-formed or not, with only elements that feed readers know, and absolute addresses."""
    before = _page.set(page)
    try:
        return _cleaner().clean(html)
    finally:
        _page.reset(before)


@cache
def _cleaner() -> nh3.Cleaner:
    """Return the cleaner of all pages: to make one takes a third of the time that it takes to clean a post."""
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(NOTHING),
        attributes=ATTRIBUTES,
        attribute_filter=_absolute,
        link_rel=None,
        url_schemes=SCHEMES,
    )


def _absolute(tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute, with absolute addresses as a browser on the page would make them."""
    if name in ADDRESSES:
        return value if value.startswith(("https:", "http:", "mailto:")) else urljoin(_page.get(), value.strip())
    if name == "srcset":
        return absolute_srcset(value, _page.get())
    return value


def absolute_srcset(value: str, page: str) -> str:
    """Return a `srcset` with absolute addresses."""
    candidates = (candidate.split() for candidate in value.split(", "))
    return ", ".join(" ".join((urljoin(page, words[0].rstrip(",")), *words[1:])) for words in candidates if words)
