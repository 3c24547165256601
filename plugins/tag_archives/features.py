"""Finds what makes an archive an edited page: posts to start with, related tags, links to its years; and thin archives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from heapq import nlargest
from itertools import chain
from math import sqrt
from operator import attrgetter

from lodestar.base.problems import did_you_mean
from lodestar.base.values import Author, Link, Source, TermFile, Value
from lodestar.engine.site import Published, Site, Term

MANY_YEARS = 3
"""An archive that has posts from more years than this may have jump links."""
LISTED = 24
"""How many of its posts an archive in full lists before them, at most; one with no more needs no jump links."""


class Pick(Value):
    """A recommended post to start with."""

    title: str
    url: str
    summary: str
    lang: str = ""
    """The language of title and summary, where they are those of a text."""


def start_here(site: Site, file: TermFile | Author | None) -> tuple[Pick, ...]:
    """Return the picks in a term's file; a path of no post is refused, one of an unpublished post left out."""
    return picked(site, file, file.picks) if isinstance(file, TermFile) else ()


def picked(site: Site, file: Source, paths: Sequence[str]) -> tuple[Pick, ...]:
    """Return the posts at the paths that a file names under `picks`; paths are refused and left out as in `start_here`."""
    picks = []
    for index, path in enumerate(paths):
        if item := site.published.get(path):
            picks.append(Pick(item.article.title, item.url, item.article.summary, item.lang))
            continue
        posts = [post.path for post in site.content.get("posts", ())]
        if path not in posts:
            cure = did_you_mean(path, posts, f"write a path below {site.shown}/, such as posts/2019/a-post.md")
            site.refuse(file.path, ("picks", index), f'the pick "{path}" is no post', cure, missing=path)
    return tuple(picks)


def kindred(site: Site, most: int, least: int) -> Callable[[Term], tuple[Link, ...]]:
    """Return a function that finds the tags that occur with a term most strongly.

    Those are at most `most`, each with at least `least` posts in common. Strength is the share of posts in common, over
    the geometric mean of both counts (Ochiai, 1957); the count of the other tag is taken in powers of two, so that the
    order changes seldom.
    """
    roots = {tag: sqrt(1 << len(site.members[tag]).bit_length()) for tag in site.tags.values()}

    def find(term: Term) -> tuple[Link, ...]:
        shared = Counter(chain.from_iterable(map(_tags, site.members.get(term, ()))))
        del shared[term]
        strength = {tag: count / roots[tag] for tag, count in shared.items() if count >= least}
        weakest = min(nlargest(most, strength.values()), default=0)
        strongest = [tag for tag, value in strength.items() if value >= weakest]
        strongest.sort(key=lambda tag: (-strength[tag], tag.label.casefold()))
        return tuple(tag.link for tag in strongest[:most])

    return find


_tags: Callable[[Published], tuple[Term, ...]] = attrgetter("tags")
_year: Callable[[Published], str] = attrgetter("year")


def jumps(members: Sequence[Published], size: int, page: Callable[[int], str]) -> tuple[Link, ...]:
    """Return a link to the newest post of each year in an archive (newest first) cut into pages of `size`; none for few years.

    `page` gives the address of a numbered page; the archive's own one, which holds the newest posts, is "".
    """
    total = len(members)
    places = zip(map(_year, reversed(members)), range(total - 1, -1, -1), strict=True)
    first = dict(places)  # the last one said of a year is the newest
    if len(first) <= MANY_YEARS or total <= LISTED:
        return ()
    return tuple(
        Link(year, ("" if index < size else page((total - 1 - index) // size + 1)) + f"#y{year}")
        for year, index in sorted(first.items(), key=lambda pair: pair[1])
    )


def thin(term: Term | None, posts: int, least: int) -> bool:
    """Return whether an archive is a tag's of fewer than `least` posts that nobody has introduced."""
    return term is not None and term.kind == "tag" and posts < least and not (term.file and term.file.body.key)
