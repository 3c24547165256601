"""Archives: what is gathered under a term or a date, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any, NamedTuple

from msgspec import field

from plugins.dates import long_date, month
from plugins.site import Output, Published, Site, Term
from plugins.tag_archives.features import Pick, jumps, kindred, start_here, thin
from plugins.tag_archives.pagination import Cut, paginate
from plugins.tag_archives.settings import ArchiveSettings
from plugins.values import Author, Body, FeedLink, Image, Link, TermFile, Value

SUBJECTS = ("tag", "category")
"""The kinds of terms that are what posts are about."""
HEADINGS = {"tag": "Tag Archives: {}", "category": "Category Archives: {}", "date": "Archives: {}", "author": "{}"}


class AuthorFacts(Value):
    """What an author's page says beside the posts."""

    name: str
    role: str
    portrait: Image | None
    links: tuple[Link, ...]
    """Profiles elsewhere."""


class ArchivePage(Value):
    """What a page of an archive shows."""

    kind: str
    """`home`, `tag`, `category`, `author` or `date`."""
    heading: str
    title: str
    description: str
    url: str
    first: str
    """The archive's own address."""
    label: str
    number: int
    """0 on the archive's own address."""
    entries: tuple[Any, ...]
    """Keyed `Entry` values, newest first."""
    full: bool
    """Whether posts stand in full."""
    older: str
    newer: str
    feeds: tuple[FeedLink, ...]
    crumbs: tuple[Link, ...]
    intro: Body | None = None
    """Introduction, on the archive's own address."""
    author: AuthorFacts | None = None
    courses: tuple[Link, ...] = ()
    """Courses on the subject of a tag, on the archive's own address."""
    children: tuple[Link, ...] = ()
    """The categories below this one; the months of a year."""
    covers: str = ""
    """The years it has posts from: all of its posts on the archive's own address, those it shows on a numbered page."""
    start_here: tuple[Pick, ...] = ()
    """The author's picks, on the archive's own address."""
    kindred: tuple[Link, ...] = ()
    """Tags that occur with it, the strongest first, on the archive's own address."""
    jumps: tuple[Link, ...] = ()
    """Where each year begins, on the archive's own address, when there are many."""
    years: bool = False
    """Whether posts stand under headings of their years; the heading of 2025 has the id `y2025`."""
    noindex: bool = False
    """Whether search engines are asked to leave it out."""
    picture: Image | None = None
    """Its picture, on the archive's own address."""
    parts: dict[str, Any] = field(default_factory=dict)
    """What plugins add to an archive of excerpts, on its own address, by name."""


class Archive(NamedTuple):
    """An archive before it is cut into pages."""

    kind: str
    label: str
    address: tuple[str, str]
    members: Sequence[Published]
    style: str
    source: str
    crumbs: tuple[Link, ...] = ()
    term: Term | None = None
    feeds: tuple[FeedLink, ...] = ()


Makers = Mapping[str, Callable[[Term], Any]]
"""The functions that plugins give for parts of an archive, by name."""


def outputs_of(site: Site, archive: Archive, settings: ArchiveSettings, makers: Makers) -> Iterator[Output]:
    """The pages of one archive."""
    template = "home.html" if archive.kind == "home" else "archive.html"
    address = cache(partial(_address, site, archive))
    for cut in paginate(archive.members, _size(archive, settings)):
        page = _page(site, archive, cut, address, settings, makers)
        yield Output(address(cut.number)[1], template, page, archive.source)


def _size(archive: Archive, settings: ArchiveSettings) -> int:
    return settings.full_per_page if archive.style == "full" else settings.excerpts_per_page


def _page(
    site: Site,
    archive: Archive,
    cut: Cut[Published],
    address: Callable[[int], tuple[str, str]],
    settings: ArchiveSettings,
    makers: Makers,
) -> ArchivePage:
    heading = HEADINGS.get(archive.kind, "{}").format(archive.label)
    file = archive.term.file if archive.term else None
    own = cut.number == 0
    term = archive.term
    return ArchivePage(
        kind=archive.kind,
        heading=heading,
        title=heading if own else f"{heading}, {span(cut.items)} (page {cut.number})",
        description=_description(archive, file),
        url=address(cut.number)[0],
        first=archive.address[0],
        label=archive.label,
        number=cut.number,
        entries=tuple(site.entries[each.article.path] for each in cut.items),
        full=archive.style == "full",
        older=address(cut.older)[0] if cut.older is not None else "",
        newer=address(cut.newer)[0] if cut.newer is not None else "",
        feeds=archive.feeds,
        crumbs=archive.crumbs,
        intro=site.resolve(file, file.body) if own and file and file.body.key else None,
        author=_author(site, archive.term) if own else None,
        courses=_courses(site, term) if own and term and term.kind == "tag" else (),
        children=_children(site, archive) if own else (),
        covers=_covers(archive, cut),
        start_here=start_here(site, file) if own else (),
        kindred=kindred(site, term, settings.kindred, settings.shared)
        if own and term and term.kind in SUBJECTS
        else (),
        jumps=jumps(archive.members, _size(archive, settings), lambda number: address(number)[0])
        if own and term
        else (),
        years=term is not None,
        noindex=thin(term, len(archive.members), settings.thin),
        picture=site.image(file.image, file.image_alt) if own and isinstance(file, TermFile) else None,
        parts=_parts(term, makers) if own and term and archive.style != "full" else {},
    )


