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


def recovered(ledger: Ledger, manifest: Manifest, release: Release) -> Ledger:
    """Return the ledger extended with facts from the manifest of the target; the ledger itself where it lacks none.

    A lost address gets the post that the manifest names for it, else what answers there in the
    new `release`.
    """
    ids = {address: id for id, address in manifest.posts.items()}
    addresses = {}
    for path in manifest.files:
        address = url_of(path)
        is_lasting = KEPT.search(path) and not path.startswith(UNRECORDED) and path != "404.html"
        if is_lasting and address not in ledger.addresses:
            answer = release.answers.get(address) or Answer("page" if path.endswith(".html") else "feed")
            addresses[address] = Answer("post", ids[address]) if address in ids else answer
    entries = {}
    announced = manifest.entries.keys() & (manifest.posts.keys() or manifest.entries.keys())
    for id in announced - ledger.entries.keys():
        member = release.members_by_id.get(id)
        entries[id] = (
            Announced(member.date, member.path, "") if member else Announced(LONG_AGO, manifest.posts.get(id, ""), "")
        )
    if not addresses and not entries and manifest.release in ledger.releases:
        return ledger
    published = ledger.releases.get(manifest.release) or LedgerRelease(
        _moment(manifest), "unknown", f"{len(manifest.files)} files"
    )
    return ledger.extended(manifest.release, published, addresses, entries)


def _moment(manifest: Manifest) -> str:
    return datetime.strptime(manifest.release, NAME).replace(tzinfo=UTC).isoformat()
