"""Says in plain words what publishing will do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lodestar.engine.plan import url_of
from lodestar.engine.summary import count
from lodestar.publishing.ledger import Ledger
from lodestar.publishing.manifest import Difference, Manifest, difference, size_of
from lodestar.publishing.reading import FeedRead
from lodestar.publishing.release import Member, Release
from plugins.redirects.rules import GONE

SHOWN = 10
"""How many of each kind are named."""


def effects(release: Release, ledger: Ledger, manifest: Manifest | None) -> Iterator[str]:
    """Yield lines that say what will change for readers and subscribers, and what is uploaded."""
    last = manifest or Manifest()
    change = difference(last.files, release.files)
    if manifest is None:
        yield "Nothing is published there yet, as far as can be seen from here: everything is sent."
    yield from _pages(release, ledger, change)
    yield from _entries(release, ledger, last)
    if change.sent or change.gone:
        removed = f"; {count(len(change.gone), 'file')} removed" if change.gone else ""
        yield f"{count(len(change.sent), 'file')} to upload, {_bytes(size_of(release.files, change.sent))}{removed}."
    else:
        yield "Every file is published already; there is nothing to upload."


def _pages(release: Release, ledger: Ledger, change: Difference) -> Iterator[str]:
    moved: dict[str, str] = dict(_moved(release, ledger))
    real = {path for path in release.files if _is_page(release, path)}
    new = [url_of(path) for path in change.new if path in real and url_of(path) not in moved.values()]
    changed = [url_of(path) for path in change.changed if path in real]
    vanished = [url_of(path) for path in change.gone if path.endswith(".html") and url_of(path) not in moved]
    redirected: dict[str, str] = {
        url: answer.detail for url in vanished if (answer := release.answers.get(url)) and answer.detail != GONE
    }
    removed = [url for url in vanished if url not in redirected]
    moved |= redirected
    yield from _named("new", new)
    yield from _named("changed", changed)
    yield from _named("moved", [f"{old} to {new_address}" for old, new_address in moved.items()])
    yield from _named("gone", removed)
    if not (new or changed or moved or removed):
        yield "No page changes."


def _is_page(release: Release, path: str) -> bool:
    output = release.output(path)
    return path.endswith(".html") and (output is None or output.template != "redirect.html")


def _moved(release: Release, ledger: Ledger) -> Iterator[tuple[str, str]]:
    for address, answer in sorted(ledger.addresses.items()):
        item = release.by_id.get(answer.detail) if answer.what == "post" else None
        if item and item.url != address and item.url not in ledger.addresses:
            yield address, item.url


def _named(heading: str, addresses: Sequence[str]) -> Iterator[str]:
    if addresses:
        yield f"{count(len(addresses), 'page')} {heading}:"
        yield from (f"  {address}" for address in addresses[:SHOWN])
        if len(addresses) > SHOWN:
            yield f"  and {len(addresses) - SHOWN:,} more"


def _entries(release: Release, ledger: Ledger, last: Manifest) -> Iterator[str]:
    """Yield lines about posts that are new for subscribers, that change for them, or that are too old to be announced."""
    shown_ids = {
        entry.id
        for feed in release.feeds.values()
        if isinstance(feed, FeedRead) and not feed.archive
        for entry in feed.entries
    }
    hashes = release.manifest("").entries
    for kind in ("post", "lesson"):
        members = {id: item for id, item in release.members_by_id.items() if item.kind == kind}
        new = [item for id, item in members.items() if id in release.entries and id not in ledger.entries]
        visible = [item for item in new if item.id in shown_ids]
        invisible = [item for item in new if item.id not in shown_ids]
        if visible or kind == "post":
            yield f"Subscribers will see {count(len(visible), f'new {kind}')}{':' if visible else '.'}"
            yield from _titles(visible)
        updated = [item for id, item in members.items() if last.entries.get(id, hashes.get(id)) != hashes.get(id)]
        if updated:
            yield f"{count(len(updated), kind)} in feeds will be updated without being announced again:"
            yield from _titles(updated)
        if invisible and ledger.entries:
            yield f"{count(len(invisible), f'new {kind}')} too old to stand in a feed; subscribers will not be told:"
            yield from (f'  "{item.title}" ({item.date[:10]})' for item in invisible[:SHOWN])


def _titles(members: Sequence[Member]) -> Iterator[str]:
    yield from (f'  "{member.title}"' for member in members[:SHOWN])
    if len(members) > SHOWN:
        yield f"  and {len(members) - SHOWN:,} more"


def _bytes(number: int) -> str:
    for unit, size in (("MB", 1_000_000), ("kB", 1_000)):
        if number >= size:
            return f"{number / size:,.1f} {unit}"
    return count(number, "byte")
