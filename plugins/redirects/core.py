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
from plugins.redirects.rules import IMPORTED_FILE, Rule


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
        """The old address in the form of a page's: `/x/` for `/x/index.html`."""
        return self.old if "?" in self.old else Address(answered(read_address(self.old)))


class RedirectPage(Value):
    """The page at an old address."""

    url: str
    """The new address."""


def redirects(site: Site, rules: Iterable[Rule] = ()) -> Iterator[Redirect]:
    """Yield every redirect in the content and the files of rules, except patterns."""
    moved: dict[str, str] = {}
    """The address of a post or page by each of its aliases: imported rules that name an alias lead there at once."""
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
    yield from _from_plain_letters(site)
    for rule in rules:
        if not is_pattern(rule.old):
            new = moved.get(rule.new, rule.new) if rule.path.endswith(f"/{IMPORTED_FILE}") else rule.new
            yield Redirect(rule.old, new, rule.path, rule.line)


def _from_plain_letters(site: Site) -> Iterator[Redirect]:
    """Yield the redirects from the addresses that terms had before slugs followed the language: `/tag/fuhrung/`."""
    terms = (*site.tags.values(), *site.categories.values(), *site.authors.values())
    used_addresses = {*site.urls.values(), *(term.url for term in terms)}
    for term in terms:
        members = site.members.get(term)
        if members and term.file is None and any(varies(item.label) for item in term.lineage):
            slug = "/".join(site.addresses.slug(item.label, item.kind, "en") for item in reversed(term.lineage))
            old = site.addresses.term(term.kind, slug)[0]
            if slug != term.slug and old not in used_addresses:
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


def faults(site: Site, redirects: Iterable[Redirect], sources: Mapping[str, str]) -> Iterator[Problem]:
    """Yield problems with redirects that shadow a page, chain, loop, or lead to nothing.

    `sources` has the source of the output at each address of the site, redirects left out.
    """
    by_address: dict[str, Redirect] = {}
    for redirect in redirects:
        place = place_of(site, redirect)
        if redirect.address in sources:
            fault = f"the redirect of {redirect.old} shadows {sources[redirect.address]}, which has this address"
            yield Problem(*place, fault, "delete it")
        elif redirect.address in by_address and by_address[redirect.address].new != redirect.new:
            other_file = place_of(site, by_address[redirect.address])[0]
            fault = (
                f"{redirect.old} redirects to {redirect.new}, and by {other_file} to {by_address[redirect.address].new}"
            )
            yield Problem(*place, fault, "keep one of the two")
        by_address.setdefault(redirect.address, redirect)
    for redirect in by_address.values():
        if redirect.new in by_address and redirect.new not in sources:
            yield _chain(site, redirect, {old: rule for old, rule in by_address.items() if old not in sources})
        elif redirect.new.startswith("/") and redirect.new.split("#")[0].split("?")[0] not in sources:
            yield Problem(
                *place_of(site, redirect),
                f"{redirect.old} redirects to {redirect.new}, which leads to nothing",
                "name a page",
            )


def _chain(site: Site, redirect: Redirect, by_address: Mapping[str, Redirect]) -> Problem:
    steps: list[str] = [redirect.old]
    while steps[-1] in by_address and steps.count(steps[-1]) == 1:
        steps.append(by_address[steps[-1]].new)
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
