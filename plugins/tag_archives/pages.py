"""The pages of an archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from msgspec import field
from msgspec.structs import replace

from lodestar.base.address import Address, OutputPath
from lodestar.base.languages import gettext, gettext_noop
from lodestar.base.values import Author, Body, FeedLink, Image, Link, TermFile, Value
from lodestar.engine.site import Output, Published, Site, Term
from plugins.tag_archives.core import Archive, period_label
from plugins.tag_archives.features import LISTED, Pick, start_here, thin
from plugins.tag_archives.front import Front, front
from plugins.tag_archives.guides import Guides
from plugins.tag_archives.pagination import Cut, paginate
from plugins.tag_archives.settings import ArchiveSettings

HEADINGS = {
    "tag": gettext_noop("Tag Archives: %(name)s"),
    "category": gettext_noop("Category Archives: %(name)s"),
    "date": gettext_noop("Archives: %(name)s"),
}
DESCRIPTIONS = {
    "tag": gettext_noop("Posts tagged %(name)s"),
    "category": gettext_noop("Posts in %(name)s"),
    "author": gettext_noop("Posts by %(name)s"),
    "date": gettext_noop("Posts from %(name)s"),
}


class AuthorFacts(Value):
    """What an author's page says beside the posts."""

    name: str
    role: str
    portrait: Image | None
    links: tuple[Link, ...]
    """Profiles elsewhere."""


class Glance(Value):
    """A post in the list of what an archive holds."""

    label: str
    url: str
    year: str
    lang: str


class ArchivePage(Value):
    """The values shown on a page of an archive."""

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
    oldest: str
    """Address of the page with the oldest posts."""
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
    rest: tuple[Glance, ...] = ()
    """On the own address of an archive in full: posts that are not on the page itself, as many as can be listed."""
    front: Front | None = None
    """What the author puts first, on the home page itself."""
    years: bool = False
    """Whether posts stand under headings of their years; the heading of 2025 has the id `y2025`."""
    noindex: bool = False
    """Whether search engines are asked to leave it out."""
    picture: Image | None = None
    """Its picture, on the archive's own address."""
    parts: dict[str, Any] = field(default_factory=dict)
    """What plugins add to the archive of a term, on its own address, by name."""


