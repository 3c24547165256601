"""Collects redirects, and checks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from lodestar.base.address import Address, answered, read_address
from lodestar.base.problems import Problem
from lodestar.base.slugs import varies
from lodestar.base.values import Value
from lodestar.engine.site import Site, Term
from plugins.redirects.patterns import is_pattern
from plugins.redirects.rules import BROUGHT, GONE, Rule


class Redirect(NamedTuple):
    """An old address, the new one, and the file with the redirect."""

    old: Address
    new: str
    """An address of the site, a whole one elsewhere, or `gone`."""
    path: str
    """Path of the content file below content/, or of the file of rules."""
    line: int = 0
    """Line in the file of rules; 0 for a content file."""

    @property
    def address(self) -> Address:
        """The old address as that of what stood there: `/x/` for `/x/index.html`."""
        return self.old if "?" in self.old else Address(answered(read_address(self.old)))


class RedirectPage(Value):
    """The page at an old address."""

    url: str
    """The new address."""


def redirects(site: Site, rules: Iterable[Rule] = ()) -> Iterator[Redirect]:
    """Yield every redirect in the content and the files of rules, except patterns."""
    moved: dict[str, str] = {}
    """Where posts and pages are that had an address before: rules of an import lead there, so that nobody edits them."""
    for post in site.posts:
        moved |= dict.fromkeys(post.article.aliases, post.url)
        for alias in post.article.aliases:
            yield Redirect(alias, post.url, post.article.path)
    for value in (*site.content["pages"], *site.content["authors"]):
        for alias in value.aliases:
            if value.path in site.urls:
                moved[alias] = site.urls[value.path]
                yield Redirect(alias, site.urls[value.path], value.path)
    for term in (*site.tags.values(), *site.categories.values()):
        yield from _synonyms(site, term)
    yield from _of_plain_letters(site)
    for rule in rules:
        if not is_pattern(rule.old):
            new = moved.get(rule.new, rule.new) if rule.path.endswith(f"/{BROUGHT}") else rule.new
            yield Redirect(rule.old, new, rule.path, rule.line)


def _of_plain_letters(site: Site) -> Iterator[Redirect]:
    """Yield the redirects from where terms stood before their slugs followed the language: `/tag/fuhrung/`."""
    terms = (*site.tags.values(), *site.categories.values(), *site.authors.values())
    taken = {*site.urls.values(), *(term.url for term in terms)}
    for term in terms:
        members = site.members.get(term)
        if members and term.file is None and any(varies(item.label) for item in term.lineage):
            slug = "/".join(site.addresses.slug(item.label, item.kind, "en") for item in reversed(term.lineage))
            old = site.addresses.term(term.kind, slug)[0]
            if slug != term.slug and old not in taken:
                yield from _archive(site, term, slug, members[-1].article.path)


def _archive(site: Site, term: Term, slug: str, path: str) -> Iterator[Redirect]:
    """Yield the redirects from the archive and the feeds of another slug to those of a term."""
    yield Redirect(site.addresses.term(term.kind, slug)[0], term.url, path)
    for name in sorted(name for name in site.settings if name.startswith(f"{term.kind.upper()}_FEED_")):
        old, new = site.addresses.feed(name, slug)[0], site.addresses.feed(name, term.slug)[0]
        if old and new:
            yield Redirect(old, new, path)


def _synonyms(site: Site, term: Term) -> Iterator[Redirect]:
    """Yield the redirects from the archive and the feeds of a synonym to those of the term it stands for."""
    if term.file is None:
        return
    for synonym in getattr(term.file, "synonyms", ()):
        slug = site.terms.slug_of_name(term.kind, synonym)
        if slug != term.slug:
            yield from _archive(site, term, slug, term.file.path)


def file_of(address: str) -> str:
    """Return the file that answers an old address; empty where none can, as for one with a query."""
    if "?" in address:
        return ""
    path = unquote(address.split("#")[0]).strip("/")
    name = path.rpartition("/")[2]
    return path if "." in name and not name.startswith(".") else f"{path}/index.html".lstrip("/")


def faults(site: Site, redirects: Iterable[Redirect], others: Mapping[str, str]) -> Iterator[Problem]:
    """Yield problems with redirects that shadow a page, chain, loop, or lead to nothing.

    `others` says for each address of the site who asked for it, redirects left out.
    """
    known: dict[str, Redirect] = {}
    for redirect in redirects:
        place = place_of(site, redirect)
        if redirect.address in others:
            fault = f"the redirect of {redirect.old} shadows {others[redirect.address]}, which has this address"
            yield Problem(*place, fault, "delete it")
        elif redirect.address in known and known[redirect.address].new != redirect.new:
            other = place_of(site, known[redirect.address])[0]
            fault = f"{redirect.old} redirects to {redirect.new}, and by {other} to {known[redirect.address].new}"
            yield Problem(*place, fault, "keep one of the two")
        known.setdefault(redirect.address, redirect)
    for redirect in known.values():
        if redirect.new in known and redirect.new not in others:
            yield _chain(site, redirect, {old: other for old, other in known.items() if old not in others})
        elif redirect.new.startswith("/") and redirect.new.split("#")[0].split("?")[0] not in others:
            yield Problem(
                *place_of(site, redirect),
                f"{redirect.old} redirects to {redirect.new}, which leads to nothing",
                "name a page",
            )


def _chain(site: Site, redirect: Redirect, known: Mapping[str, Redirect]) -> Problem:
    steps: list[str] = [redirect.old]
    while steps[-1] in known and steps.count(steps[-1]) == 1:
        steps.append(known[steps[-1]].new)
    trail = " to ".join(steps)
    if steps[-1] in steps[:-1]:
        return Problem(
            *place_of(site, redirect), f"redirects lead in a circle: {trail}", "name the page that readers shall see"
        )
    return Problem(
        *place_of(site, redirect), f"redirects follow each other: {trail}", f"write {redirect.old} {steps[-1]}"
    )


def place_of(site: Site, redirect: Redirect) -> tuple[str, int]:
    """Return the file and the line of a redirect."""
    if redirect.line:
        return redirect.path, redirect.line
    return f"{site.shown}/{redirect.path}", site.line_of(redirect.path, "aliases")


def gone(redirects: Iterable[Redirect]) -> frozenset[str]:
    """Return the old addresses that are gone on purpose."""
    return frozenset(redirect.old for redirect in redirects if redirect.new == GONE)
