"""Feed ids that changed, vanished while their post is still there, or are used twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lodestar.base.problems import Problem
from lodestar.publishing.checks.finding import Finding, Fix
from lodestar.publishing.ledger import Ledger
from lodestar.publishing.release import Member, Release

IRI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Every id that would make a feed reader show a post or a lesson again, or not at all."""
    yield from _twice(release)
    for each in release.members.values():
        if each.written and not IRI.fullmatch(each.written):
            what = f'the id "{each.written}" is no address'
            yield Finding(_problem(release, each, what, 'write "id: urn:uuid:..." or a whole address'))
    yield from _lost(release, ledger)


def _twice(release: Release) -> Iterator[Finding]:
    first: dict[str, Member] = {}
    for each in sorted(release.members.values(), key=lambda each: (each.kind == "lesson", each.date, each.path)):
        if each.id in first:
            other = f"{release.site.shown}/{first[each.id].path}"
            what = f'the id "{each.id}" is also that of {other}; feed readers would show one of the two'
            yield Finding(_problem(release, each, what, 'delete the line "id:" here; publishing writes a new one'))
        else:
            first[each.id] = each


def _lost(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Announced ids that nothing has any more, though the post or lesson they were announced for is still there.

    What the ledger says of addresses is believed too, should a line about an entry be lost; posts that are in no feed
    were never announced.
    """
    by_address = {each.url: each for each in release.members.values()}
    for each in release.members.values():
        for alias in each.aliases:
            by_address.setdefault(alias, each)
    was_at = {answer.detail: address for address, answer in ledger.addresses.items() if answer.what == "post"}
    announced = {id: address for id, address in was_at.items() if id not in ledger.entries}
    unannounced = {post.article.path for post in release.site.hidden}
    for id, path in sorted((announced | {id: entry.path for id, entry in ledger.entries.items()}).items()):
        if id in release.members_by_id:
            continue
        there = release.members.get(path) or by_address.get(was_at.get(id, path))
        if there is None or there.id in ledger.entries or (id in announced and there.path in unannounced):
            continue
        if there.written:
            what = f'the id is "{there.written}", and was "{id}" when the {there.kind} was announced'
        else:
            what = f'no "id", and the {there.kind} was announced as "{id}"'
        what += "; every feed reader would show it again"
        yield Finding(_problem(release, there, what, f'write "id: {id}"'), (Fix("id", there.path, id),))


def _problem(release: Release, each: Member, what: str, cure: str) -> Problem:
    return Problem(f"{release.site.shown}/{each.path}", release.site.line_of(each.path, "id"), what, cure)
