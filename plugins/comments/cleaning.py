"""Makes safe HTML of the Markdown in comments: only simple elements and links are kept."""

from __future__ import annotations

from functools import lru_cache

import nh3
from markdown import Markdown

from lodestar.base.front_matter.quotes import QuotesExtension

ELEMENTS = {"p", "br", "a", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li"}
ATTRIBUTES = {"a": {"href"}}
SCHEMES = {"http", "https", "mailto"}
LINKS = "nofollow ugc noopener"
"""The `rel` of links: they are readers', not ours (`ugc`), and gain no rank from them (`nofollow`)."""


def clean(text: str) -> str:
    """Return safe HTML for the Markdown of a comment."""
    parser = _parser()
    parser.reset()
    return nh3.clean(
        parser.convert(text),
        tags=ELEMENTS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel=LINKS,
    )


@lru_cache(maxsize=1)
def _parser() -> Markdown:
    return Markdown(
        extensions=["nl2br", "sane_lists", "smarty", "fenced_code", QuotesExtension()], output_format="html"
    )
