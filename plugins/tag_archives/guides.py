"""Finds the links that lead on from an archive, and keeps them for the next build: finding them takes all of its posts."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import msgspec

from lodestar.base.fingerprints import Keyed, fingerprint
from lodestar.base.values import Link, Value
from lodestar.engine.site import Site
from plugins.tag_archives.core import Archive
from plugins.tag_archives.features import jumps, kindred
from plugins.tag_archives.settings import ArchiveSettings

SUBJECTS = ("tag", "category")
"""The kinds of terms that are what posts are about."""
RECORD = "plugins.tag_archives"
"""The name of the record that keeps them."""
_key: Callable[[Keyed], str] = attrgetter("key")


class Guide(Value):
    """The links that lead on from an archive."""

    key: str
    """The fingerprint of everything from which it was made."""
    kindred: tuple[Link, ...]
    jumps: tuple[Link, ...]


class Guides:
    """Finds the links that lead on from the archives of terms; unchanged ones come from the last build."""

    def __init__(self, site: Site, settings: ArchiveSettings) -> None:
        self._site = site
        self._kindred = kindred(site, settings.kindred, settings.shared)
        weights = {slug: len(site.members[tag]).bit_length() for slug, tag in site.tags.items()}
        self._shared = fingerprint([settings, repr(site.settings["PAGINATION_PATTERNS"]), weights])
        record = site.records.get(RECORD)
        self._last_guides = msgspec.msgpack.decode(record, type=dict[str, Guide]) if record else {}
        self._guides: dict[str, Guide] = {}

    def links(self, archive: Archive, size: int, address: Callable[[int], tuple[str, str]]) -> dict[str, Any]:
        """Return the `kindred` and `jumps` of an archive cut into pages of `size`, of which `address` gives the addresses."""
        url = archive.address[0]
        entries = map(self._site.entries.__getitem__, archive.members)
        key = fingerprint([self._shared, archive.kind, archive.address, size, "".join(map(_key, entries))])
        guide = self._last_guides.get(url)
        if guide is None or guide.key != key:
            term = archive.term if archive.kind in SUBJECTS else None
            leaps = jumps(archive.members, size, lambda number: address(number)[0])
            guide = Guide(key, self._kindred(term) if term else (), leaps)
        self._guides[url] = guide
        return {"kindred": guide.kindred, "jumps": guide.jumps}

    def keep(self) -> None:
        """Keep the links for the next build."""
        if self._guides != self._last_guides:
            self._site.records[RECORD] = msgspec.msgpack.encode(self._guides)
