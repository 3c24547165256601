"""The kinds of content that every site has."""

from __future__ import annotations

from typing import Any

from lodestar.base.kinds import Kind
from lodestar.base.site_file import SITE_FILE
from lodestar.base.values import Article, Author, Page, SiteFile, TermFile

MAKERS = "lodestar.base.front_matter.kinds"


def kinds(settings: Any) -> tuple[Kind, ...]:
    """At `get_kinds`: posts, pages, authors, tags, categories and the site file."""
    return (
        Kind("posts", "posts", Article, f"{MAKERS}:article"),
        Kind("pages", "pages", Page, f"{MAKERS}:page"),
        Kind("authors", "authors", Author, f"{MAKERS}:author"),
        Kind("site", "", SiteFile, f"{MAKERS}:site", SITE_FILE, ".yaml"),
        Kind("tags", "tags", TermFile, f"{MAKERS}:term"),
        Kind("categories", "categories", TermFile, f"{MAKERS}:term"),
    )
