"""Which old address leads where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from plugins.site import Site, Term
from plugins.values import Value


class Redirect(NamedTuple):
    """An old address, the new one, and the content file that says so."""

    old: str
    new: str
    path: str


class RedirectPage(Value):
    """What stands at an old address."""

    url: str
    """The new address."""


def redirects(site: Site) -> Iterator[Redirect]:
    """Every redirect that the content asks for."""
    for each in (*site.articles, *site.hidden):
        for alias in each.article.aliases:
            yield Redirect(alias, each.url, each.article.path)
    for value in (*site.content["pages"], *site.content["authors"]):
        for alias in value.aliases:
            if value.path in site.urls:
                yield Redirect(alias, site.urls[value.path], value.path)
    for term in (*site.tags.values(), *site.categories.values()):
        yield from _synonyms(site, term)


def _synonyms(site: Site, term: Term) -> Iterator[Redirect]:
    if term.file is None:
        return
    for synonym in getattr(term.file, "synonyms", ()):
        parts = synonym.split("/") if term.kind == "category" else [synonym]
        slug = "/".join(map(site.addresses.slug, parts))
        if slug != term.slug:
            yield Redirect(site.addresses.term(term.kind, slug)[0], term.url, term.file.path)


def file_of(address: str) -> str:
    """The file below the output folder that answers an old address."""
    path = address.split("?")[0].split("#")[0].strip("/")
    return path if path.endswith((".html", ".xml")) else f"{path}/index.html"
