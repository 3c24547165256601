"""Finds feed ids that changed, that vanished although their post still exists, or that are used twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lodestar.base.problems import Problem
from lodestar.publishing.checks.finding import Finding, Fix
from lodestar.publishing.ledger import Ledger
from lodestar.publishing.release import Member, Release

IRI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Yield a finding for every id that would make feed readers show a post or lesson again, or not at all."""
    yield from _find_duplicates(release)
    for member in release.members.values():
        if member.written and not IRI.fullmatch(member.written):
            fault = f'the id "{member.written}" is no address'
            yield Finding(_problem(release, member, fault, 'write "id: urn:uuid:..." or a whole address'))
    yield from _find_lost(release, ledger)


def _find_duplicates(release: Release) -> Iterator[Finding]:
    first: dict[str, Member] = {}
    for member in sorted(release.members.values(), key=lambda item: (item.kind == "lesson", item.date, item.path)):
        if member.id in first:
            place = f"{release.site.shown}/{first[member.id].path}"
            fault = f'the id "{member.id}" is also that of {place}; feed readers would show one of the two'
            yield Finding(_problem(release, member, fault, 'delete the line "id:" here; publishing writes a new one'))
        else:
            first[member.id] = member


def _find_lost(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Yield findings for announced ids that are gone, although the post or lesson they were announced for still exists.

    The ledger's addresses count too, in case a line about an entry was lost; posts that are in no feed
    were never announced.
    """
    by_address = {member.url: member for member in release.members.values()}
    for member in release.members.values():
        for alias in member.aliases:
            by_address.setdefault(alias, member)
    old_addresses = {answer.detail: address for address, answer in ledger.addresses.items() if answer.what == "post"}
    announced = {id: address for id, address in old_addresses.items() if id not in ledger.entries}
    unannounced = {post.article.path for post in release.site.hidden}
    for id, path in sorted((announced | {id: entry.path for id, entry in ledger.entries.items()}).items()):
        if id in release.members_by_id:
            continue
        owner = release.members.get(path) or by_address.get(old_addresses.get(id, path))
        if owner is None or owner.id in ledger.entries or (id in announced and owner.path in unannounced):
            continue
        if owner.written:
            fault = f'the id is "{owner.written}", and was "{id}" when the {owner.kind} was announced'
        else:
            fault = f'no "id", and the {owner.kind} was announced as "{id}"'
        fault += "; every feed reader would show it again"
        yield Finding(_problem(release, owner, fault, f'write "id: {id}"'), (Fix("id", owner.path, id),))


def _problem(release: Release, member: Member, fault: str, cure: str) -> Problem:
    return Problem(f"{release.site.shown}/{member.path}", release.site.line_of(member.path, "id"), fault, cure)
