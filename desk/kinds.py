"""The kinds of content that the desk edits: their models, their names in plain words, and where a new one goes."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from plugins.course import models as course
from plugins.front_matter import models


@dataclass(frozen=True)
class Kind:
    """A kind of content."""

    name: str
    """As commands call it: `post`."""
    plural: str
    folder: str
    """Below content/."""
    model: type[BaseModel]
    new: str
    """Path of a new file below content/, with `{slug}` and `{year}`; empty where the desk makes none."""
    file_name: str = ""
    """Where only files of this name are meant."""
    heading: str = "title"
    """The key that names it to readers."""

    def holds(self, path: str) -> bool:
        """Whether a file below content/ is of this kind."""
        name = path.rpartition("/")[2]
        return path.startswith(self.folder + "/") and (
            name == self.file_name if self.file_name else name.endswith(".md")
        )


KINDS = (
    Kind("post", "Posts", "posts", models.Post, "posts/{year}/{slug}.md"),
    Kind("page", "Pages", "pages", models.StandalonePage, "pages/{slug}.md"),
    Kind("course", "Courses", "courses", course.CourseFile, "", "course.md"),
    Kind("module", "Modules", "courses", course.ModuleFile, "", "module.md"),
    Kind("lesson", "Lessons", "courses", course.LessonFile, "{module}/{slug}.md"),
    Kind("author", "Authors", "authors", models.AuthorFile, "authors/{slug}.md", heading="name"),
    Kind("tag", "Tags", "tags", models.Term, "tags/{slug}.md", heading="label"),
    Kind("category", "Categories", "categories", models.Term, "categories/{slug}.md", heading="label"),
    Kind("call", "Calls to action", "calls", models.CallFile, "calls/{slug}.md", heading="heading"),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(path: str) -> Kind | None:
    """The kind of a file below content/; None for pictures and the like."""
    return next((kind for kind in KINDS if kind.holds(path)), None)
