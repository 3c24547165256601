"""Feeds: the newest posts of the site or of a term, in full, and archive pages with older ones."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from lodestar.base.languages import gettext, gettext_noop
from lodestar.base.values import Link, Value
from lodestar.engine.site import Output, Published, Site
from plugins.feeds.settings import FeedSettings
from plugins.tag_archives.pagination import paginate

DESCRIPTIONS = {
    "tag": gettext_noop("New posts about %(name)s on %(site)s."),
    "category": gettext_noop("New posts in %(name)s on %(site)s."),
    "author": gettext_noop("New posts by %(name)s on %(site)s."),
}
FORMATS = {"RSS": "feed.rss.xml", "ATOM": "feed.atom.xml", "JSON": "feed.json"}


class Podcast(Value):
    """Values that podcast directories require ("Podcast RSS feed requirements" of Apple Podcasts)."""

    image: str
    """Address of the cover; empty where there is none."""
    category: str
    subcategory: str
    explicit: bool
    author: str


class Feed(Value):
    """The values shown in a feed."""

    title: str
    description: str
    url: str
    """The address of its page."""
    self_url: str
    """Its own address."""
    updated: str
    """The date of its newest change, from its entries."""
    entries: tuple[Any, ...]
    """Keyed `Entry` values, newest first."""
    id: str = ""
    """The feed's own id; its address when empty."""
    image: str = ""
    hub: str = ""
    number: int = 0
    """0 for what subscribers read, else the number of the archive page, counted from the oldest."""
    current: str = ""
    """On an archive page: the address that subscribers read."""
    older: str = ""
    """Address of the archive page with older entries."""
    newer: str = ""
    """On an archive page: address of the one with newer entries, where there is one already."""
    podcast: Podcast | None = None
    """Values for podcast directories, where an entry has a recording."""
    source: Link | None = None
    """The site's feed, from which the entries of a term's feed come."""


class _Stream(NamedTuple):
    """Posts that have feeds."""

    kind: str
    setting: str
    slug: str
    title: str
    description: str
    url: str
    members: Sequence[Published]


def feeds(site: Site) -> Iterator[Output]:
    """Yield the feeds that Pelican's settings define."""
    settings: FeedSettings = site.settings["FEEDS"]
    sounding = frozenset(entry for entry in site.entries.values() if _has_sound(entry.parts))
    for stream in streams(site):
        for format in FORMATS:
            yield from _pages(site, settings, stream, format, sounding)


def common_settings(site: Site) -> FeedSettings:
    """Return the settings of all feeds, including a course's; the defaults where this plugin is left out."""
    result = site.settings.get("FEEDS")
    return result if isinstance(result, FeedSettings) else FeedSettings()


def streams(site: Site) -> Iterator[_Stream]:
    """Yield everything that has feeds."""
    name = site.settings["SITENAME"]
    subtitle = site.settings.get("SITESUBTITLE") or name
    yield _Stream("site", "FEED_ALL", "", name, subtitle, "/", site.articles)
    for term in (*site.tags.values(), *site.categories.values(), *site.authors.values()):
        members = site.members.get(term, ())
        if members:
            usual = gettext(DESCRIPTIONS[term.kind], name=term.label, site=name)
            description = getattr(term.file, "summary", "") or usual
            setting = f"{term.kind.upper()}_FEED"
            yield _Stream(term.kind, setting, term.slug, f"{term.label} | {name}", description, term.url, members)


def _pages(
    site: Site, settings: FeedSettings, stream: _Stream, format: str, sounding: frozenset[Any]
) -> Iterator[Output]:
    """Yield the current feed, and its archive pages, if it has any; `sounding` are the entries with a recording or a film."""
    setting = f"{stream.setting}_{format}"
    self_url, save_as = site.addresses.feed(setting, stream.slug)
    if not save_as or not stream.members:
        return
    size = site.settings["FEED_MAX_ITEMS"] or len(stream.members)
    cuts = paginate(stream.members, settings.archived, size) if stream.kind in settings.archives else [None]
    main = site.addresses.feed(f"FEED_ALL_{format}")[0]
    for cut in cuts:
        items = cut.items if cut else stream.members[:size]
        entries = tuple(map(site.entries.__getitem__, items))
        number, older, newer = (cut.number, cut.older, cut.newer) if cut else (0, None, None)
        url, place = numbered(self_url, save_as, number)
        value = Feed(
            title=stream.title,
            description=stream.description,
            url=stream.url,
            self_url=url,
            updated=max((item.article.modified or item.article.date for item in items), key=datetime.fromisoformat),
            entries=entries,
            id=own_id(settings.id, stream.kind, stream.slug, number),
            image=settings.image,
            hub="" if number else settings.hub,
            number=number,
            current=self_url if number else "",
            older=numbered(self_url, save_as, older)[0] if older is not None else "",
            newer=numbered(self_url, save_as, newer)[0] if newer else "",
            podcast=_podcast(site, settings) if not sounding.isdisjoint(entries) else None,
            source=Link(site.settings["SITENAME"], main) if main and stream.kind != "site" else None,
        )
        yield Output(place, FORMATS[format], value, f"the feed {url}")


def _has_sound(parts: Mapping[str, Any]) -> bool:
    """Return whether a recording or a film comes with a post."""
    return "enclosures" in parts and any(file.is_sound for file in parts["enclosures"])


def _podcast(site: Site, settings: FeedSettings) -> Podcast:
    """Return the values for podcast directories."""
    given = settings.podcast
    author = given.author or site.settings.get("AUTHOR") or site.settings["SITENAME"]
    return Podcast(given.image, given.category, given.subcategory, given.explicit, author)


def numbered(url: str, save_as: str, number: int) -> tuple[str, str]:
    """Return address and file of a feed's archive page: `feed/page/3/`, or `feed-3.json`; the feed's own for 0."""
    if not number:
        return url, save_as
    if save_as.endswith("/index.xml"):
        return f"{url}page/{number}/", f"{save_as.removesuffix('index.xml')}page/{number}/index.xml"
    stem, _, ending = url.rpartition(".")
    return f"{stem}-{number}.{ending}", f"{save_as.rpartition('.')[0]}-{number}.{ending}"


def own_id(site_id: str, kind: str, slug: str, number: int) -> str:
    """Return a feed's own id, from that of the site: the same for ever, whatever the domain."""
    if not site_id:
        return ""
    if kind == "site" and not number:
        return site_id
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{site_id} {kind} {slug} {number}')}"
