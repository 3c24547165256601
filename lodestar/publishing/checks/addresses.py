"""Finds published addresses that would no longer answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from lodestar.base.address import Address
from lodestar.base.problems import NEAR, Problem
from lodestar.engine.static import is_never_copied
from lodestar.publishing.checks import terms
from lodestar.publishing.checks.finding import Choice, Finding, Fix
from lodestar.publishing.checks.places import MUCH, Replacement, alike, gone_choice, places, rules, without_replacement
from lodestar.publishing.ledger import Answer, Ledger
from lodestar.publishing.release import Release
from plugins.redirects.rules import GONE

NUMBERED = re.compile(r"page/\d+/$|(?<=-)\d+(?=\.json$)")


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Yield a finding for every address of the ledger that nothing answers.

    Files of a withdrawn text may go with it, and so may texts that were once copied as files.
    """
    lost: dict[str, Answer] = {}
    waiting = set(map(release.site.addresses.static, release.site.withheld))
    for recorded, answer in sorted(ledger.addresses.items()):
        if answer.what == "file" and (recorded in waiting or is_never_copied(unquote(recorded))):
            continue
        if _answered(release, recorded):
            if answer.what == "post" and (current := release.answers.get(recorded)) and current.what == "post":
                yield from _find_taken_over(release, recorded, answer.detail, current.detail)
        elif answer.what != "redirect" or answer.detail != GONE:
            lost[recorded] = answer
    for group in terms.groups(release, lost):
        yield terms.finding(release, ledger, group)
        for address in group.addresses:
            del lost[address]
    yield from _together(release, lost, "pages of archives", _covering_page, unasked=True)
    yield from _together(release, lost, "feeds", _other_format)
    replacements = places(release)
    new_replacements = [place for place in replacements if place.url not in ledger.addresses]
    for address, answer in lost.items():
        yield _vanished(release, ledger, address, answer, new_replacements, replacements)


def _answered(release: Release, address: str) -> bool:
    answers = release.answers
    is_answered = address in answers or f"{address}/" in answers or address.rstrip("/") in answers
    return is_answered or release.pattern_target(address) in answers


def _together(
    release: Release,
    lost: dict[str, Answer],
    fault: str,
    replacement_of: Callable[[Release, str, Answer], str],
    unasked: bool = False,
) -> Iterator[Finding]:
    """Yield one finding for all addresses that vanished for the same reason and have a replacement (`replacement_of`)."""
    results = {
        address: replacement for address in lost if (replacement := replacement_of(release, address, lost[address]))
    }
    for address in results:
        del lost[address]
    if len(results) == 1:
        ((address, _),) = results.items()
        yield rules(release, f"{address} was published and would vanish", list(results.items()), unasked)
    elif results:
        first = next(iter(results))
        message = f"{first} and {len(results) - 1} more ({fault}) were published and would vanish"
        yield rules(release, message, list(results.items()), unasked)


def _other_format(release: Release, address: str, answer: Answer) -> str:
    """Return the feed of the same subject in another format, where a published one is left out; feed readers know all."""
    subject = terms.BELOW.sub("", address)
    candidates = (subject + ending for ending in ("feed/", "feed/atom/", "feed.json"))
    return (
        next((candidate for candidate in candidates if candidate in release.answers), "")
        if answer.what == "feed"
        else ""
    )


def _covering_page(release: Release, address: str, answer: Answer) -> str:
    """Return the page that covers a vanished page of an archive: its first page, or the year of a month."""
    answers = release.answers
    if answer.what != "archive" and not NUMBERED.search(address):
        return ""
    if address.endswith(".json"):
        current = re.sub(r"-\d+(?=\.json$)", "", address)
        return current if current in answers else ""
    parent = NUMBERED.sub("", address)
    while parent not in answers and parent != "/":
        parent = re.sub(r"[^/]+/$", "", parent)
    if parent != "/" or NUMBERED.search(address):
        return parent
    return "/" + str(release.site.settings.get("ARCHIVES_SAVE_AS") or "").removesuffix("index.html")


