"""The receivers of Pelican's and Lodestar's signals for courses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lodestar.base.files import file_digest
from lodestar.base.problems import did_you_mean
from lodestar.base.values import Link
from lodestar.engine.declarations import declared_theme
from lodestar.engine.site import Output, Published, Site
from lodestar.engine.static import File
from plugins.course.core import FOLDER, Tree, trees
from plugins.course.dates import times_of_change

if TYPE_CHECKING:
    from plugins.course.sealing import Secrets

SCRIPTS = "static/course"
WORKER = "worker.js"


def _trees(site: Site) -> tuple[Tree, ...]:
    return trees(site.content, bool(site.settings.get("DRAFTS")))


def addresses(site: Site) -> dict[str, str]:
    """At `get_addresses`: landing pages and lessons. Lessons for those who enrolled are private, as is all of a course
    that is a draft; its files go out only where a page of a course leads to them that everyone may read.
    """
    results: dict[str, str] = {}
    public: set[str] = set()
    for tree in _trees(site):
        results[tree.course.path] = tree.url
        results.update((lesson.path, tree.lesson_url(lesson)) for lesson in tree.lessons)
        results.update((chapter.module.path, f"{tree.url}#{chapter.module.slug}") for chapter in tree.chapters)
        public |= {tree.course.path, *(chapter.module.path for chapter in tree.chapters)}
        public |= {lesson.path for lesson in tree.lessons if lesson.free}
    texts = (value for kind in ("courses", "modules", "lessons") for value in site.content.get(kind, ()))
    site.private |= {value.path for value in texts if value.path not in public}
    site.guarded = (*site.guarded, FOLDER)
    return results


def page_parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_page_parts`: the lessons a post leads to: the one it names, and those that build on it."""
    links: dict[str, dict[Link, None]] = {}
    lesson_links: dict[str, Link] = {}
    for tree in _trees(site):
        lang = site.tag_of(tree.course.lang)
        for lesson in tree.lessons:
            link = lesson_links[lesson.path] = Link(lesson.title, tree.lesson_url(lesson), lang)
            for path in lesson.builds_on:
                links.setdefault(path, {})[link] = None
    for post in site.posts:
        lesson = post.article.fields.get("lesson", "")
        if lesson and lesson not in lesson_links:
            cure = did_you_mean(lesson, lesson_links, "write its path below content/")
            site.refuse(post.article.path, ("lesson",), f'"{lesson}" is no lesson', cure, missing=lesson)

    def lessons(post: Published) -> tuple[Link, ...] | None:
        lesson = post.article.fields.get("lesson", "")
        first = (lesson_links[lesson],) if lesson in lesson_links else ()
        return tuple(dict.fromkeys((*first, *links.get(post.article.path, ())))) or None

    return {"lessons": lessons} if lesson_links else {}


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: every page of every course, and the scripts of the theme for them."""
    all_trees = _trees(site)
    if not all_trees:
        return
    from plugins.course.assemble import CourseBuilder  # cryptography and icalendar are slow to import
    from plugins.course.checks import check
    from plugins.course.outputs import outputs as outputs_of

    secrets: Secrets | None = site.settings["COURSE_SECRETS"]
    results = [tree for tree in all_trees if check(site, tree, secrets)]
    for tree in results:
        site.due += times_of_change(tree.course.cohorts, site.now, site.zone)
    if not results:
        return
    theme = Path(site.settings["THEME"])
    scripts = dict(_scripts(theme))
    yield from (Output(address, "copy", file, f"theme/{file.path}") for address, file in scripts.values())
    names = {name: "/" + address for name, (address, _) in scripts.items()}
    courses = [
        CourseBuilder(site, tree, secrets.content_key(tree.course.slug) if secrets else b"", names) for tree in results
    ]
    yield from outputs_of(site, courses, secrets, declared_theme(site.settings).digest() + site.languages.digest)


def _scripts(theme: Path) -> Iterator[tuple[str, tuple[str, File]]]:
    """Yield the theme's scripts for courses, each under a name that changes with its content."""
    for path in sorted((theme / SCRIPTS).glob("*.js")):
        if path.name != WORKER:
            hashed = file_digest(str(path))
            name = path.relative_to(theme).as_posix()
            yield path.stem, (f"theme/course/{path.stem}.{hashed[:12]}.js", File(name, hashed))
