"""The nouns of courses as their author wrote them: frozen values, all of them plain data."""

from __future__ import annotations

from lodestar.base.values import Document, Source, Value


class Price(Value):
    """What a course costs."""

    amount: str
    """A number as it is shown: `249`, `249.50`; `0` is free."""
    currency: str
    """ISO 4217, such as `USD`; empty for a course that costs nothing."""


class Cohort(Value):
    """A group that takes the course together."""

    id: str
    start: str
    """First day, ISO 8601."""
    end: str
    """Last day."""
    enrol_by: str
    """Last day on which one can join; the first day where the author named none."""
    note: str = ""
    revision: str = ""
    """Sequence and mark of what the calendar says, such as `0-7c1e`."""


class Voice(Value):
    """What somebody said about the course."""

    quote: str
    name: str
    role: str = ""
    portrait: str = ""


class CourseQuestion(Value):
    """A question often asked, and its answer."""

    question: str
    answer: Document


class Course(Source):
    """A course: everything that `course.md` says."""

    title: str
    date: str
    """ISO 8601: when it was first offered."""
    promise: str
    summary: str = ""
    id: str = ""
    suits: tuple[str, ...] = ()
    """Whom it is for."""
    suits_not: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    level: str = ""
    lang: str = ""
    """The tag of its language (BCP 47); empty for the site's."""
    price: Price | None = None
    enrol_url: str = ""
    enrol_verb: str = ""
    """The one verb by which the page speaks of enrolling."""
    platform: str = ""
    """Address of the course where those who enrolled find its other lessons; empty for none."""
    enrol_when: str = ""
    """`next cohort` or `any time`."""
    instructor: str = ""
    cohorts: tuple[Cohort, ...] = ()
    voices: tuple[Voice, ...] = ()
    faq: tuple[CourseQuestion, ...] = ()
    refund: Document | None = None
    tags: tuple[str, ...] = ()
    image: str = ""
    image_alt: str = ""
    status: str = "published"


class Module(Source):
    """A module of a course; its text, if any, introduces it."""

    course: str
    number: int
    title: str
    summary: str = ""


class Exercise(Value):
    """Something a learner answers: a reflection, worksheet, checklist or quiz."""

    kind: str
    id: str
    line: int
    """Its line in the file."""
    body: Document
    """The exercise alone, for the workbook."""


class Lesson(Source):
    """A lesson."""

    course: str
    module: str
    """The folder of its module, such as `01-begin`."""
    number: int
    title: str
    minutes: int
    date: str = ""
    id: str = ""
    summary: str = ""
    objectives: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()
    access: str = "free"
    """`free` or `enrolled`."""
    builds_on: tuple[str, ...] = ()
    """Posts, as paths below content/."""
    exercises: tuple[Exercise, ...] = ()
    prose: Document | None = None
    """A free lesson without its exercises, for feeds."""

    @property
    def free(self) -> bool:
        """Whether everyone may read it."""
        return self.access == "free"
