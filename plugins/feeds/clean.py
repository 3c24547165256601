"""Prepares a post's HTML for feed readers: absolute addresses, and nothing that needs the site's styles or scripts.

A pure function of the HTML and an address; templates call it once per post, for any number of feeds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urljoin

import nh3
from markupsafe import Markup

from plugins.feeds.allowed import ADDRESSES, ATTRIBUTES, NOTHING, SCHEMES, TAGS
from plugins.feeds.mail import for_mail


def feed_html(html: str, page: str) -> Markup:
    """Return the HTML of a part of the post at the absolute address `page`, for feeds."""
    if not html:
        return Markup("")
    return Markup(clean(for_mail(str(html)), page).strip())


def clean(html: str, page: str) -> str:
    """Return any HTML, well-formed or not, with only elements that feed readers know, and absolute addresses."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(NOTHING),
        attributes=ATTRIBUTES,
        attribute_filter=_absolute(page),
        link_rel=None,
        url_schemes=SCHEMES,
    )


@lru_cache(maxsize=1)
def _absolute(page: str) -> Callable[[str, str, str], str | None]:
    """Return a filter that makes addresses absolute, as a browser on the page would."""

    def filter_attribute(tag: str, name: str, value: str) -> str | None:
        if name in ADDRESSES:
            return value if value.startswith(("https:", "http:", "mailto:")) else urljoin(page, value.strip())
        if name == "srcset":
            return absolute_srcset(value, page)
        return value

    return filter_attribute


def absolute_srcset(value: str, page: str) -> str:
    """Return a `srcset` with absolute addresses."""
    candidates = (candidate.split() for candidate in value.split(", "))
    return ", ".join(" ".join((urljoin(page, words[0].rstrip(",")), *words[1:])) for words in candidates if words)
