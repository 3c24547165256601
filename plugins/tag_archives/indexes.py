"""The pages that list everything: all tags, all categories as a tree, all authors, all posts by month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lodestar.base.languages import gettext
from lodestar.base.values import Link, TermFile, Value
from lodestar.engine.site import Output, Site, Term
from plugins.tag_archives.core import period_label
from plugins.tag_archives.features import Pick

INTRODUCED = 9
"""How many tags the index of tags sums up at most."""


class TermLine(Value):
    """A term in an index."""

    label: str
    url: str
    posts: int
    depth: int = 0
    """How many categories it lies below."""
    lang: str = ""
    """The tag of the language of its label."""


class TermIndex(Value):
    """What the index of a kind of terms shows."""

    kind: str
    title: str
    description: str
    url: str
    terms: tuple[TermLine, ...]
    used: tuple[TermLine, ...] = ()
    """The tags used most, the most used first; none where the index names few tags anyway."""
    introduced: tuple[Pick, ...] = ()
    """Tags that the author sums up, by label."""


class Month(Value):
    """A month of the timeline."""

    label: str
    url: str
    posts: tuple[tuple[str, Link], ...]
    """Day of the month and link of each post, newest first."""


class Year(Value):
    """A year of the timeline."""

    label: str
    url: str
    months: tuple[Month, ...]


class Timeline(Value):
    """What the page of all posts shows."""

    title: str
    description: str
    url: str
    years: tuple[Year, ...]


def indexes(site: Site) -> Iterator[Output]:
    """Yield the index pages whose `*_SAVE_AS` setting names a file."""
    kinds: tuple[tuple[str, str, str, Mapping[str, Term]], ...] = (
        ("TAGS", gettext("All tags"), gettext("Every subject on this site, from A to Z."), site.tags),
        (
            "CATEGORIES",
            gettext("All categories"),
            gettext("Every category on this site, with those below it."),
            site.categories,
        ),
        ("AUTHORS", gettext("Authors"), gettext("Who writes here."), site.authors),
    )
    for name, title, description, terms in kinds:
        save_as = site.settings.get(f"{name}_SAVE_AS")
        if save_as:
            lines = tuple(
                TermLine(term.label, term.url, len(site.members.get(term, ())), term.slug.count("/"), term.lang)
                for term in (
                    sorted(terms.values(), key=lambda term: term.label.casefold()) if name == "TAGS" else terms.values()
                )
            )
            used = most_used(lines, site.settings["ARCHIVES"].used) if name == "TAGS" else ()
            introduced = introductions(site) if name == "TAGS" else ()
            value = TermIndex(name.lower(), title, description, _url(save_as), lines, used, introduced)
            yield Output(save_as, "terms.html", value, f"the list of all {name.lower()}")
    if save_as := site.settings.get("ARCHIVES_SAVE_AS"):
        yield Output(save_as, "timeline.html", timeline(site, _url(save_as)), "the timeline")


def introductions(site: Site) -> tuple[Pick, ...]:
    """Return the tags whose file sums them up, by label; where there are many, those with most posts."""
    results = [
        (-len(site.members.get(term, ())), Pick(term.label, term.url, term.file.summary, term.lang))
        for term in site.tags.values()
        if isinstance(term.file, TermFile) and term.file.summary
    ]
    picks = [pick for _, pick in sorted(results, key=lambda item: (item[0], item[1].title))[:INTRODUCED]]
    return tuple(sorted(picks, key=lambda pick: pick.title.casefold()))


def most_used(lines: tuple[TermLine, ...], most: int) -> tuple[TermLine, ...]:
    """Return at most `most` terms, those with most posts and at least two; none where that would be nearly all."""
    used = sorted((line for line in lines if line.posts > 1), key=lambda line: (-line.posts, line.label.casefold()))
    return tuple(used[:most]) if len(lines) > most else ()


def timeline(site: Site, url: str) -> Timeline:
    """Return all posts by year and month, newest first."""
    months: dict[str, list[tuple[str, Link]]] = {}
    for post in site.articles:
        article = post.article
        months.setdefault(article.date[:7], []).append((str(int(article.date[8:10])), post.link))
    years: dict[str, list[Month]] = {}
    for period, posts in months.items():
        years.setdefault(period[:4], []).append(Month(period_label(period), _period_url(site, period), tuple(posts)))
    results = tuple(Year(label, _period_url(site, label), tuple(item)) for label, item in years.items())
    return Timeline(gettext("Archives"), gettext("All posts by year and month."), url, results)


def _period_url(site: Site, period: str) -> str:
    return site.addresses.period("month" if "-" in period else "year", period)[0]


def _url(save_as: str) -> str:
    return "/" + save_as.removesuffix("index.html")
