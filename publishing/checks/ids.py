"""Feed ids that changed, vanished while their post is still there, or are used twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.problems import Problem
from plugins.site import Published
from publishing.checks.finding import Finding, Fix
from publishing.ledger import Ledger
from publishing.release import Release

IRI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Every id that would make a feed reader show a post again, or not at all."""
    yield from _twice(release)
    for each in release.posts.values():
        id = each.article.id
        if id and not IRI.fullmatch(id):
            problem = _problem(
                release, each, f'the id "{id}" is no address', 'write "id: urn:uuid:..." or a whole address'
            )
            yield Finding(problem)
    yield from _lost(release, ledger)


def _twice(release: Release) -> Iterator[Finding]:
    first: dict[str, Published] = {}
    for each in sorted(release.posts.values(), key=lambda each: (each.article.instant, each.article.path)):
        id = release.id_of(each)
        if id in first:
            other = f"{release.site.shown}/{first[id].article.path}"
            what = f'the id "{id}" is also that of {other}; feed readers would show one of the two'
            yield Finding(_problem(release, each, what, 'delete the line "id:" here; publishing writes a new one'))
        else:
            first[id] = each


def _lost(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Announced ids that no post has any more, though the post they were announced for is still there."""
    by_address = {each.url: each for each in release.posts.values()}
    for each in release.posts.values():
        for alias in each.article.aliases:
            by_address.setdefault(alias, each)
    was_at = {answer.detail: address for address, answer in ledger.addresses.items() if answer.what == "post"}
    for id, entry in sorted(ledger.entries.items()):
        if id in release.by_id:
            continue
        there = release.posts.get(entry.path) or by_address.get(was_at.get(id, ""))
        if there is None or release.id_of(there) in ledger.entries:
            continue
        each = there
        if each.article.id:
            what = f'the id is "{each.article.id}", and was "{id}" when the post was announced'
        else:
            what = f'no "id", and the post was announced as "{id}"'
        what += "; every feed reader would show it again"
        yield Finding(_problem(release, each, what, f'write "id: {id}"'), Fix("id", each.article.path, id))


def _problem(release: Release, each: Published, what: str, cure: str) -> Problem:
    path = each.article.path
    return Problem(f"{release.site.shown}/{path}", release.site.line_of(path, "id"), what, cure)
