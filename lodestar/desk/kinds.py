"""The kinds of content that the desk edits: their models, their labels, and where a new file goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lodestar.base.front_matter import models
from lodestar.base.front_matter.declared import combined
from lodestar.base.front_matter.fields import Fields
from lodestar.base.kinds import Kind
from lodestar.engine import kinds as texts
from plugins import course, course_cta
from plugins.course.models import CourseFile, LessonFile, ModuleFile
from plugins.course_cta.models import CallFile

FILES = {kind.name: kind for kind in (*texts.kinds(None), *course.kinds(None), *course_cta.kinds(None))}
"""The kinds of content as the build knows them, by name."""


@dataclass(frozen=True)
class TextKind:
    """A kind of content."""

    name: str
    """As commands call it: `post`."""
    plural: str
    files: Kind
    model: type[Fields]
    """The model of its header: the core's own keys, and in what `kinds` returns those of enabled plugins too."""
    new: str
    """Path of a new file below content/, with `{slug}` and `{year}`; empty where the desk creates none."""
    heading: str = "title"
    """The key that holds its title."""


KINDS = (
    TextKind("post", "Posts", FILES["posts"], models.Post, "posts/{year}/{slug}.md"),
    TextKind("page", "Pages", FILES["pages"], models.PageHeader, "pages/{slug}.md"),
    TextKind("course", "Courses", FILES["courses"], CourseFile, ""),
    TextKind("module", "Modules", FILES["modules"], ModuleFile, ""),
    TextKind("lesson", "Lessons", FILES["lessons"], LessonFile, "{module}/{slug}.md"),
    TextKind("author", "Authors", FILES["authors"], models.AuthorFile, "authors/{slug}.md", heading="name"),
    TextKind("tag", "Tags", FILES["tags"], models.TermHeader, "tags/{slug}.md", heading="label"),
    TextKind("category", "Categories", FILES["categories"], models.TermHeader, "categories/{slug}.md", heading="label"),
    TextKind("call", "Calls to action", FILES["calls"], CallFile, "calls/{slug}.md", heading="heading"),
)
SITE = TextKind("site", "Your site", FILES["site"], models.SiteHeader, "", heading="name")
"""The site's settings, which have a form of their own and are in no list."""
HEADINGS = tuple(dict.fromkeys(kind.heading for kind in KINDS))
"""The keys that hold titles, whatever the kind."""
BY_NAME = {kind.name: kind for kind in KINDS}


def kinds(settings: Mapping[str, Any]) -> tuple[TextKind, ...]:
    """Return the kinds of content with all the header keys that the enabled plugins declare for them.

    `settings` are those of Pelican with its plugins loaded.
    """
    declared = {kind.name: kind.declared for kind in settings["BUILD_RUN"].declared.kinds}
    return tuple(replace(kind, model=combined(kind.model, declared.get(kind.files.name, ()))) for kind in KINDS)


def kind_of(path: str, settings: Mapping[str, Any] | None = None) -> TextKind | None:
    """Return the kind of a file below content/; None for pictures and the like.

    Without `settings` its model knows the core's own keys alone.
    """
    return next((kind for kind in (kinds(settings) if settings else KINDS) if kind.files.holds(path)), None)
