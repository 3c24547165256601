"""A series: posts that belong together, in the order of their numbers, else in that in which they were published."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lodestar.base.names import fold
from lodestar.base.values import Link, Value
from lodestar.engine.site import Published


class SeriesBox(Value):
    """A series as shown on the page of one of its parts."""

    name: str
    parts: tuple[Link, ...]
    """All parts, the first one first."""
    number: int
    """Which of them this page is, counted from 1."""


def series(articles: Iterable[Published]) -> Callable[[Published], SeriesBox | None]:
    """Return a function that returns the series of a post; None for a post that is the only part so far.

    `articles` come newest first. Names that differ only in case, hyphens or quotes are one series, named as its first part
    names it.
    """
    members: dict[str, list[Published]] = {}
    for article in articles:
        if name := name_of(article):
            members.setdefault(fold(name), []).insert(0, article)
    for parts in members.values():
        parts.sort(key=lambda part: (not part_of(part), part_of(part)))  # by date where they have none
    links = {name: tuple(part.link for part in parts) for name, parts in members.items()}

    def box(post: Published) -> SeriesBox | None:
        name = name_of(post)
        parts = members.get(fold(name), []) if name else []
        if len(parts) < 2 or post not in parts:
            return None
        return SeriesBox(name_of(parts[0]), links[fold(name)], parts.index(post) + 1)

    return box


def name_of(post: Published) -> str:
    """Return the name of a post's series; empty for none."""
    return str(post.article.fields.get("series", ""))


def part_of(post: Published) -> int:
    """Return the number of a post in its series; 0 for none."""
    return int(post.article.fields.get("part", 0))
