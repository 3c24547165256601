"""Addresses that were published once and would answer no more."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plugins.problems import NEAR, Problem
from plugins.redirects.rules import GONE
from plugins.site import Term
from publishing.checks.finding import Finding, Fix
from publishing.ledger import FOLDER, Answer, Ledger
from publishing.release import Release

NUMBERED = re.compile(r"page/\d+/$")
MUCH = 0.8
"""How alike the end of an address must be to that of a post which was there before (0 to 1, difflib's ratio)."""
LINE = re.compile(r"[^/]+/?$")
"""The last part of an address."""


class _Place(NamedTuple):
    """What might take the place of an address."""

    url: str
    path: str
    title: str


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Every address of the ledger that nothing answers."""
    answered = release.answers
    known = ledger.addresses.keys()
    places = [_Place(each.url, each.article.path, each.article.title) for each in release.posts.values()]
    places += [
        _Place(release.site.urls[page.path], page.path, page.title)
        for page in release.site.content.get("pages", ())
        if page.path in release.site.urls
    ]
    new = [place for place in places if place.url not in known]
    for address, answer in sorted(ledger.addresses.items()):
        if address in answered or f"{address}/" in answered or address.rstrip("/") in answered:
            if answer.what == "post" and (now := answered.get(address)) and now.what == "post":
                yield from _taken(release, address, answer.detail, now.detail)
        elif answer.what != "redirect" or answer.detail != GONE:
            yield _vanished(release, address, answer, new, places)


def _vanished(
    release: Release, address: str, answer: Answer, new: Sequence[_Place], places: Sequence[_Place]
) -> Finding:
    if answer.what == "post" and (each := release.by_id.get(answer.detail)):
        place = _Place(each.url, each.article.path, each.article.title)
        return _alias(release, address, place, "this post moved from there")
    if answer.what == "redirect":
        target = next((place for place in places if place.url == answer.detail), None)
        if target:
            return _alias(release, address, target, "it led here until now")
    if answer.what in ("post", "page"):
        if alike := _alike(address, new, NEAR) or _alike(address, places, MUCH):
            return _alias(release, address, alike, "this is the one most like it")
        if term := _term_near(release, address):
            return _synonym(release, address, *term)
    return _rule(release, address, answer)


def _alias(release: Release, address: str, place: _Place, why: str) -> Finding:
    what = f"{address} was published and would vanish; {why}"
    line = release.site.line_of(place.path, "aliases")
    cure = f'add the line "aliases: [{address}]"'
    if line > 1:
        cure = f'add "{address}" to "aliases"'
    return Finding(Problem(f"{release.site.shown}/{place.path}", line, what, cure), Fix("alias", place.path, address))


def _alike(address: str, places: Sequence[_Place], least: float) -> _Place | None:
    """The place whose address ends most like `address`."""
    last = _last(address)
    names = {_last(place.url): place for place in reversed(places)}
    near = difflib.get_close_matches(last, names, n=1, cutoff=least)
    return names[near[0]] if near else None


def _last(address: str) -> str:
    found = LINE.search(address)
    return found[0].strip("/") if found else ""


def _term_near(release: Release, address: str) -> tuple[str, Term] | None:
    """The tag or category whose archive an address was most likely, had it another name."""
    site = release.site
    for kind, terms in (("tag", site.tags), ("category", site.categories)):
        root = site.addresses.term(kind, "x")[0].partition("x")[0]
        if address.startswith(root) and address.endswith("/"):
            slug = address[len(root) :].strip("/")
            near = difflib.get_close_matches(slug, terms, n=1, cutoff=NEAR)
            if near and terms[near[0]].file:
                return slug, terms[near[0]]
    return None


def _synonym(release: Release, address: str, slug: str, term: Term) -> Finding:
    assert term.file is not None
    path = f"{release.site.shown}/{term.file.path}"
    what = f'{address} was published and would vanish; the {term.kind} most like it is "{term.label}"'
    cure = f'add "{slug.replace("-", " ")}" to "synonyms"'
    return Finding(Problem(path, release.site.line_of(term.file.path, "synonyms"), what, cure))


def _rule(release: Release, address: str, answer: Answer) -> Finding:
    """What has no post to speak for it gets a line in the file of address rules."""
    what = f"{address} was published and would vanish"
    if target := _above(release, address, answer):
        line = f"{address} {target}"
        cure = f'add the line "{line}" to {_file(release)}'
        return Finding(Problem(f"{FOLDER}/addresses.txt", 1, what, cure), Fix("rule", "", line))
    cure = f'add it to the "aliases" of what takes its place, or the line "{address} {GONE}" to {_file(release)}'
    return Finding(Problem(f"{FOLDER}/addresses.txt", 1, what, cure))


def _file(release: Release) -> str:
    return str(release.site.settings["REDIRECTS"].file)


def _above(release: Release, address: str, answer: Answer) -> str:
    """The page that holds what the address held: an archive for its numbered page, a year for its month."""
    answered = release.answers
    if answer.what == "archive" or NUMBERED.search(address):
        above = NUMBERED.sub("", address)
        while above not in answered and above != "/":
            above = re.sub(r"[^/]+/$", "", above)
        return above if above != "/" or NUMBERED.search(address) else ""
    if answer.what == "file":
        name = address.rpartition("/")[2]
        same = sorted(each for each in answered if each.rpartition("/")[2] == name)
        return same[0] if len(same) == 1 else ""
    return ""


def _taken(release: Release, address: str, before: str, now: str) -> Iterator[Finding]:
    """A post that stands where another stood, while the other is still there: its readers would meet the wrong text."""
    if before != now and before in release.by_id:
        here, there = release.by_id[now], release.by_id[before]
        path = f"{release.site.shown}/{here.article.path}"
        what = f'{address} was the address of "{there.article.title}", which is now at {there.url}'
        line = release.site.line_of(here.article.path, "slug")
        yield Finding(Problem(path, line, what, "give this post another slug"))
