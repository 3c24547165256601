"""Finds archives of tags, categories and authors that would vanish: one finding for each, with its feeds and pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lodestar.base.front_matter.write import scalar
from lodestar.base.kinds import TERM_FOLDERS
from lodestar.base.problems import NEAR, Problem, nearest
from lodestar.engine.site import Site, Term
from lodestar.publishing.checks.finding import Finding, Fix
from lodestar.publishing.checks.places import MUCH, rules
from lodestar.publishing.ledger import Answer, Ledger
from lodestar.publishing.release import Release
from plugins.redirects.rules import GONE

BELOW = re.compile(r"(?<=/)(?:feed/(?:atom/)?)?(?:page/\d+/)?(?:feed(?:-\d+)?\.json)?$")
"""Matches what follows the address of an archive in those of its feeds and pages."""


class Group(NamedTuple):
    """A vanished archive with its feeds and pages."""

    kind: str
    slug: str
    address: str
    answer: Answer
    addresses: tuple[str, ...]
    """Its own and those of its feeds and pages."""


def groups(release: Release, lost: Mapping[str, Answer]) -> list[Group]:
    """Return the archives among the addresses `lost`."""
    results: dict[str, list[str]] = {}
    for address in lost:
        results.setdefault(BELOW.sub("", address), []).append(address)
    gathered = []
    for kind in TERM_FOLDERS:
        root = release.site.addresses.term(kind, "x")[0].partition("x")[0]
        if root in ("", "/"):
            continue
        for top, addresses in results.items():
            slug = top.removeprefix(root).strip("/")
            if top in lost and slug and release.site.addresses.term(kind, slug)[0] == top:
                gathered.append(Group(kind, slug, top, lost[top], tuple(addresses)))
    return gathered


def finding(release: Release, ledger: Ledger, group: Group) -> Finding:
    """Return the finding about an archive: another one replaces it, or its posts are gone."""
    site, fault = release.site, f"{group.address} was published and would vanish"
    terms = _terms(site, group.kind)
    target_term = next((term for term in terms.values() if term.url == group.answer.detail), None)
    if target_term:
        return _renamed(
            release, group, target_term, f"{fault}; it led to the {group.kind} {_named(target_term)} until now"
        )
    if renamed_term := _term_of_same_name(site, group, terms.values()):
        return _renamed(
            release,
            group,
            renamed_term,
            f"{fault}; the {group.kind} {_named(renamed_term)} is at {renamed_term.url} now",
        )
    if similar_term := _similar_term(ledger, group, terms):
        return _renamed(
            release, group, similar_term, f"{fault}; the {group.kind} most like it is {_named(similar_term)}"
        )
    index = "/" + (site.settings.get(f"{TERM_FOLDERS[group.kind].upper()}_SAVE_AS") or "").removesuffix("index.html")
    lines = [(old, index if _is_page(old) else GONE) for old in group.addresses]
    return rules(release, f"{fault}; no post has this {group.kind} any more", lines)


def _term_of_same_name(site: Site, group: Group, terms: Iterable[Term]) -> Term | None:
    """Return the term with the name of the vanished archive and another slug; None for none."""
    results = {site.terms.slug_of_letters(term): term for term in terms}
    last = {_last(slug): term for slug, term in reversed(results.items())}
    return results.get(group.slug) or last.get(_last(group.slug))


def _similar_term(ledger: Ledger, group: Group, terms: Mapping[str, Term]) -> Term | None:
    """Return the tag, category or author most like the vanished one, preferably a new one; None for none."""
    new = {slug: term for slug, term in terms.items() if term.url not in ledger.addresses}
    for candidates, least in ((new, NEAR), (terms, MUCH)):
        if closest := nearest(group.slug, candidates, least):
            return candidates[closest]
    return None


def _renamed(release: Release, group: Group, term: Term, fault: str) -> Finding:
    """Return a finding whose fixes redirect an archive: a synonym of `term` for it and its feeds, rules for the rest."""
    site = release.site
    if term.kind == "author":  # its file can have aliases for the archive, but not for its feeds
        return _ruled(release, group, term, fault)
    name = group.slug.replace("-", " ")
    if site.terms.slug_of_name(term.kind, name) != group.slug:  # its parent has another slug now
        return _ruled(release, group, term, fault)
    folder = TERM_FOLDERS[term.kind]
    path = term.file.path if term.file else f"{folder}/{term.slug}.md"
    if term.file:
        line = site.line_of(path, "synonyms")
        cure = f'add "{name}" to "synonyms"' if line > 1 else f'add the line "synonyms: [{scalar(name, flow=True)}]"'
    else:
        line, cure = 1, f'make this file with "label: {scalar(term.name)}" and "synonyms: [{scalar(name, flow=True)}]"'
    fixes = [Fix("synonym", path, name, term.name)]
    fixes += [Fix("rule", "", f"{old} {term.url}") for old in group.addresses if re.search(r"page/\d+/$", old)]
    return Finding(Problem(f"{site.shown}/{path}", line, fault, cure), tuple(fixes))


def _ruled(release: Release, group: Group, term: Term, fault: str) -> Finding:
    """Return a finding mended by rules, which redirect an archive and its feeds to those of `term`."""
    lines = []
    for old in group.addresses:
        ending = old.removeprefix(group.address)
        new = term.url + ending if term.url + ending in release.answers else term.url
        lines.append((old, new))
    return rules(release, fault, lines)


def _terms(site: Site, kind: str) -> Mapping[str, Term]:
    """Return the tags, categories or authors that have an archive."""
    all_terms = {"tag": site.tags, "category": site.categories, "author": site.authors}[kind]
    return {slug: term for slug, term in all_terms.items() if site.members.get(term) or term.file}


def _is_page(address: str) -> bool:
    return "feed" not in address.rstrip("/").rpartition("/")[2] and "/feed/" not in address


def _last(slug: str) -> str:
    return slug.rpartition("/")[2]


def _named(term: Term) -> str:
    return f'"{term.name}"'
