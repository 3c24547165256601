"""Looks up authors by name."""

from __future__ import annotations

from lodestar.base.names import fold
from lodestar.base.values import Author
from lodestar.engine.site import Site


def authors_by_name(site: Site) -> dict[str, Author]:
    """Return the authors by their folded names and slugs; two files for one author are refused."""
    names: dict[str, Author] = {}
    slugs: dict[str, Author] = {}
    for author in site.content.get("authors", ()):
        first = names.setdefault(fold(author.name), author)
        if first is not author:
            fault, cure = f'"{author.name}" is described twice', "keep one of this file and {}, or name one otherwise"
            site.refuse(author.path, ("name",), fault, cure.format(f"{site.shown}/{first.path}"))
            continue
        first = slugs.setdefault(author.slug, author)
        if first is not author:
            fault, cure = f'"{author.name}" has the slug of "{first.name}"', "give another one to this file or {}"
            site.refuse(author.path, ("slug",), fault, cure.format(f"{site.shown}/{first.path}"))
    return {**{fold(slug): author for slug, author in slugs.items()}, **names}
