"""The header key by which a post leads to a lesson."""

from __future__ import annotations

from typing import Annotated

from lodestar.base.front_matter.fields import Fields, Key, Rare


class PostLesson(Fields):
    """The lesson that a post leads to."""

    lesson: Rare[Annotated[str, Key(of="lessons")]] = ""
    """The lesson it leads to, as a path below content/, such as `courses/calm/01-begin/01-breathe.md`."""
