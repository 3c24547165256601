"""Scheduled posts: what readers see next, posts that are due, and pages that change with time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from lodestar.base.problems import Problem
from lodestar.engine.site import Published, Site
from lodestar.publishing.ledger import Ledger


class Coming(NamedTuple):
    """A scheduled post."""

    moment: datetime
    """In the site's time zone."""
    title: str
    path: str
    """Its file as the author knows it."""

    @property
    def when(self) -> str:
        """The moment in words: `Tuesday, December 1, 2026 at 07:30 (Europe/Berlin)`."""
        return in_words(self.moment)


def in_words(moment: datetime) -> str:
    """Return a moment in words, with its time zone."""
    return f"{moment:%A, %B} {moment.day}, {moment:%Y at %H:%M} ({moment.tzinfo})"


def scheduled_posts(site: Site) -> list[Coming]:
    """Return the scheduled posts, the next one first."""
    waiting = [post for post in site.content["posts"] if post.status != "draft" and post.instant > site.now.timestamp()]
    waiting.sort(key=lambda post: (post.instant, post.path))
    return [Coming(_at(site, post.instant), post.title, f"{site.shown}/{post.path}") for post in waiting]


def next_up(site: Site) -> str:
    """Return a line about what readers see next."""
    waiting = scheduled_posts(site)
    if not waiting:
        return "Nothing is scheduled."
    more = f"; {len(waiting) - 1} more after it" if len(waiting) > 1 else ""
    return f'Next: "{waiting[0].title}", {waiting[0].when}{more}.'


def published_by_ledger(ledger: Ledger) -> Callable[[Published], bool]:
    """Return a function that says whether a post was published, by the ledger."""
    ids = {answer.detail for answer in ledger.addresses.values() if answer.what == "post"} | ledger.entries.keys()
    return lambda post: post.article.id in ids or post.url in ledger.addresses


def overdue(site: Site, is_published: Callable[[Published], bool]) -> Iterator[Problem]:
    """Yield a problem for each post that is due and not published."""
    for post in site.posts:
        if not is_published(post):
            since = in_words(_at(site, post.article.instant))
            fault = f'"{post.article.title}" is due since {since} and not out'
            line = site.line_of(post.article.path, "date")
            yield Problem(f"{site.shown}/{post.article.path}", line, fault, "publish, or give it a later date")


def changes_since(site: Site, due: Iterable[float], released: datetime) -> Iterator[str]:
    """Yield a line about the first moment since the last release at which a page changed with time.

    `due` are the moments that the site knew at that release (seconds since 1970): a call that ends, a cohort that begins.
    """
    passed = sorted(moment for moment in due if released.timestamp() < moment <= site.now.timestamp())
    if passed:
        yield f"A page has changed by itself since {in_words(_at(site, passed[0]))}: a date on it has passed; publish."


def _at(site: Site, instant: float) -> datetime:
    return datetime.fromtimestamp(instant, UTC).astimezone(site.zone)
