"""Recovers facts that `published/` has lost from the target's manifest, so that no promise is forgotten."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from lodestar.engine.plan import url_of
from lodestar.publishing.ledger import LONG_AGO, Announced, Answer, Ledger, LedgerRelease
from lodestar.publishing.manifest import NAME, Manifest
from lodestar.publishing.release import UNRECORDED, Release

KEPT = re.compile(r"\.html$|(^|/)index\.xml$|(^|/)feed(-\d+)?\.(xml|json)$")
"""Matches files that someone may link or subscribe to, judged by their names."""


def recovered(ledger: Ledger, now: Manifest, release: Release) -> Ledger:
    """Return the ledger extended with facts from the target's release `now`; the ledger itself where it lacks none.

    A lost address gets the post that the manifest names for it, else what answers there in the
    new `release`.
    """
    ids = {address: id for id, address in now.posts.items()}
    addresses = {}
    for path in now.files:
        address = url_of(path)
        kept = KEPT.search(path) and not path.startswith(UNRECORDED) and path != "404.html"
        if kept and address not in ledger.addresses:
            plain = release.answers.get(address) or Answer("page" if path.endswith(".html") else "feed")
            addresses[address] = Answer("post", ids[address]) if address in ids else plain
    entries = {}
    announced = now.entries.keys() & (now.posts.keys() or now.entries.keys())
    for id in announced - ledger.entries.keys():
        member = release.members_by_id.get(id)
        entries[id] = (
            Announced(member.date, member.path, "") if member else Announced(LONG_AGO, now.posts.get(id, ""), "")
        )
    if not addresses and not entries and now.release in ledger.releases:
        return ledger
    published = ledger.releases.get(now.release) or LedgerRelease(_moment(now), "unknown", f"{len(now.files)} files")
    return ledger.extended(now.release, published, addresses, entries)


def _moment(now: Manifest) -> str:
    return datetime.strptime(now.release, NAME).replace(tzinfo=UTC).isoformat()
