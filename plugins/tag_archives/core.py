"""Which archives a site has: what is gathered under a term or a date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lodestar.base.address import Address, OutputPath
from lodestar.base.languages import gettext, long_date, month
from lodestar.base.values import FeedLink, Link
from lodestar.engine.site import Published, Site, Term
from plugins.tag_archives.settings import ArchiveSettings


class Archive(NamedTuple):
    """An archive before it is cut into pages."""

    kind: str
    label: str
    address: tuple[Address, OutputPath]
    members: Sequence[Published]
    style: str
    source: str
    crumbs: tuple[Link, ...] = ()
    term: Term | None = None
    feeds: tuple[FeedLink, ...] = ()


def archives(site: Site, settings: ArchiveSettings) -> Iterator[Archive]:
    """Yield every archive of the site."""
    addresses = site.addresses
    home = Link(gettext("Home"), "/")
    index = site.settings["INDEX_SAVE_AS"]
    if index:
        yield Archive(
            "home",
            site.settings["SITENAME"],
            (Address("/"), OutputPath(index)),
            site.articles,
            settings.home,
            "the home page",
            (),
            None,
            addresses.feeds("FEED_ALL"),
        )
    for term in (*site.tags.values(), *site.categories.values(), *site.authors.values()):
        address = addresses.term(term.kind, term.slug)
        if not address[1]:
            continue
        name = term.kind.upper()
        style = getattr(term.file, "style", "") or getattr(settings, term.kind)
        source = f'the archive of the {term.kind} "{term.label}"'
        members = site.members.get(term, ())
        feeds = addresses.feeds(f"{name}_FEED", term.slug) if members else ()  # who has written nothing has no feed
        crumbs = (home, *_trail(site, term))
        yield Archive(term.kind, term.label, address, members, style, source, crumbs, term, feeds)
    yield from _dates(site, settings, home)


def _trail(site: Site, term: Term) -> tuple[Link, ...]:
    labels = {
        "tag": ("TAGS", gettext("Tags")),
        "category": ("CATEGORIES", gettext("Categories")),
        "author": ("AUTHORS", gettext("Authors")),
    }
    name, label = labels[term.kind]
    index = site.settings.get(f"{name}_SAVE_AS") or ""
    trail = (Link(label, "/" + index.removesuffix("index.html")),) if index else ()
    return (*trail, *(parent.link for parent in reversed(term.lineage[1:])))


def _dates(site: Site, settings: ArchiveSettings, home: Link) -> Iterator[Archive]:
    for kind, length in (("year", 4), ("month", 7), ("day", 10)):
        if not site.settings[f"{kind.upper()}_ARCHIVE_SAVE_AS"]:
            continue
        groups: dict[str, list[Published]] = {}
        for article in site.articles:
            groups.setdefault(article.article.date[:length], []).append(article)
        for period, members in groups.items():
            address, label = site.addresses.period(kind, period), period_label(period)
            crumbs = (home, *_enclosing_periods(site, period))
            yield Archive("date", label, address, members, settings.date, f"the archive of {label}", crumbs)


def _enclosing_periods(site: Site, period: str) -> Iterator[Link]:
    """Yield the timeline, and the archives of the year and the month that a shorter period lies in."""
    if index := site.settings.get("ARCHIVES_SAVE_AS"):
        yield Link(gettext("Archives"), "/" + index.removesuffix("index.html"))
    for kind, length in (("year", 4), ("month", 7)):
        url, save_as = site.addresses.period(kind, period)
        if save_as and length < len(period):
            yield Link(period_label(period[:length]), url)


def period_label(period: str) -> str:
    """Return `February 2025` for `2025-02`, `February 5, 2025` for `2025-02-05`."""
    return period if len(period) == 4 else month(period) if len(period) == 7 else long_date(period)
