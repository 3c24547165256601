"""Feeds: the newest posts of the site or of a term, whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from plugins.site import Output, Published, Site
from plugins.values import Value

FORMATS = {"RSS": "feed.rss.xml", "ATOM": "feed.atom.xml"}


class Feed(Value):
    """What a feed shows."""

    title: str
    description: str
    url: str
    """The page it is the feed of."""
    self_url: str
    """Its own address."""
    updated: str
    """The date of its newest change, from its entries."""
    entries: tuple[Any, ...]
    """Keyed `Entry` values, newest first."""


def feeds(site: Site) -> Iterator[Output]:
    """The feeds that Pelican's settings ask for."""
    name = site.settings["SITENAME"]
    yield from _formats(site, "FEED_ALL", "", name, "/", site.articles)
    for term in (*site.tags.values(), *site.categories.values(), *site.authors.values()):
        members = site.members.get(term, ())
        yield from _formats(site, f"{term.kind.upper()}_FEED", term.slug, f"{term.label} | {name}", term.url, members)


def _formats(site: Site, setting: str, slug: str, title: str, url: str, members: Sequence[Published]) -> Iterator[Output]:
    for kind, template in FORMATS.items():
        self_url, save_as = site.addresses.feed(f"{setting}_{kind}", slug)
        if save_as and members:
            newest = members[: site.settings["FEED_MAX_ITEMS"]]
            value = Feed(
                title=title,
                description=site.settings.get("SITESUBTITLE") or title,
                url=url,
                self_url=self_url,
                updated=max((each.article.modified or each.article.date for each in newest), key=_moment),
                entries=tuple(site.entries[each.article.path] for each in newest),
            )
            yield Output(save_as, template, value, f"the feed {self_url}")


def _moment(date: str) -> datetime:
    return datetime.fromisoformat(date)
