"""What the front matter of courses, modules and lessons may say.

The docstring below a field is its manual: `docs/course.md` is tested against it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from lodestar.base.front_matter.fields import (
    Date,
    Day,
    Fields,
    Id,
    Illustrated,
    Key,
    Language,
    Markdown,
    Names,
    Posts,
    Rare,
    Terms,
    Text,
)

Required = Annotated[Text, Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]


class Audience(Fields):
    """Whom a course is for."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    suits: Annotated[Names, Field(alias="for")] = ()
    """Whom it is for, a sentence each."""
    not_for: Names = ()
    """Whom it is not for."""


class PriceFields(Fields):
    """What a course costs."""

    amount: str
    """A number, such as `249` or `249.50`; `0` for a course that costs nothing."""
    currency: str
    """Three capital letters (ISO 4217), such as `USD`."""

    @field_validator("amount")
    @classmethod
    def _number(cls, value: str) -> str:
        units, point, cents = value.partition(".")
        if not units.isascii() or not units.isdigit() or (point and not (cents.isdigit() and len(cents) == 2)):
            raise ValueError(f'the amount "{value}" is no number; write it as 249 or 249.50')
        return value

    @field_validator("currency")
    @classmethod
    def _letters(cls, value: str) -> str:
        if not (len(value) == 3 and value.isascii() and value.isupper()):
            raise ValueError(f'the currency "{value}" is unknown; write three capital letters, such as USD')
        return value


class Enrolment(Fields):
    """How to enrol."""

    url: Annotated[str, Field(pattern=r"^(/|https?://|mailto:)\S*$"), Key(widget="place")]
    """Where one enrols."""
    label: Text = ""
    """The verb, used throughout the page: `Enroll`, `Join`, ...; `Enroll` in the language of the course when left out."""
    when: Literal["", "next cohort", "any time"] = ""
    """`next cohort`, which needs one ahead, or `any time`; `next cohort` when left out and there are cohorts."""


class CohortFields(Fields):
    """A group that takes the course together."""

    id: Name
    """Its name in addresses and calendars; never changed once it is public."""
    start: Annotated[Day, Field(min_length=1)]
    """The first day."""
    end: Annotated[Day, Field(min_length=1)]
    """The last day."""
    enrol_by: Day = ""
    """The last day to join; the first day when left out."""
    note: Text = ""
    """A sentence about it."""
    revision: Annotated[str, Field(pattern=r"^(\d+-[0-9a-f]{4})?$")] = ""
    """How often its dates have changed, and a mark of them; the build says what to write."""

    @field_validator("end")
    @classmethod
    def _after_start(cls, value: str, info: ValidationInfo) -> str:
        start = info.data.get("start", "")
        if start and value < start:
            raise ValueError(f"the cohort ends on {value}, before it starts on {start}; exchange the two, or mend one")
        return value

    @field_validator("enrol_by")
    @classmethod
    def _before_end(cls, value: str, info: ValidationInfo) -> str:
        end = info.data.get("end", "")
        if end and value > end:
            raise ValueError(f"one can join until {value}, after the cohort ends on {end}; name an earlier day")
        return value


class VoiceFields(Fields):
    """What somebody said about the course, with permission."""

    quote: Annotated[Required, Key(widget="area")]
    """The words."""
    name: Required
    """Who said them."""
    role: Text = ""
    """What that person does."""
    portrait: str = ""
    """Path of a portrait below content/, such as `images/voices/jo.jpg`."""


class QuestionFields(Fields):
    """A question often asked."""

    question: Required
    """The question."""
    answer: Annotated[str, Field(min_length=1), Key(widget="area")]
    """The answer, in Markdown."""


class CourseFile(Illustrated):
    """A course: `content/courses/slug/course.md`; the text stands on its landing page."""

    title: Required
    """The title, as learners see it."""
    date: Date
    """When it was first offered; dates its feed."""
    promise: Annotated[Required, Key(widget="area")]
    """What the learner will be able to do afterwards, in one sentence."""
    summary: Annotated[Text, Key(widget="area")] = ""
    """One or two sentences for search engines; the promise when left out."""
    id: Rare[Annotated[Id, Field(title="Id in feeds")]] = ""
    """Its id in calendars, written once and never changed."""
    audience: Audience = Audience()
    """Whom it is for (`for`) and not for (`not_for`)."""
    outcomes: Names = ()
    """What learners will be able to do, each beginning with a verb."""
    level: Text = ""
    """What it asks of learners, such as `Beginner`."""
    lang: Rare[Annotated[Language, Field(title="Language")]] = ""
    """The language it is in, by its short name (`de`, `en-GB`); the site's when left out."""
    price: PriceFields | None = None
    """What it costs: `amount` and `currency`."""
    enrol: Enrolment | None = None
    """How to enrol: `url`, `label`, `when`."""
    platform: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    """Whole address of the course on the platform where those who enrolled find its other lessons, with
    `COURSES = {"enrolled": "link"}`."""
    instructor: Text = ""
    """Who teaches it: an author of the site, by name; the site's author when left out."""
    cohorts: tuple[CohortFields, ...] = ()
    """Groups that take it together."""
    testimonials: tuple[VoiceFields, ...] = ()
    """What learners said."""
    faq: tuple[QuestionFields, ...] = ()
    """Questions often asked."""
    refund: Markdown = ""
    """When one gets the money back, in Markdown."""
    tags: Terms = ()
    """Tags it shares with posts."""
    status: Literal["published", "draft"] = "published"
    """`draft`: nowhere on the site."""


class ModuleFile(Fields):
    """A module: `content/courses/slug/NN-module/module.md`; the text, if any, introduces it."""

    title: Required
    """The title, as learners see it."""
    summary: Annotated[Text, Key(widget="area")] = ""
    """A sentence for the syllabus."""


class LessonFile(Fields):
    """A lesson: `content/courses/slug/NN-module/NN-lesson.md`; the last part of its name is its address."""

    title: Required
    """The title, as learners see it."""
    minutes: Annotated[int, Field(gt=0, le=600)]
    """How long it takes, exercises included."""
    objectives: Annotated[Names, Field(min_length=1)]
    """What the learner can do afterwards, each beginning with a verb."""
    key_points: Annotated[Names, Field(min_length=1)]
    """What to remember."""
    access: Literal["free", "enrolled"]
    """`free`: everyone may read it; `enrolled`: only those who enrolled."""
    summary: Annotated[Text, Key(widget="area")] = ""
    """One or two sentences for the syllabus and search engines."""
    date: Date | None = None
    """When it was added; the course's date when left out."""
    id: Rare[Annotated[Id, Field(title="Id in feeds")]] = ""
    """Its id in the course's feed, written once and never changed."""
    builds_on: Posts = ()
    """Posts it builds on, as paths below content/, such as `posts/2019/a-post.md`."""
