"""Feed ids: made once, written into the post's front matter, and never derived again."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from plugins.site import Site
from plugins.values import Article
from publishing.edit import replace, with_id


def new_id() -> str:
    """An id that no other post in the world has."""
    return f"urn:uuid:{uuid.uuid4()}"


def without_id(site: Site) -> tuple[Article, ...]:
    """The published posts that have no id of their own yet, ordered by path."""
    articles = (each.article for each in (*site.articles, *site.hidden))
    return tuple(sorted((article for article in articles if not article.id), key=lambda article: article.path))


def write_ids(site: Site, content: Path, make: Callable[[], str] = new_id) -> list[tuple[str, str]]:
    """Give every published post without an id one; answers the path and the id of each."""
    written = []
    for article in without_id(site):
        path, id = content / article.path, make()
        replace(path, with_id(path.read_bytes(), id))
        written.append((article.path, id))
    return written
