"""Makes the values of a course's pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lodestar.base.addresses import FEED_TYPES
from lodestar.base.fingerprints import Keyed
from lodestar.base.language_tags import own_name
from lodestar.base.languages import full_date, gettext, using
from lodestar.base.values import Author, Body, Document, FeedLink, Image, Link
from lodestar.engine.site import Site, Term
from plugins.course import pages
from plugins.course.core import Chapter, Tree
from plugins.course.data import course_data
from plugins.course.dates import (
    hours,
    lessons_in_words,
    modules_in_words,
    price_in_words,
    running_cohorts,
    span_in_words,
    upcoming_cohorts,
)
from plugins.course.sealing import Seal
from plugins.course.values import Cohort, Lesson

FEEDS = {"RSS": "feed/", "ATOM": "feed/atom/", "JSON": "feed.json"}
"""The paths of a course's feeds, below its address, by format."""


class CourseBuilder:
    """One course of a site; makes the values of its pages."""

    def __init__(self, site: Site, tree: Tree, key: bytes, scripts: Mapping[str, str]) -> None:
        self.site, self.tree, self.key = site, tree, key
        self.url = tree.url
        self.lang = site.tag_of(tree.course.lang)
        """The tag of its language."""
        self.seals = bool(key) and not all(lesson.free for lesson in tree.lessons)
        with using(site.languages[self.lang]):
            self.lines = {item.path: self._line(item, place) for place, item in enumerate(tree.lessons, start=1)}
            self.outline = Keyed(self._outline(scripts))

    @property
    def verb(self) -> str:
        """The verb for enrolling."""
        return self.tree.course.enrol_verb or gettext("Enroll")

    def _line(self, lesson: Lesson, place: int) -> pages.LessonLine:
        url = self.tree.lesson_url(lesson)
        return pages.LessonLine(
            lesson.slug, lesson.title, url, hours(lesson.minutes), lesson.free, lesson.free or self.seals, place
        )

    def _outline(self, scripts: Mapping[str, str]) -> pages.Outline:
        course = self.tree.course
        return pages.Outline(
            slug=course.slug,
            title=course.title,
            url=self.url,
            lang=self.lang,
            modules=tuple(self._module(chapter) for chapter in self.tree.chapters),
            lessons=len(self.tree.lessons),
            size=lessons_in_words(len(self.tree.lessons)),
            parts=modules_in_words(len(self.tree.chapters)),
            here=sum(line.here for line in self.lines.values()),
            hours=hours(self.tree.minutes),
            enrol=Link(self.verb, course.enrol_url) if course.enrol_url else None,
            platform="" if self.seals else course.platform,
            keys=f"{self.url}sealed/keys.json" if self.seals else "",
            scripts=dict(scripts),
            feeds=self.feeds(),
        )

    def feeds(self) -> tuple[FeedLink, ...]:
        """Return the feeds of the free lessons; none without free lessons or the plugin for feeds."""
        if "plugins.feeds" not in self.site.settings["PLUGINS"] or not any(lesson.free for lesson in self.tree.lessons):
            return ()
        return tuple(FeedLink(*FEED_TYPES[format], self.url + path) for format, path in FEEDS.items())

    def _module(self, chapter: Chapter) -> pages.ModuleLines:
        module = chapter.module
        lines = tuple(self.lines[lesson.path] for lesson in chapter.lessons)
        intro = self.site.resolve(module, module.body)
        return pages.ModuleLines(module.title, module.summary, hours(chapter.minutes), lines, intro)

    def sealed_address(self, path: str) -> str:
        """Return the address of a withheld file's encrypted form, which reveals nothing of its content."""
        ending = path.rpartition(".")[2] if "." in path.rpartition("/")[2] else "bin"
        seal = Seal(self.key, path)
        return f"{self.url}sealed/{seal.name()}.{ending}"

    def private_body(self, lesson: Lesson, document: Document) -> Body:
        """Return a text of a lesson for enrolled learners; links to withheld files lead to their encrypted forms."""
        urls = []
        for reference in document.references:
            if reference.target in self.site.withheld:
                urls.append(self.sealed_address(reference.target))
            else:
                single = Document(document.key, references=(reference,))
                urls += self.site.resolve(lesson, single).urls
        return Body(document.key, tuple(urls), document.words, document.headings, document.sections)

    def seal(self, url: str) -> Seal:
        """Return the seal that encrypts the output at an address, in the form in which browsers request it."""
        return Seal(self.key, self.site.base + url)

    def sealed_url(self, lesson: Lesson) -> str:
        """Return the address of a lesson's encrypted text; empty for none."""
        return f"{self.url}sealed/{lesson.slug}.txt" if self.seals and not lesson.free else ""

    def landing(self) -> pages.CoursePage:
        """Return the landing page."""
        course, site = self.tree.course, self.site
        instructor = self._instructor()
        image = site.image_of(course)
        trial = next((lesson for lesson in self.tree.lessons if lesson.free), None)
        next_cohorts = upcoming_cohorts(course.cohorts, site.today)
        person = (
            {"@type": "Person", "@id": f"{site.url}{instructor.url}#person", "name": instructor.name}
            if instructor
            else {}
        )
        image_url = image.url if image else ""
        data = course_data(self.tree, next_cohorts, site.url, site.settings["SITENAME"], person, image_url, self.lang)
        return pages.CoursePage(
            title=course.title,
            description=course.summary,
            url=self.url,
            outline=self.outline,
            promise=course.promise,
            body=self.site.resolve(course, course.body),
            image=image,
            suits=course.suits,
            suits_not=course.suits_not,
            outcomes=course.outcomes,
            level=course.level,
            language=own_name(self.lang),
            price=price_in_words(course.price.amount, course.price.currency) if course.price else "",
            trial=Link(trial.title, self.tree.lesson_url(trial)) if trial else None,
            instructor=instructor,
            cohorts=tuple(map(self._cohort, next_cohorts)),
            running=tuple(map(self._cohort, running_cohorts(course.cohorts, site.today))),
            voices=tuple(
                (voice.quote, voice.name, voice.role, site.image(voice.portrait, "")) for voice in course.voices
            ),
            faq=tuple(
                pages.AnsweredQuestion(item.question, self.site.resolve(course, item.answer)) for item in course.faq
            ),
            refund=self.site.resolve(course, course.refund),
            tags=tuple(term.link for term in self.tags()),
            posts=self._posts(tuple(dict.fromkeys(path for lesson in self.tree.lessons for path in lesson.builds_on))),
            data=data,
            parts=self.site.text_parts(course),
        )

    def tags(self) -> tuple[Term, ...]:
        """Return those tags of the course that posts have, too."""
        slugs = (self.site.terms.slug_of("tag", tag) for tag in self.tree.course.tags)
        return tuple(self.site.tags[slug] for slug in slugs if slug in self.site.tags)

    def _posts(self, paths: tuple[str, ...]) -> tuple[Link, ...]:
        posts = self.site.published
        return tuple(posts[path].link for path in paths if path in posts)

    def author(self) -> Author | None:
        """Return the author who teaches the course; None for none."""
        name = self.tree.course.instructor or self.site.settings.get("AUTHOR", "")
        return self.site.terms.author_called(name)

    def _instructor(self) -> pages.Instructor | None:
        author = self.author()
        if author is None:
            return None
        portrait: Image | None = self.site.image(author.portrait, author.portrait_alt)
        url = self.site.urls.get(author.path, "")
        return pages.Instructor(
            author.name, author.role, url, self.site.resolve(author, author.documents.get("bio")), portrait
        )

    def _cohort(self, cohort: Cohort) -> pages.CohortLine:
        return pages.CohortLine(
            id=cohort.id,
            dates=span_in_words(cohort.start, cohort.end),
            start=cohort.start,
            end=cohort.end,
            enrol_by=full_date(cohort.enrol_by),
            enrol_day=cohort.enrol_by,
            note=cohort.note,
            calendar=f"{self.url}{cohort.id}.ics",
        )

    def lesson(self, place: int) -> pages.LessonPage:
        """Return the page of the lesson at `place`, counted from 0."""
        lessons = self.tree.lessons
        lesson = lessons[place]
        neighbors = [
            Link(lessons[index].title, self.tree.lesson_url(lessons[index])) if 0 <= index < len(lessons) else None
            for index in (place - 1, place + 1)
        ]
        module = next(chapter.module for chapter in self.tree.chapters if lesson in chapter.lessons)
        return pages.LessonPage(
            title=lesson.title,
            description=lesson.summary
            or gettext(
                "A lesson of the course %(course)s: %(title)s.", course=self.tree.course.title, title=lesson.title
            ),
            url=self.tree.lesson_url(lesson),
            outline=self.outline,
            line=self.lines[lesson.path],
            module=module.title,
            objectives=lesson.objectives,
            key_points=lesson.key_points if lesson.free else (),
            body=self.site.resolve(lesson, lesson.body) if lesson.free else Body(""),
            sealed=self.sealed_url(lesson),
            previous=neighbors[0],
            next=neighbors[1],
            builds_on=self._posts(lesson.builds_on),
        )

    def sealed(self, lesson: Lesson) -> pages.SealedLesson:
        """Return the encrypted part of a lesson."""
        body = self.private_body(lesson, lesson.body)
        return pages.SealedLesson(lesson.key_points, body, self._ids(lesson), self.seal(self.sealed_url(lesson)))

    def _ids(self, lesson: Lesson) -> str:
        return f"{lesson.slug}--"

    def modules(self, exercises: bool) -> tuple[pages.ReadModule, ...]:
        """Return every lesson in full, or only its exercises."""
        return tuple(
            pages.ReadModule(
                chapter.module.title,
                Body("") if exercises else self.site.resolve(chapter.module, chapter.module.body),
                tuple(self._read(lesson, exercises) for lesson in chapter.lessons if lesson.exercises or not exercises),
            )
            for chapter in self.tree.chapters
        )

    def _read(self, lesson: Lesson, exercises: bool) -> pages.ReadLesson:
        exercise_bodies = (
            tuple(self.site.resolve(lesson, exercise.body) for exercise in lesson.exercises)
            if exercises and lesson.free
            else ()
        )
        in_full = lesson.free and not exercises
        return pages.ReadLesson(
            line=self.lines[lesson.path],
            objectives=() if exercises else lesson.objectives,
            key_points=lesson.key_points if in_full else (),
            body=self.site.resolve(lesson, lesson.body) if in_full else Body(""),
            exercises=exercise_bodies,
            ids=self._ids(lesson),
            sealed=self.sealed_url(lesson),
        )

    def certificate(self) -> pages.CertificatePage:
        """Return the certificate."""
        course, author = self.tree.course, self.author()
        title, description = (
            gettext("Certificate: %(course)s", course=course.title),
            gettext("A certificate of completion for the course %(course)s, to fill in yourself.", course=course.title),
        )
        name = author.name if author else ""
        return pages.CertificatePage(title, description, f"{self.url}certificate/", self.outline, course.outcomes, name)

    def facts(self) -> str:
        """Return a line of facts about the course."""
        parts: list[Any] = [lessons_in_words(len(self.tree.lessons)), hours(self.tree.minutes), self.tree.course.level]
        return ", ".join(filter(None, parts))
