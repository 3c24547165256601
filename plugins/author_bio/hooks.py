"""The receivers of Lodestar's signals for biographies."""

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


def archive_parts(site: Site) -> dict[str, Callable[[Term], Any]]:
    """At `get_archive_parts`: those of the newest post's authors, but not below their own archive."""

    def newest(term: Term) -> tuple[Bio, ...] | None:
        members = site.members.get(term, ())
        return bios(site, members[0].authors) if members and term.kind != "author" else None

    return {"author_bio": newest}
