"""Rules for a host, independent of its format: redirects, feeds and their types, headers, cache lifetimes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from lodestar.base.addresses import FEED_TYPES
from lodestar.base.below import path_of_site, put_below
from lodestar.base.policy import Policy
from plugins.hosting.settings import HostingSettings
from plugins.redirects.core import Redirect
from plugins.redirects.rules import GONE

FOREVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
DAY = "public, max-age=86400"
MEDIA = r"\.(?:avif|gif|ico|jpe?g|mp3|m4a|mp4|png|svg|webp|woff2?)$"
"""Matches names of files that rarely change."""
FINGERPRINTED = r"[.-][0-9a-f]{8,}\.\w+$"
"""Matches names that contain a hash of the file's content: pages refer to another name when it changes."""


TYPES = {
    "avif": "image/avif",
    "ics": "text/calendar",
    "opml": "text/x-opml",
    "opus": "audio/ogg",
    "vtt": "text/vtt",
    "webmanifest": "application/manifest+json",
}
"""Content types by ending that servers' tables lack: with `nosniff`, a calendar needs the right one."""
COMPRESSED = (
    *(
        "text/css",
        "text/plain",
        "text/xml",
        "text/javascript",
        "text/calendar",
        "text/vtt",
        "text/x-opml",
        "image/svg+xml",
    ),
    *("application/javascript", "application/json", "application/manifest+json", "application/xml"),
    *(kind for _, kind in FEED_TYPES.values()),
)
"""Content types, besides HTML, to compress: texts; pictures and Pagefind's files are compressed already."""


class FeedPlace(NamedTuple):
    """The place of feeds of one kind."""

    prefix: str
    """Path of the file up to the slug; the whole path where there is none."""
    suffix: str
    """Path of the file after the slug; empty where there is none."""
    format: str
    """`RSS`, `ATOM` or `JSON`."""

    @property
    def type(self) -> str:
        """The content type."""
        return FEED_TYPES[self.format][1]

    @property
    def folder(self) -> bool:
        """Whether the address is a folder, for which the host needs a rule to serve the feed."""
        return (self.suffix or self.prefix).endswith("index.xml")

    @property
    def expressions(self) -> tuple[str, str]:
        """Regular expressions (PCRE) for the paths of its addresses ("" where they are those of its files) and its files.

        Both count the archive pages in, and neither has a beginning or an end.
        """
        path = re.escape(self.prefix) + (".+" if self.suffix else "") + re.escape(self.suffix)
        if self.folder:
            address = path.removesuffix(re.escape("index.xml")) + r"(?:page/\d+/)?"
            return address, address + r"index\.xml"
        stem, ending = path.rsplit(r"\.", 1)
        return "", rf"{stem}(?:-\d+)?\.{ending}"


class Hosting(NamedTuple):
    """All rules for a host."""

    moved: tuple[tuple[str, str], ...]
    """Old address, below the site's path, and the new one as a browser asks for it; the old one may have a query."""
    gone: tuple[str, ...]
    feeds: tuple[FeedPlace, ...]
    headers: tuple[tuple[str, str], ...]
    patterns: tuple[tuple[str, str], ...] = ()
    """Old and new address of rules for many; they hold only where the site has no page."""
    url: str = ""
    """Where the site is published, without a slash at its end."""
    formerly: tuple[str, ...] = ()
    """Hosts that redirect here."""
    search: str = ""
    """Address of the search page, to which WordPress's `/?s=words` leads; empty where there is none."""
    base: str = ""
    """The path below which the host has the site, without a slash at its end; empty for the root."""


def hosting(
    settings: Mapping[str, Any],
    options: HostingSettings,
    policy: Policy,
    redirects: Iterable[Redirect],
    patterns: tuple[tuple[str, str], ...] = (),
) -> Hosting:
    """Return the rules for the host of a site."""
    new_addresses: dict[str, str] = {}
    for redirect in redirects:
        new_addresses.setdefault(redirect.old, redirect.new)
    url = settings["SITEURL"].rstrip("/")
    base = path_of_site(url)
    moved = tuple(sorted((old, put_below(base, new)) for old, new in new_addresses.items() if new not in (GONE, old)))
    gone = tuple(sorted(old for old, new in new_addresses.items() if new == GONE))
    feeds, answer_headers = tuple(feed_places(settings)), tuple(headers(options, policy))
    search = "/search/" if getattr(settings.get("SEARCH"), "enabled", False) else ""
    address_patterns = tuple((old, put_below(base, new)) for old, new in patterns)
    return Hosting(
        moved, gone, feeds, answer_headers, address_patterns, url, options.formerly, put_below(base, search), base
    )


def feed_places(settings: Mapping[str, Any]) -> Iterator[FeedPlace]:
    """Yield the places of feeds in the settings; those of courses are like the site's own."""
    results: dict[FeedPlace, None] = {}
    for name, save_as in sorted(settings.items()):
        kind = re.fullmatch(r"(FEED_ALL|COMMENTS_FEED|TAG_FEED|CATEGORY_FEED|AUTHOR_FEED)_(RSS|ATOM|JSON)", name)
        if kind and isinstance(save_as, str) and save_as:
            prefix, _, suffix = save_as.partition("{slug}")
            results[FeedPlace(prefix, suffix, kind[2])] = None
    for format, suffix in (("RSS", "/feed/index.xml"), ("ATOM", "/feed/atom/index.xml"), ("JSON", "/feed.json")):
        results[FeedPlace("courses/", suffix, format)] = None
    yield from sorted(results)


def headers(options: HostingSettings, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield the headers of every answer."""
    results = {
        "Content-Security-Policy": policy.host(),
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if options.hsts:
        results["Strict-Transport-Security"] = f"max-age={options.hsts}"
    results.update(options.headers)
    yield from ((name, value) for name, value in results.items() if value)


def with_both_slashes(moved: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return redirects by old path, with and without a slash at its end, except those with a query."""
    results = {old: new for old, new in moved if "?" not in old}
    for old, new in list(results.items()):
        if old.endswith("/") and old != "/":
            results.setdefault(old.rstrip("/"), new)
    return dict(sorted(results.items()))


def queries(moved: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield path, query and new address of redirects whose old address has a query (`/?p=12`)."""
    for old, new in moved:
        path, mark, query = old.partition("?")
        if mark:
            yield path, query, new
