"""The kinds of content that the desk edits: their models, their names in plain words, and where a new one goes."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from plugins import site
from plugins.course import hooks as courses
from plugins.course import models as course
from plugins.front_matter import hooks as texts
from plugins.front_matter import models

FILES = {kind.name: kind for kind in (*texts.kinds(None), *courses.kinds(None))}
"""The kinds of content as the build knows them, by name."""


@dataclass(frozen=True)
class Kind:
    """A kind of content."""

    name: str
    """As commands call it: `post`."""
    plural: str
    files: site.Kind
    model: type[BaseModel]
    new: str
    """Path of a new file below content/, with `{slug}` and `{year}`; empty where the desk makes none."""
    heading: str = "title"
    """The key that names it to readers."""


KINDS = (
    Kind("post", "Posts", FILES["posts"], models.Post, "posts/{year}/{slug}.md"),
    Kind("page", "Pages", FILES["pages"], models.StandalonePage, "pages/{slug}.md"),
    Kind("course", "Courses", FILES["courses"], course.CourseFile, ""),
    Kind("module", "Modules", FILES["modules"], course.ModuleFile, ""),
    Kind("lesson", "Lessons", FILES["lessons"], course.LessonFile, "{module}/{slug}.md"),
    Kind("author", "Authors", FILES["authors"], models.AuthorFile, "authors/{slug}.md", heading="name"),
    Kind("tag", "Tags", FILES["tags"], models.Term, "tags/{slug}.md", heading="label"),
    Kind("category", "Categories", FILES["categories"], models.Term, "categories/{slug}.md", heading="label"),
    Kind("call", "Calls to action", FILES["calls"], models.CallFile, "calls/{slug}.md", heading="heading"),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(path: str) -> Kind | None:
    """The kind of a file below content/; None for pictures and the like."""
    return next((kind for kind in KINDS if kind.files.holds(path)), None)
