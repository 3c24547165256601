"""Feed ids: made once, written into the front matter of the post or lesson, and never derived again."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from pathlib import Path

from lodestar.base.files import replace
from lodestar.base.front_matter.write import scalar
from lodestar.engine.site import Site
from lodestar.publishing.edit import with_id
from lodestar.publishing.ledger import Ledger
from plugins.comments.core import finder
from plugins.course.values import Lesson

FIRST_ENTRY = re.compile(rb"^- (?=[a-z_]+:)", re.MULTILINE)
"""The beginning of an entry of a list whose keys stand on lines of their own."""


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
    """Give an id to what is published without one, and return the path and the id of each.

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


def tie_comments(site: Site, content: Path) -> list[str]:
    """Write the id of its post into each file of comments that is found by the name of the file alone, and return these files.

    From then on the comments follow the post, whatever becomes of its address.
    """
    files = {file.path: file for file in site.content.get("comments", ()) if "/" not in file.target and not file.post}
    find = finder(files.values(), site.content.get("posts", ()))
    written = []
    for post in site.posts:
        file = find(post.article)
        if file is None or not post.article.id:
            continue
        path = content / file.path
        text = path.read_bytes()
        tied = FIRST_ENTRY.sub(f"- post: {scalar(post.article.id)}\n  ".encode(), text, count=1)
        if tied != text:
            replace(path, tied)
            written.append(file.path)
    return written
