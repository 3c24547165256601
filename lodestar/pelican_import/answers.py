"""Compares the addresses of the old and the new site: redirects for what moved, and the ledger of both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lodestar.base.address import Address
from lodestar.base.addresses import Addresses
from lodestar.base.problems import Problem
from lodestar.engine.plan import Plan
from lodestar.engine.program import SiteOptions, hearing, load, problems_in
from lodestar.engine.signals import answers, get_closing_outputs, get_outputs
from lodestar.engine.site import Planned
from lodestar.pelican_import.places import TextPlace, old_address
from lodestar.pelican_import.reading import OldSite
from lodestar.pelican_import.settings import LISTS
from lodestar.pelican_import.terms import OldTerms
from plugins.redirects.core import file_of
from plugins.redirects.rules import IMPORTED_FILE

RELEASE = "pelican"
HEAD = """\
# Old addresses of the Pelican site and where they lead now; written by import-pelican.
"""
FEED = re.compile(r"\.(?:rss|atom|rdf)$|\.(?:rss|atom)\.xml$|(?:^|/)(?:feed|rss|atom)[^/]*\.xml$|^feeds?/.*\.xml$")
PAGED = {"category": "categories", "tag": "tags", "author": "authors", "period": "archives"}
"""The list to which an archive of a term or period redirects if it has no counterpart here."""


@dataclass(frozen=True)
class Answers:
    """The addresses of the new site."""

    addresses: frozenset[Address]
    """Empty where they are not known yet."""
    problems: tuple[Problem, ...] = ()
    """Why they are not known."""


def planned(content: Path, settings: Path, changes: Mapping[str, Any] = MappingProxyType({})) -> Answers:
    """Return the addresses of a site with `changes` of its settings; nothing is written."""
    options = SiteOptions(str(content), str(content.parent / "output"), str(settings))
    try:
        with hearing(quiet=True) as heard:
            pelican = load(options, {"workers": 1}, None, changes)
            rules = pelican.settings.get("REDIRECT_RULES") or ()  # those of an earlier import are replaced
            pelican.settings["REDIRECT_RULES"] = tuple(
                rule for rule in rules if not rule.path.endswith(f"/{IMPORTED_FILE}")
            )
            site = pelican.settings["BUILD_RUN"].look()
            plan = Plan()
            for answer in answers(get_outputs, site):
                plan.add(answer)
            for answer in answers(get_closing_outputs, Planned(site, dict(plan.outputs))):
                plan.add(answer)
    except SystemExit as stop:
        return Answers(frozenset(), (*problems_in(stop), *(problem for problem in heard.problems if problem.fatal)))
    return Answers(plan.addresses())


def redirects(
    site: OldSite,
    places: Sequence[TextPlace],
    files: Mapping[str, str],
    terms: OldTerms,
    settings: Mapping[str, Any],
    new_site: Answers,
) -> Iterator[tuple[str, str]]:
    """Yield old and new address of each page, file and feed without its old address on the new site."""
    texts = {place.old: place for place in places}
    rules = Addresses(settings)
    for file, kind, slug in site.output:
        old = old_address(file)
        nameless = file.rpartition("/")[2].startswith(".")  # `author/.html`, of an author without a name
        if kind == "theme" or nameless or old in new_site.addresses or old == "/":
            continue
        if (place := texts.get(old)) and (place.text.future or not place.public):
            continue
        new = place.address if place else _replacement(site, file, (kind, slug), files, terms, settings)
        if new and new != old and (not new_site.addresses or new in new_site.addresses):
            yield old, new
        elif new_site.addresses and (file.endswith((".html", ".htm")) or FEED.search(file)):
            yield old, "/" if file.endswith((".html", ".htm")) else _feed(rules) or "/"


def _replacement(
    site: OldSite,
    file: str,
    content: tuple[str, str],
    files: Mapping[str, str],
    terms: OldTerms,
    settings: Mapping[str, Any],
) -> str:
    """Return the address that replaces a file of the old output; empty for none."""
    kind, slug = content
    rules = Addresses(settings)
    if file in files:
        return "/" + files[file]
    if kind in ("tag", "category", "author") and (new := terms.address(kind, slug, rules)):
        return new
    if FEED.search(file):
        return _feed(rules)
    for name, begin in LISTS.items():
        if (kind in PAGED and PAGED[kind] == name) or file == site.settings.get(f"{begin}_SAVE_AS", f"{name}.html"):
            return old_address(settings[f"{begin}_SAVE_AS"]) if settings.get(f"{begin}_SAVE_AS") else ""
    return ""


def _feed(rules: Addresses) -> str:
    return rules.feed("FEED_ALL_ATOM")[0] or rules.feed("FEED_ALL_RSS")[0]


def rules_file(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Return redirects in the format of `redirects.txt`, with literal stars and colons quoted."""
    rows = ((old.replace("*", "%2A").replace("/:", "/%3A"), new) for old, new in pairs)
    return (HEAD + "".join(f"{old} {new}\n" for old, new in rows)).encode()


def lost_addresses(
    site: OldSite, places: Sequence[TextPlace], new_site: Answers, pairs: Iterable[tuple[str, str]]
) -> list[str]:
    """Return the old addresses that only a host with rules, or nothing, can answer."""
    redirected = {file_of(old) for old, _ in pairs}
    drafts = {place.old for place in places if not place.public}
    return [
        old_address(file)
        for file, kind, _ in site.output
        if kind != "theme"
        and (old := old_address(file)) not in new_site.addresses
        and not (file in redirected and file.endswith(".html"))
        and old not in drafts
    ]


def ledger_addresses(site: OldSite, places: Sequence[TextPlace], pairs: Iterable[tuple[str, str]]) -> str:
    """Return every address of the old site, in the format of the site's own ledger."""
    moved = dict(pairs)
    texts = {place.old: place for place in places}
    rows: dict[str, tuple[str, str]] = {}
    for file, kind, _ in site.output:
        old = old_address(file)
        place = texts.get(old)
        if kind == "theme" or (place and not place.public):
            continue
        if old in moved:
            rows[old] = ("redirect", moved[old])
        elif place:
            rows[old] = (place.text.kind, place.text.id)
        else:
            rows[old] = ("feed" if FEED.search(file) else "file" if kind == "file" else "archive", "")
    return _lines((old, *row) for old, row in rows.items())


def ledger_entries(places: Sequence[TextPlace]) -> str:
    """Return a line for every post that feeds may have announced: its id, date and file."""
    return _lines(
        (place.text.id, place.text.date, place.file)
        for place in places
        if place.text.status == "published" and place.text.kind == "post" and place.text.id
        if not (place.text.translation or place.text.future)
    )


def _lines(rows: Iterable[tuple[str, ...]]) -> str:
    return "".join("\t".join((*row, RELEASE)) + "\n" for row in sorted(rows))
