"""Feed ids: made once, written into the front matter of the post or lesson, and never derived again."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from lodestar.base.files import replace
from lodestar.engine.site import Site
from lodestar.publishing.edit import with_id
from lodestar.publishing.ledger import Ledger
from plugins.course.values import Lesson


def new_id() -> str:
    """Return an id that no other post in the world has."""
    return f"urn:uuid:{uuid.uuid4()}"


def announced_lessons(site: Site) -> tuple[Lesson, ...]:
    """Return the lessons that feeds of courses announce: those that everyone may read."""
    return tuple(lesson for lesson in site.content.get("lessons", ()) if lesson.free and lesson.path in site.urls)


def without_id(site: Site) -> tuple[str, ...]:
    """Return the files of published posts and free lessons that have no id of their own yet, ordered by path."""
    posts = [post.article.path for post in site.posts if not post.article.id]
    return tuple(sorted([*posts, *(lesson.path for lesson in announced_lessons(site) if not lesson.id)]))


def write_ids(site: Site, content: Path, ledger: Ledger, make: Callable[[], str] = new_id) -> list[tuple[str, str]]:
    """Give what is published without an id one; answers the path and the id of each.

    What the ledger knows to have been announced gets none: it has lost the one it had, which a check says.
    """
    announced = {entry.path for entry in ledger.entries.values()}
    written = []
    for below in without_id(site):
        if below in announced:
            continue
        path, id = content / below, make()
        replace(path, with_id(path.read_bytes(), id))
        written.append((below, id))
    return written