def _vanished(
    release: Release,
    ledger: Ledger,
    address: str,
    answer: Answer,
    new_replacements: Sequence[Replacement],
    replacements: Sequence[Replacement],
) -> Finding:
    if answer.what == "post" and (item := release.by_id.get(answer.detail)):
        return _alias(release, address, Replacement(item.url, item.article.path), "this post moved from there")
    if answer.what == "post" and (finding := _withdrawn(release, ledger, address, answer.detail)):
        return finding
    if answer.what == "redirect":
        if place := next((place for place in replacements if place.url == answer.detail), None):
            return _alias(release, address, place, "it led here until now")
        if _answered(release, answer.detail) or not answer.detail.startswith("/"):
            fault = f"{address} was published and would vanish; it led to {answer.detail} until now"
            return rules(release, fault, [(address, _end(release.answers, answer.detail))])
    if answer.what in ("post", "page"):
        if place := alike(address, new_replacements, NEAR) or alike(address, replacements, MUCH):
            return _alias(release, address, place, "this is the one most like it")
        fresh = [Replacement(url, "") for url in release.answers if url not in ledger.addresses and url.endswith("/")]
        if place := alike(address, [place for place in fresh if _folder(place.url) == _folder(address)], NEAR):
            fault = f"{address} was published and would vanish; the page most like it is {place.url}"
            return rules(release, fault, [(address, place.url)])
    if answer.what == "file":
        name = address.rpartition("/")[2]
        namesakes = sorted(address for address in release.answers if address.rpartition("/")[2] == name)
        if len(namesakes) == 1:
            fault = f"{address} was published and would vanish; a file of this name is at {namesakes[0]}"
            return rules(release, fault, [(address, namesakes[0])])
    entry = ledger.entries.get(answer.detail) if answer.what == "post" else None
    detail = f"; its file {release.site.shown}/{entry.path} is not there any more" if entry else ""
    return without_replacement(release, address, f"{address} was published and would vanish{detail}")


def _folder(address: str) -> str:
    return address.rstrip("/").rpartition("/")[0]


def _end(answers: Mapping[Address, Answer], address: str) -> str:
    """Return where redirects from `address` end."""
    visited = {address}
    while (answer := answers.get(Address(address))) and answer.what == "redirect" and answer.detail not in visited:
        address = answer.detail
        visited.add(address)
    return address


def _alias(release: Release, address: str, place: Replacement, reason: str) -> Finding:
    fault = f"{address} was published and would vanish; {reason}"
    line = release.site.line_of(place.path, "aliases")
    cure = f'add the line "aliases: [{address}]"'
    if line > 1:
        cure = f'add "{address}" to "aliases"'
    problem = Problem(f"{release.site.shown}/{place.path}", line, fault, cure)
    return Finding(problem, (Fix("alias", place.path, address),))


def _withdrawn(release: Release, ledger: Ledger, address: str, id: str) -> Finding | None:
    """Return a finding for a published post that is now a draft or dated in the future; None for any other."""
    entry = ledger.entries.get(id)
    for article in release.site.content.get("posts", ()):
        if article.path in release.posts or (article.id != id and (entry is None or article.path != entry.path)):
            continue
        removal = f'or add the line "{address} {GONE}" to {release.rules_file}'
        republish = Choice("Publish it again", (Fix("set", article.path, "status: published"),))
        if article.status == "draft":
            key, fault, cure = "status", "it is a draft now", 'take "status: draft" out'
        else:
            republish = (
                Choice("Put its date back", (Fix("set", article.path, f"date: {entry.date}"),)) if entry else republish
            )
            key, fault = "date", f"its date, {article.date[:10]}, is in the future now"
            cure = f'write "date: {entry.date}"' if entry else "write the date it had"
        fault = f"{address} was published and would vanish; this is the post, and {fault}"
        line = release.site.line_of(article.path, key)
        problem = Problem(f"{release.site.shown}/{article.path}", line, fault, f"{cure}, {removal}")
        return Finding(problem, choices=(republish, gone_choice(address)))
    return None


def _find_taken_over(release: Release, address: str, old_id: str, new_id: str) -> Iterator[Finding]:
    """Yield a finding where a post has the address of another that still exists: readers would get the wrong text."""
    if old_id != new_id and old_id in release.by_id:
        new_post, old_post = release.by_id[new_id], release.by_id[old_id]
        path = f"{release.site.shown}/{new_post.article.path}"
        fault = f'{address} was the address of "{old_post.article.title}", which is now at {old_post.url}'
        line = release.site.line_of(new_post.article.path, "slug")
        yield Finding(Problem(path, line, fault, "give this post another slug"))