class Pages:
    """Makes the pages of a site's archives; `makers` are the functions that plugins give for parts of them, by name."""

    def __init__(self, site: Site, settings: ArchiveSettings, makers: Mapping[str, Callable[[Term], Any]]) -> None:
        self._site, self._settings, self._makers = site, settings, makers
        self._guides = Guides(site, settings)

    def of(self, archive: Archive) -> Iterator[Output]:
        """Yield the pages of one archive, its own address first, then from the newest to the oldest."""
        template = "home.html" if archive.kind == "home" else "archive.html"
        size = self._settings.full_per_page if archive.style == "full" else self._settings.excerpts_per_page
        address = cache(lambda number: self._address(archive, number))
        shared = self._shared(archive)
        cuts = paginate(archive.members, size)
        oldest = address(cuts[-1].number)[0]
        for cut in cuts:
            url, save_as = address(cut.number)
            page = replace(
                shared,
                url=url,
                number=cut.number,
                entries=tuple(map(self._site.entries.__getitem__, cut.items)),
                older=address(cut.older)[0] if cut.older is not None else "",
                newer=address(cut.newer)[0] if cut.newer is not None else "",
                oldest=oldest,
                **(_numbered(shared.heading, cut) if cut.number else self._own_values(archive, size, address)),
            )
            yield Output(save_as, template, page, archive.source)

    def keep_guides(self) -> None:
        """Keep the guides for the next build, once all archives are made."""
        self._guides.keep()

    def _address(self, archive: Archive, number: int) -> tuple[Address, OutputPath]:
        return self._site.addresses.numbered(archive.address, number) if number else archive.address

    def _shared(self, archive: Archive) -> ArchivePage:
        """Return the values common to all pages of an archive; the others are empty."""
        term = archive.term
        summary = term.file.summary if term and isinstance(term.file, TermFile) else ""
        return ArchivePage(
            kind=archive.kind,
            heading=_message(HEADINGS, archive),
            title="",
            description=summary or _message(DESCRIPTIONS, archive),
            url="",
            first=archive.address[0],
            label=archive.label,
            number=0,
            entries=(),
            full=archive.style == "full",
            older="",
            newer="",
            oldest="",
            feeds=archive.feeds,
            crumbs=archive.crumbs,
            years=term is not None,
            noindex=thin(term, len(archive.members), self._settings.thin),
        )

    def _own_values(self, archive: Archive, size: int, address: Callable[[int], tuple[str, str]]) -> dict[str, Any]:
        """Return the values shown only at an archive's own address."""
        site, term = self._site, archive.term
        file = term.file if term else None
        return {
            "title": _message(HEADINGS, archive),
            "intro": site.resolve(file, file.body) if file and file.body.key else None,
            "author": self._author(file) if isinstance(file, Author) else None,
            "courses": self._courses(term) if term and term.kind == "tag" else (),
            "children": self._children(archive),
            "covers": span(archive.members) if term and archive.members else "",
            "start_here": start_here(site, file),
            **(self._guides.links(archive, size, address) if term else {}),
            "rest": self._further_posts(archive, size) if archive.style == "full" else (),
            "front": front(site) if archive.kind == "home" else None,
            "picture": site.image_of(file) if isinstance(file, TermFile) else None,
            "parts": self._parts(term) if term else {},
        }

    def _further_posts(self, archive: Archive, size: int) -> tuple[Glance, ...]:
        members = archive.members[size:LISTED]
        return tuple(Glance(member.article.title, member.url, member.year, member.lang) for member in members)

    def _author(self, author: Author) -> AuthorFacts:
        links = tuple(Link(label, url) for label, url in author.links)
        portrait = self._site.image(author.portrait, author.portrait_alt)
        return AuthorFacts(author.name, author.role, portrait, links)

    def _courses(self, term: Term) -> tuple[Link, ...]:
        """Return the courses with a tag."""
        site = self._site
        courses = [course for course in site.content.get("courses", ()) if course.path in site.urls]
        return tuple(
            Link(course.title, site.urls[course.path], site.tag_of(course.lang))
            for course in courses
            if term.slug in (site.terms.slug_of("tag", tag) for tag in course.tags)
        )

    def _children(self, archive: Archive) -> tuple[Link, ...]:
        """Return the categories below a category, the months of a year."""
        term = archive.term
        if term:
            return tuple(category.link for category in self._site.categories.values() if category.parent is term)
        if archive.kind != "date" or not archive.label.isdigit():
            return ()
        months = dict.fromkeys(member.article.date[:7] for member in archive.members)
        periods = ((period, self._site.addresses.period("month", period)) for period in months)
        return tuple(Link(period_label(period), url) for period, (url, _) in periods if url)

    def _parts(self, term: Term) -> dict[str, Any]:
        results = {name: make(term) for name, make in self._makers.items()}
        return {name: part for name, part in results.items() if part is not None}


def _message(messages: Mapping[str, str], archive: Archive) -> str:
    """Return the message for an archive by its kind; its name where there is none."""
    message = messages.get(archive.kind)
    return gettext(message, name=archive.label) if message else archive.label


def _numbered(heading: str, cut: Cut[Published]) -> dict[str, Any]:
    """Return title and years of a numbered page of an archive."""
    covers = span(cut.items)
    return {
        "title": gettext("%(heading)s, %(years)s (page %(number)s)", heading=heading, years=covers, number=cut.number),
        "covers": covers,
    }


def span(items: Sequence[Published]) -> str:
    """Return the years that articles cover: `2019` or `2017 to 2019`."""
    first, last = items[-1].year, items[0].year
    return first if first == last else gettext("%(first)s to %(last)s", first=first, last=last)
