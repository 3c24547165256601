"""What the pages of a course show."""

from __future__ import annotations

from typing import Any

from lodestar.base.values import Body, FeedLink, Image, Link, Value


class LessonLine(Value):
    """A lesson in the outline."""

    slug: str
    title: str
    url: str
    minutes: str
    free: bool
    here: bool
    """Whether it can be done on this site."""
    number: int
    """Its place in the course, counted from 1."""


class ModuleLines(Value):
    """A module in the outline."""

    title: str
    summary: str
    minutes: str
    lessons: tuple[LessonLine, ...]
    intro: Body


class Outline(Value):
    """What every page of a course knows of it; shared, so keyed."""

    slug: str
    title: str
    url: str
    lang: str
    """The tag of the language of the course."""
    modules: tuple[ModuleLines, ...]
    lessons: int
    size: str
    """Its lessons in words: `16 lessons`."""
    parts: str
    """Its modules in words: `4 modules`."""
    here: int
    """How many of them can be done on this site."""
    hours: str
    enrol: Link | None
    """The verb, and where one enrols."""
    platform: str
    """Where those who enrolled find the others; empty for none."""
    keys: str
    """Address of the wrapped keys; empty where lessons for those who enrolled are not on the site."""
    scripts: dict[str, str]
    """Addresses of the scripts by name."""
    feeds: tuple[FeedLink, ...]
    """Of its free lessons; none where it has no such lesson."""


class OfCourse(Value):
    """A page of a course."""

    title: str
    description: str
    url: str
    outline: Any
    """The `Outline`, keyed."""

    @property
    def lang(self) -> str:
        """The tag of its language, which is that of the course."""
        return str(self.outline.lang)


class CohortLine(Value):
    """A cohort in words."""

    id: str
    dates: str
    start: str
    end: str
    enrol_by: str
    """The last day to join, in words."""
    enrol_day: str
    note: str
    calendar: str
    """Address of the calendar file."""


class Instructor(Value):
    """Who teaches: the same facts as below a post."""

    name: str
    role: str
    url: str
    bio: Body
    portrait: Image | None


class AnsweredQuestion(Value):
    """A question often asked."""

    question: str
    answer: Body


class CoursePage(OfCourse):
    """The landing page."""

    promise: str
    body: Body
    image: Image | None
    suits: tuple[str, ...]
    suits_not: tuple[str, ...]
    outcomes: tuple[str, ...]
    level: str
    language: str
    price: str
    trial: Link | None
    """The first free lesson."""
    instructor: Instructor | None
    cohorts: tuple[CohortLine, ...]
    """Those one can still join, the next first."""
    running: tuple[CohortLine, ...]
    voices: tuple[tuple[str, str, str, Image | None], ...]
    """Quotation, name, role and portrait of each."""
    faq: tuple[AnsweredQuestion, ...]
    refund: Body
    tags: tuple[Link, ...]
    posts: tuple[Link, ...]
    """The posts its lessons build on."""
    data: dict[str, Any]
    """The course in the words of schema.org."""
    parts: dict[str, Any]
    """What plugins add to it, by name."""


class LessonPage(OfCourse):
    """A lesson's page."""

    line: LessonLine
    module: str
    objectives: tuple[str, ...]
    key_points: tuple[str, ...]
    """Empty where not everyone may read the lesson."""
    body: Body
    sealed: str
    """Address of the encrypted lesson; empty for one that is free, or not on the site."""
    previous: Link | None
    next: Link | None
    builds_on: tuple[Link, ...]


class SealedLesson(Value):
    """What is encrypted of a lesson."""

    key_points: tuple[str, ...]
    body: Body
    ids: str
    """Goes before each id."""
    seal: Any


class ReadLesson(Value):
    """A lesson among others on one page."""

    line: LessonLine
    objectives: tuple[str, ...]
    key_points: tuple[str, ...]
    body: Body
    exercises: tuple[Body, ...]
    ids: str
    sealed: str


class ReadModule(Value):
    """A module among others on one page."""

    title: str
    intro: Body
    lessons: tuple[ReadLesson, ...]


class WholePage(OfCourse):
    """The whole course on one page, or all of its exercises."""

    modules: tuple[ReadModule, ...]
    noindex: bool = True
    """Whether search engines are asked to leave it out: it repeats other pages."""


class CertificatePage(OfCourse):
    """The certificate, to be filled in in the browser."""

    outcomes: tuple[str, ...]
    instructor: str
    noindex: bool = True


class CourseCard(Value):
    """A course in the list of courses."""

    title: str
    url: str
    promise: str
    facts: str
    lang: str


class CourseList(Value):
    """The page of all courses."""

    title: str
    description: str
    url: str
    courses: tuple[CourseCard, ...]
    data: dict[str, Any]
