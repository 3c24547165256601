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
    """All that a feed shows."""

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
    """The site or a term, with the posts that its feeds show."""

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
    sound_entries = frozenset(entry for entry in site.entries.values() if _has_sound(entry.parts))
    for stream in streams(site):
        for format in FORMATS:
            yield from _pages(site, settings, stream, format, sound_entries)


def common_settings(site: Site) -> FeedSettings:
    """Return the settings of all feeds, including a course's; the defaults where this plugin is left out."""
    result = site.settings.get("FEEDS")
    return result if isinstance(result, FeedSettings) else FeedSettings()


def streams(site: Site) -> Iterator[_Stream]:
    """Yield everything that has feeds: the site, and each tag, category and author with posts."""
    name = site.settings["SITENAME"]
    subtitle = site.settings.get("SITESUBTITLE") or name
    yield _Stream("site", "FEED_ALL", "", name, subtitle, "/", site.articles)
    for term in (*site.tags.values(), *site.categories.values(), *site.authors.values()):
        members = site.members.get(term, ())
        if members:
            default = gettext(DESCRIPTIONS[term.kind], name=term.label, site=name)
            description = getattr(term.file, "summary", "") or default
            setting = f"{term.kind.upper()}_FEED"
            yield _Stream(term.kind, setting, term.slug, f"{term.label} | {name}", description, term.url, members)


def _pages(
    site: Site, settings: FeedSettings, stream: _Stream, format: str, sound_entries: frozenset[Any]
) -> Iterator[Output]:
    """Yield the current feed and its archive pages, if it has any; `sound_entries` are those with a recording or a film."""
    setting = f"{stream.setting}_{format}"
    self_url, save_as = site.addresses.feed(setting, stream.slug)
    if not save_as or not stream.members:
        return
    size = site.settings["FEED_MAX_ITEMS"] or len(stream.members)
    pages = paginate(stream.members, settings.archived, size) if stream.kind in settings.archives else [None]
    site_feed_url = site.addresses.feed(f"FEED_ALL_{format}")[0]
    for page in pages:
        items = page.items if page else stream.members[:size]
        entries = tuple(map(site.entries.__getitem__, items))
        number, older, newer = (page.number, page.older, page.newer) if page else (0, None, None)
        url, output_path = archive_page_place(self_url, save_as, number)
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
            older=archive_page_place(self_url, save_as, older)[0] if older is not None else "",
            newer=archive_page_place(self_url, save_as, newer)[0] if newer else "",
            podcast=_podcast(site, settings) if not sound_entries.isdisjoint(entries) else None,
            source=Link(site.settings["SITENAME"], site_feed_url) if site_feed_url and stream.kind != "site" else None,
        )
        yield Output(output_path, FORMATS[format], value, f"the feed {url}")


def _has_sound(parts: Mapping[str, Any]) -> bool:
    """Return whether a recording or a film comes with a post."""
    return "enclosures" in parts and any(file.is_sound for file in parts["enclosures"])


def _podcast(site: Site, settings: FeedSettings) -> Podcast:
    """Return the values for podcast directories."""
    podcast = settings.podcast
    author = podcast.author or site.settings.get("AUTHOR") or site.settings["SITENAME"]
    return Podcast(podcast.image, podcast.category, podcast.subcategory, podcast.explicit, author)


def archive_page_place(url: str, save_as: str, number: int) -> tuple[str, str]:
    """Return address and file of a feed's archive page: `feed/page/3/`, or `feed-3.json`; the feed's own for 0."""
    if not number:
        return url, save_as
    if save_as.endswith("/index.xml"):
        return f"{url}page/{number}/", f"{save_as.removesuffix('index.xml')}page/{number}/index.xml"
    stem, _, ending = url.rpartition(".")
    return f"{stem}-{number}.{ending}", f"{save_as.rpartition('.')[0]}-{number}.{ending}"


def own_id(site_id: str, kind: str, slug: str, number: int) -> str:
    """Return a feed's own id, made from that of the site, so that it stays the same whatever the domain; empty without one."""
    if not site_id:
        return ""
    if kind == "site" and not number:
        return site_id
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{site_id} {kind} {slug} {number}')}"
