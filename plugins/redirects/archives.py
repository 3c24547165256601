"""Patterns for pages that archives of a WordPress blog have and a site's do not: they lead to the archive.

WordPress counts an archive's pages from the newest post, and has an archive for each day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

ARCHIVES = ("INDEX_URL", "TAG_URL", "CATEGORY_URL", "AUTHOR_URL", "YEAR_ARCHIVE_URL", "MONTH_ARCHIVE_URL")
PARTS = {"{slug}": ":slug", "{date:%Y}": ":year", "{date:%m}": ":month"}
DEEP = (":slug/", ":parent/:slug/", ":topmost/:parent/:slug/")
"""A category, one that lies in another, and one that lies in that."""


def archive_patterns(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield old and new address of patterns for pages of archives; like all patterns they hold only where there is no page."""
    for name in ARCHIVES:
        address = _pattern(settings.get(name) or "")
        if address is None:
            continue
        slugs = DEEP if name == "CATEGORY_URL" and address.endswith(":slug/") else ("",)
        for slug in slugs:
            place = address.removesuffix(":slug/") + slug if slug else address
            yield f"/{place}page/:n/", f"/{place}"
        if name == "MONTH_ARCHIVE_URL":
            yield f"/{address}:day/", f"/{address}"


def _pattern(address: str) -> str | None:
    """Return the address in a setting of Pelican's, with names in the place of its parts; None where it has other parts."""
    for part, name in PARTS.items():
        address = address.replace(part, name)
    return None if "{" in address or not (address.endswith("/") or not address) else address
