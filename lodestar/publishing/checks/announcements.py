"""Finds old posts that feed readers would show as new, by the same comparison that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from lodestar.base.problems import Problem
from lodestar.base.site_file import SITE_FILE, read_site
from lodestar.publishing.checks.finding import Finding
from lodestar.publishing.ledger import Ledger
from lodestar.publishing.reading import FeedRead, UnreadableFeed
from lodestar.publishing.release import Release
from plugins.feeds.core import FORMATS, streams

SHOWN = 3
"""How many entries a message names."""


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Yield a finding for every feed that would show an old post as new."""
    yield from _feeds(release, ledger)
    if ledger.entries:
        yield from _dates(release, ledger)


def _feeds(release: Release, ledger: Ledger) -> Iterator[Finding]:
    announced_ids = _announced_ids(release, ledger)
    newest = _newest(release, ledger)
    for path, feed in release.feeds.items():
        if isinstance(feed, UnreadableFeed):
            yield Finding(Problem(path, 1, f"the feed cannot be read: {feed}", "mend the feed's template"))
            continue
        yield from _repeated_entries(path, feed, release, ledger, announced_ids)
        if path in _main(release) and feed.entries and newest and not feed.archive:
            top = feed.entries[0]
            as_announced = _as_announced(release, ledger, top.id) and _as_announced(release, ledger, newest)
            if as_announced and release.by_id[top.id].article.instant < release.by_id[newest].article.instant:
                fault = f'an old post stands on top of the feed: "{top.title}", announced with the date {ledger.entries[top.id].date}'
                yield Finding(Problem(path, 1, fault, "the newest comes first; mend the feed's template"))


def _as_announced(release: Release, ledger: Ledger, id: str) -> bool:
    """Return whether a post was announced and still has that date; `_dates` reports other dates."""
    return id in ledger.entries and id in release.by_id and release.by_id[id].article.date == ledger.entries[id].date


def _repeated_entries(
    path: str, feed: FeedRead, release: Release, ledger: Ledger, announced_ids: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield findings for entries that appear twice, and for new ids of posts announced under another."""
    seen: set[str] = set()
    renamed = []
    shared = Counter(member.id for member in release.members.values())
    for entry in feed.entries:
        if entry.id in seen and shared[entry.id] < 2:  # `checks.ids` reports two files with one id
            yield Finding(
                Problem(path, 1, f'the id "{entry.id}" stands twice in the feed', "give each post its own id")
            )
        seen.add(entry.id)
        if entry.id not in ledger.entries and entry.id not in release.members_by_id:
            address = entry.link.removeprefix(release.url)
            if announced_ids.get(address, entry.id) != entry.id:
                renamed.append(entry)
    if renamed:
        new = sum(1 for id in seen if id not in ledger.entries)
        titles = ", ".join(f'"{entry.title}"' for entry in renamed[:SHOWN]) + (", ..." if len(renamed) > SHOWN else "")
        fault = f"the feed shows {_count(new, 'new entry', 'new entries')} where {_count(new - len(renamed), 'post is', 'posts are')} new: {titles}"
        yield Finding(Problem(path, 1, fault, "what was announced must keep its id; mend the feed's template"))


def _announced_ids(release: Release, ledger: Ledger) -> dict[str, str]:
    """Return the id under which the post or lesson at an address was announced."""
    addresses = {answer.detail: address for address, answer in ledger.addresses.items() if answer.what == "post"}
    results: dict[str, str] = {addresses[id]: id for id in ledger.entries if id in addresses}
    results |= {item.url: id for id, item in release.members_by_id.items() if id in ledger.entries}
    return results | {entry.path: id for id, entry in ledger.entries.items() if entry.path.startswith("/")}


def _count(number: int, singular: str, plural: str) -> str:
    return f"{number:,} {singular if number == 1 else plural}"


def _main(release: Release) -> frozenset[str]:
    settings = release.site.settings
    return frozenset(filter(None, (settings.get(f"FEED_ALL_{kind}") for kind in ("RSS", "ATOM", "JSON"))))


def _newest(release: Release, ledger: Ledger) -> str:
    """Return the id of the newest announced post that is still published."""
    candidates = [(entry.date, id) for id, entry in ledger.entries.items() if id in release.by_id]
    return max(candidates, key=lambda pair: datetime.fromisoformat(pair[0]), default=("", ""))[1]


def _dates(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Yield findings for announced posts whose new date puts them ahead of the newest one, or into another feed."""
    newest = max(datetime.fromisoformat(entry.date) for entry in ledger.entries.values())
    returning = _returning(release, ledger)
    for id, announced in sorted(ledger.entries.items()):
        item = release.by_id.get(id)
        if item is None or item.article.date == announced.date or id not in release.entries:
            continue
        is_ahead = datetime.fromisoformat(item.article.date) > newest
        if not is_ahead and id not in returning:
            continue
        path, date = item.article.path, item.article.date
        old, new = (text[:10] if announced.date[:10] != date[:10] else text for text in (announced.date, date))
        position = "ahead of the newest post" if is_ahead else f"back among the newest of {returning[id]}"
        fault = f"the date moved from {old} to {new}, {position}; feeds would show it again"
        cure = f'write "date: {announced.date}", and "modified: {date[:10]}" for a new version'
        if announced.date[:19] == date[:19]:
            site, zone = release.site, release.site.settings.get("TIMEZONE", "UTC")
            fault = f"the date moved from {old} to {new}: the site's time zone is {zone}, and the post was announced in a zone of "
            fault += announced.date[19:]
            is_setting = zone != read_site(Path(site.settings["PATH"])).get("timezone", "UTC")
            place = "TIMEZONE in pelicanconf.py" if is_setting else f'"timezone" in {site.shown}/{SITE_FILE}'
            cure = f"name that zone at {place}, as the import of the blog says"
        yield Finding(Problem(f"{release.site.shown}/{path}", release.site.line_of(path, "date"), fault, cure))


def _returning(release: Release, ledger: Ledger) -> dict[str, str]:
    """Return the ids of posts that are in a feed now but, by their announced dates, were not before; each with
    the title of the feed."""
    results: dict[str, str] = {}
    feeds = [output.value for output in release.outputs.values() if output.template in FORMATS.values()]
    sizes = {feed.url: len(feed.entries) for feed in feeds if not feed.number}
    for stream in streams(release.site):
        size = sizes.get(stream.url, 0)
        dates = [
            (datetime.fromisoformat(ledger.entries[id].date), id)
            for id in map(release.id_of, stream.members)
            if id in ledger.entries
        ]
        shown_ids = {id for _, id in sorted(dates, key=lambda pair: pair[0], reverse=True)[:size]}
        for id in map(release.id_of, stream.members[:size]):
            if id in ledger.entries and id not in shown_ids:
                results.setdefault(id, stream.title)
    return results
