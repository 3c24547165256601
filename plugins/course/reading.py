"""Makes the values of a course's files."""

from __future__ import annotations

import re

from lodestar.base.front_matter.beginning import beginning
from lodestar.base.front_matter.header import Fault
from lodestar.base.front_matter.reading import FileReader
from lodestar.base.values import Document
from plugins.course.fences import EXERCISES, find
from plugins.course.models import CourseFile, LessonFile, ModuleFile
from plugins.course.values import Cohort, Course, CourseQuestion, Exercise, Lesson, Module, Price, Voice

NUMBERED = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = frozenset({"all", "certificate", "feed", "sealed", "workbook"})
"""Slugs below a course's address that no lesson may have."""


def course(file: FileReader) -> Course:
    """Return the course in `course.md`."""
    folder = file.path.split("/")[1:-1]
    if len(folder) != 1:
        raise Fault(1, "course.md in the wrong folder", "put it at courses/<slug>/course.md")
    if not SLUG.fullmatch(folder[0]):
        raise Fault(
            1, f'the folder "{folder[0]}" cannot be an address', "rename it with lower-case letters, digits and hyphens"
        )
    front = file.validate(CourseFile)
    enrol, price = front.enrol, front.price
    if price and price.amount.strip("0.") and not enrol:
        raise Fault(file.header.line("price"), "the course has a price and no way to enrol", 'add "enrol:" with "url:"')
    cohorts = tuple(
        Cohort(cohort.id, cohort.start, cohort.end, cohort.enrol_by or cohort.start, cohort.note, cohort.revision)
        for cohort in front.cohorts
    )
    return file.value(
        Course,
        CourseFile,
        front,
        slug=folder[0],
        body=file.body(),
        summary=front.summary or front.promise,
        suits=front.audience.suits,
        suits_not=front.audience.not_for,
        price=Price(price.amount, price.currency) if price else None,
        enrol_url=enrol.url if enrol else "",
        enrol_verb=enrol.label if enrol else "",
        enrol_when=(enrol.when if enrol else "") or ("next cohort" if cohorts else "any time"),
        cohorts=cohorts,
        voices=tuple(
            Voice(testimonial.quote, testimonial.name, testimonial.role, testimonial.portrait)
            for testimonial in front.testimonials
        ),
        faq=tuple(
            CourseQuestion(item.question, file.text(item.answer, file.header.line("faq", index, "answer")))
            for index, item in enumerate(front.faq)
        ),
        refund=file.part("refund", front.refund) if front.refund else None,
    )


def module(file: FileReader) -> Module:
    """Return the module in `module.md`."""
    folders = file.path.split("/")[1:-1]
    if len(folders) != 2:
        raise Fault(1, "module.md in the wrong folder", "put it at courses/<slug>/NN-<module>/module.md")
    number, _ = _numbered(folders[1], "folder")
    front = file.validate(ModuleFile)
    return file.value(Module, ModuleFile, front, slug=folders[1], body=file.body(), course=folders[0], number=number)


def lesson(file: FileReader) -> Lesson:
    """Return a lesson."""
    *folders, name = file.path.split("/")[1:]
    if len(folders) < 2:
        raise Fault(1, "a lesson without a module", "put it into a folder such as 01-begin, beside a module.md")
    if len(folders) > 2:
        raise Fault(1, "a file too deep to be a lesson", "put it at courses/<slug>/NN-<module>/NN-<lesson>.md")
    _numbered(folders[1], "folder")
    number, slug = _numbered(name.removesuffix(".md"), "file name")
    if slug in RESERVED:
        raise Fault(1, f'"{slug}" is an address of the course itself', "give the lesson another name")
    front = file.validate(LessonFile)
    body = file.body()
    return file.value(
        Lesson,
        LessonFile,
        front,
        slug=slug,
        body=body,
        course=folders[0],
        module=folders[1],
        number=number,
        summary=front.summary or ("" if front.access == "enrolled" else beginning(file.html(body))),
        exercises=tuple(_exercises(file)),
        prose=_prose(file) if front.access == "free" else None,
    )


def _exercises(file: FileReader) -> list[Exercise]:
    """Return each exercise as a separate document."""
    first, lines = file.header.body_line, file.header.body.split("\n")
    results = []
    for block in find(lines):
        if block.kind in EXERCISES:
            line = first + block.line - 1
            body = file.text("\n".join(lines[block.line - 1 : block.end]), line)
            results.append(Exercise(block.kind, block.id, line, body))
    return results


def _prose(file: FileReader) -> Document:
    """Return the text with exercises replaced with empty lines, so that line numbers stay the same."""
    lines = file.header.body.split("\n")
    for block in find(lines):
        if block.kind in EXERCISES:
            lines[block.line - 1 : block.end] = [""] * (block.end - block.line + 1)
    return file.text("\n".join(lines), file.header.body_line)


def _numbered(name: str, noun: str) -> tuple[int, str]:
    match = NUMBERED.fullmatch(name)
    if match is None:
        cure = "begin it with two digits and a hyphen, such as 02-listen; lower-case letters, digits and hyphens follow"
        raise Fault(1, f'the {noun} "{name}" has no place in the course', cure)
    return int(match[1]), match[2]
