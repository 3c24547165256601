"""The biographies under a post."""

from __future__ import annotations

from lodestar.base.values import Author, Body, Image, Value
from lodestar.engine.site import Site, Term


class Bio(Value):
    """An author's biography below a post."""

    name: str
    url: str
    role: str
    body: Body
    portrait: Image | None


def bios(site: Site, authors: tuple[Term, ...]) -> tuple[Bio, ...] | None:
    """Return the biographies of authors, in order, without those who have none; None for no biography."""
    results = tuple(
        Bio(
            term.label,
            term.url,
            author.role,
            site.resolve(author, author.documents["bio"]),
            site.image_of(author, "portrait"),
        )
        for term in authors
        if isinstance(author := term.file, Author) and "bio" in author.documents
    )
    return results or None