def _parts(term: Term, makers: Makers) -> dict[str, Any]:
    made = {name: make(term) for name, make in makers.items()}
    return {name: part for name, part in made.items() if part is not None}


def _covers(archive: Archive, cut: Cut[Published]) -> str:
    items = archive.members if cut.number == 0 and archive.term else cut.items if cut.number else ()
    return span(items) if items else ""


def _description(archive: Archive, file: TermFile | Author | None) -> str:
    summary = file.summary if isinstance(file, TermFile) else ""
    what = {"tag": "Posts tagged", "category": "Posts in", "author": "Posts by", "date": "Posts from"}.get(
        archive.kind, ""
    )
    return summary or f"{what} {archive.label}".strip()


def _author(site: Site, term: Term | None) -> AuthorFacts | None:
    if term is None or not isinstance(term.file, Author):
        return None
    author = term.file
    links = tuple(Link(label, url) for label, url in author.links)
    return AuthorFacts(author.name, author.role, site.image(author.portrait, author.portrait_alt), links)


def _courses(site: Site, term: Term) -> tuple[Link, ...]:
    """The courses that name a tag among their own."""
    courses = [course for course in site.content.get("courses", ()) if course.path in site.urls]
    return tuple(
        Link(course.title, site.urls[course.path])
        for course in courses
        if term.slug in (site.slug_of("tag", tag) for tag in course.tags)
    )


def _children(site: Site, archive: Archive) -> tuple[Link, ...]:
    """The categories below a category, the months of a year."""
    if archive.kind != "date":
        return tuple(each.link for each in site.categories.values() if archive.term and each.parent is archive.term)
    found = {}
    for each in archive.members if archive.label.isdigit() else ():
        url, save_as = site.addresses.period("month", datetime.fromisoformat(each.article.date))
        if save_as:
            found[url] = Link(period_label(each.article.date[:7]), url)
    return tuple(found.values())


def _address(site: Site, archive: Archive, number: int) -> tuple[str, str]:
    return site.addresses.numbered(archive.address, number) if number else archive.address


def span(items: Sequence[Published]) -> str:
    """The years that articles cover: `2019` or `2017 to 2019`."""
    first, last = items[-1].article.date[:4], items[0].article.date[:4]
    return first if first == last else f"{first} to {last}"


def archives(site: Site, settings: ArchiveSettings) -> Iterator[Archive]:
    """Every archive of the site."""
    addresses = site.addresses
    home = Link("Home", "/")
    index = site.settings["INDEX_SAVE_AS"]
    if index:
        yield Archive(
            "home",
            site.settings["SITENAME"],
            ("/", index),
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
    labels = {"tag": ("TAGS", "Tags"), "category": ("CATEGORIES", "Categories"), "author": ("AUTHORS", "Authors")}
    name, label = labels[term.kind]
    index = site.settings.get(f"{name}_SAVE_AS") or ""
    trail = (Link(label, "/" + index.removesuffix("index.html")),) if index else ()
    parents, parent = [], term.parent
    while parent:
        parents.append(parent.link)
        parent = parent.parent
    return (*trail, *reversed(parents))


def _dates(site: Site, settings: ArchiveSettings, home: Link) -> Iterator[Archive]:
    for kind, length in (("year", 4), ("month", 7), ("day", 10)):
        groups: dict[str, list[Published]] = {}
        for each in site.articles:
            groups.setdefault(each.article.date[:length], []).append(each)
        for period, members in groups.items():
            date = datetime.fromisoformat(members[0].article.date)
            address = site.addresses.period(kind, date)
            if address[1]:
                label = period_label(period)
                crumbs = (home, *_longer(site, period, date))
                yield Archive("date", label, address, members, settings.date, f"the archive of {label}", crumbs)


def _longer(site: Site, period: str, date: datetime) -> Iterator[Link]:
    """The timeline, and the archives of the year and the month that a shorter period lies in."""
    if index := site.settings.get("ARCHIVES_SAVE_AS"):
        yield Link("Archives", "/" + index.removesuffix("index.html"))
    for kind, length in (("year", 4), ("month", 7)):
        url, save_as = site.addresses.period(kind, date)
        if save_as and length < len(period):
            yield Link(period_label(period[:length]), url)


def period_label(period: str) -> str:
    """`2025-02` as `February 2025`, `2025-02-05` as `February 5, 2025`."""
    return period if len(period) == 4 else month(period) if len(period) == 7 else long_date(period)
