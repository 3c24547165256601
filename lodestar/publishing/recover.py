"""What readers have and `published/` does not know: read off the target, so that a lost file forgets no promise."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from lodestar.engine.plan import url_of
from lodestar.publishing.ledger import Announced, Answer, Ledger, Published
from lodestar.publishing.manifest import NAME, Manifest
from lodestar.publishing.release import Release

KEPT = re.compile(r"\.html$|(^|/)index\.xml$|(^|/)feed(-\d+)?\.(xml|json)$")
"""The files that someone links to or subscribes to, as far as their names say."""
LONG_AGO = "1970-01-01T00:00:00+00:00"
"""The date of an entry whose post is not there any more."""


def recovered(ledger: Ledger, now: Manifest, release: Release) -> Ledger:
    """The ledger, and what the target's release `now` holds beyond it.

    What an address held is known as far as something answers there in the new `release`.
    """
    addresses = {}
    for path in now.files:
        address = url_of(path)
        if KEPT.search(path) and path != "404.html" and address not in ledger.addresses:
            addresses[address] = release.answers.get(address) or Answer("page" if path.endswith(".html") else "feed")
    entries = {}
    for id in now.entries:
        member = release.members_by_id.get(id)
        entries[id] = Announced(member.date, member.path, "") if member else Announced(LONG_AGO, "", "")
    moment = datetime.strptime(now.release, NAME).replace(tzinfo=UTC).isoformat()
    return ledger.extended(now.release, Published(moment, "unknown", f"{len(now.files)} files"), addresses, entries)
