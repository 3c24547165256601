"""Feed ids: generated once, written into the front matter of the post or lesson, and never derived again."""

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
"""Matches the beginning of a list entry whose keys are on separate lines."""


def new_id() -> str:
    """Return a globally unique id."""
    return f"urn:uuid:{uuid.uuid4()}"


def announced_lessons(site: Site) -> tuple[Lesson, ...]:
    """Return the lessons that feeds of courses announce: those that everyone may read."""
    return tuple(lesson for lesson in site.content.get("lessons", ()) if lesson.free and lesson.path in site.urls)


def without_id(site: Site) -> tuple[str, ...]:
    """Return the files of published posts and free lessons without an id, ordered by path."""
    posts = [post.article.path for post in site.posts if not post.article.id]
    return tuple(sorted([*posts, *(lesson.path for lesson in announced_lessons(site) if not lesson.id)]))


def write_ids(site: Site, content: Path, ledger: Ledger, make: Callable[[], str] = new_id) -> list[tuple[str, str]]:
    """Write an id into each published file without one, and return their paths and ids.

    A post that the ledger knows as announced gets none: it has lost its own, which a check reports.
    """
    announced = {entry.path for entry in ledger.entries.values()}
    written = []
    for name in without_id(site):
        if name in announced:
            continue
        path, id = content / name, make()
        replace(path, with_id(path.read_bytes(), id))
        written.append((name, id))
    return written


def tie_comments(site: Site, content: Path) -> list[str]:
    """Write the post's id into each file of comments that only its name ties to the post, and return these files.

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
