"""Where biographies meet Lodestar's signals."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from lodestar.engine.site import Published, Site, Term
from plugins.author_bio.core import Bio, bios


def parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_parts`: the biographies, made once for posts by the same authors."""

    @cache
    def by_authors(authors: tuple[Term, ...]) -> tuple[Bio, ...] | None:
        return bios(site, authors)

    return {"author_bio": lambda item: by_authors(item.authors)}
