"""The structure of a course: modules and lessons ordered by number, and errors in that order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from plugins.course.values import Course, Lesson, Module

FOLDER = "courses/"
"""The folder of courses below content/."""


class Chapter(NamedTuple):
    """A module with its lessons, in order."""

    module: Module
    lessons: tuple[Lesson, ...]

    @property
    def minutes(self) -> int:
        """The duration of its lessons."""
        return sum(lesson.minutes for lesson in self.lessons)


class Tree(NamedTuple):
    """A course with its modules, in order."""

    course: Course
    chapters: tuple[Chapter, ...]

    @property
    def url(self) -> str:
        """Address of the landing page."""
        return f"/courses/{self.course.slug}/"

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """Every lesson, in order."""
        return tuple(lesson for chapter in self.chapters for lesson in chapter.lessons)

    @property
    def minutes(self) -> int:
        """The duration of all lessons."""
        return sum(chapter.minutes for chapter in self.chapters)

    def lesson_url(self, lesson: Lesson) -> str:
        """Return the address of a lesson, without numbers, so that the order can change."""
        return f"{self.url}{lesson.slug}/"


def trees(content: Mapping[str, Sequence[Any]], drafts: bool = False) -> tuple[Tree, ...]:
    """Return the courses that readers may see, by path."""
    results = []
    for course in content.get("courses", ()):
        if course.status == "draft" and not drafts:
            continue
        modules = [module for module in content.get("modules", ()) if module.course == course.slug]
        lessons = [lesson for lesson in content.get("lessons", ()) if lesson.course == course.slug]
        chapters = tuple(
            Chapter(module, tuple(sorted((lesson for lesson in lessons if lesson.module == module.slug), key=_order)))
            for module in sorted(modules, key=_order)
        )
        results.append(Tree(course, chapters))
    return tuple(results)


def _order(numbered: Module | Lesson) -> tuple[int, str]:
    return numbered.number, numbered.path


class Trouble(NamedTuple):
    """A problem: the file, the header's entry (or the line), and the message."""

    path: str
    keys: tuple[str | int, ...]
    what: str
    cure: str
    line: int = 0


def troubles(tree: Tree, lessons: Iterable[Lesson]) -> Iterator[Trouble]:
    """Yield problems with the structure of a course; `lessons` are all of its lessons, even without a module."""
    folders = {chapter.module.slug for chapter in tree.chapters}
    for lesson in lessons:
        if lesson.module not in folders:
            cure = f'add {lesson.path.rpartition("/")[0]}/module.md with a line "title: ..."'
            yield Trouble(lesson.path, (), f'the lesson has no module: "{lesson.module}" has no module.md', cure)
    yield from _numbers([chapter.module for chapter in tree.chapters], "module", lambda item: item.path.split("/")[-2])
    for chapter in tree.chapters:
        yield from _numbers(chapter.lessons, "lesson", lambda item: item.path.split("/")[-1])
        if not chapter.lessons:
            yield Trouble(
                chapter.module.path, (), "the module has no lessons", "add 01-<lesson>.md beside it, or delete it"
            )
    if not tree.chapters:
        yield Trouble(
            tree.course.path, (), "the course has no modules", "add 01-<module>/module.md and a lesson beside it"
        )
    yield from _repeats(tree)


def _numbers(items: Sequence[Module | Lesson], kind: str, name: Callable[[Any], str]) -> Iterator[Trouble]:
    """Yield gaps and repeats in the numbers of modules, or of a module's lessons."""
    expected, last_name = 1, ""
    for item in items:
        if item.number < expected:
            fault = f'the {kind} number {item.number:02} stands twice: "{last_name}" and "{name(item)}"'
            yield Trouble(item.path, (), fault, "give one of them another number")
        elif item.number > expected:
            fault = f"{kind} {expected:02} is missing before {item.number:02}"
            yield Trouble(
                item.path, (), fault, f'begin the name of this {kind} with "{expected:02}-", or add the missing one'
            )
        expected, last_name = max(expected, item.number + 1), name(item)


def _repeats(tree: Tree) -> Iterator[Trouble]:
    """Yield lessons with the same address, and exercises and cohorts with the same id."""
    slugs: dict[str, str] = {}
    ids: dict[str, str] = {}
    for lesson in tree.lessons:
        if lesson.slug in slugs:
            fault = f'the lesson has the address of {slugs[lesson.slug]}: "{lesson.slug}"'
            yield Trouble(lesson.path, (), fault, "rename one of them after its number")
        slugs[lesson.slug] = lesson.path
        for exercise in lesson.exercises:
            if exercise.id in ids:
                fault = f'the id "{exercise.id}" is also that of an exercise in {ids[exercise.id]}'
                yield Trouble(
                    lesson.path, (), fault, "give one of them another id; answers are kept under it", exercise.line
                )
            ids[exercise.id] = lesson.path
    cohorts: set[str] = set()
    for index, cohort in enumerate(tree.course.cohorts):
        if cohort.id in cohorts:
            yield Trouble(
                tree.course.path,
                ("cohorts", index, "id"),
                f'two cohorts are called "{cohort.id}"',
                "rename one of them",
            )
        cohorts.add(cohort.id)
