"""New content, for the command `new` and the desk: one function per kind returns the text of each file by its path
below content/.

To add a kind, write a function of a `Wanted` whose docstring is its line in the help, and add it to KINDS. What it
writes must build as it is; a test tries each kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lodestar.base.front_matter.write import scalar
from lodestar.publishing.ids import new_id


class Cannot(Exception):
    """Nothing was written; the message says why, in words for the author."""


class Wanted(NamedTuple):
    """What the author asked for."""

    title: str
    slug: str
    now: datetime
    content: Path
    """The content folder, to look up what exists."""
    course: str = ""
    module: str = ""
    lang: str = ""
    """The tag of the language it will be written in; empty for the site's."""


Files = dict[str, str]
"""The text of each file by its path below content/; the first is the one to edit."""


def _date(now: datetime) -> str:
    return now.strftime("%Y-%m-%d %H:%M")


def _front(lines: list[str], body: str = "") -> str:
    return "---\n" + "\n".join(lines) + "\n---\n" + body


def _lang(wanted: Wanted) -> list[str]:
    return [f"lang: {wanted.lang}"] if wanted.lang else []


def post(wanted: Wanted) -> Files:
    """a post, as a draft: posts/YYYY/slug.md"""
    lines = [f"title: {scalar(wanted.title)}", "categories: []", "tags: []", "summary:"]
    lines += [*_lang(wanted), "status: draft", f"id: {new_id()}"]
    return {f"posts/{wanted.now:%Y}/{wanted.slug}.md": _front(lines, "Begin with a scene.\n")}


def page(wanted: Wanted) -> Files:
    """a page, as a draft: pages/slug.md"""
    lines = [f"title: {scalar(wanted.title)}", "summary:", *_lang(wanted), "status: draft"]
    return {f"pages/{wanted.slug}.md": _front(lines, "Write here.\n")}


def author(wanted: Wanted) -> Files:
    """an author: authors/slug.md"""
    name = scalar(wanted.title)
    bio = scalar(f"{wanted.title} writes here.")
    return {f"authors/{wanted.slug}.md": _front([f"name: {name}", "role:", f"bio: {bio}"], "The long biography.\n")}


def tag(wanted: Wanted) -> Files:
    """what you say about a tag: tags/slug.md"""
    lines = [f"label: {scalar(wanted.title)}", "summary:", "synonyms: []"]
    return {f"tags/{wanted.slug}.md": _front(lines, "What these posts are about.\n")}


def category(wanted: Wanted) -> Files:
    """what you say about a category: categories/slug.md"""
    return {path.replace("tags/", "categories/", 1): text for path, text in tag(wanted).items()}


def call(wanted: Wanted) -> Files:
    """a call to action: calls/slug.md"""
    lines = [f"heading: {scalar(wanted.title)}", "url: /", f"link_text: {scalar(wanted.title)}", "when:", "  tags: []"]
    return {f"calls/{wanted.slug}.md": _front(lines, "A sentence or two.\n")}


def course(wanted: Wanted) -> Files:
    """a course with a first module and lesson, as a draft: courses/slug/course.md"""
    lines = [
        f"title: {scalar(wanted.title)}",
        f"date: {_date(wanted.now)}",
        f"id: {new_id()}",
        "status: draft",
        "promise: What the learner will be able to do afterwards.",
        "summary:",
        "audience:",
        "  for:",
        "    - Whom it is for.",
        "  not_for:",
        "    - Whom it is not for.",
        "outcomes:",
        "  - Begin with a verb.",
        "level: Beginner",
        *_lang(wanted),
    ]
    folder = f"courses/{wanted.slug}"
    return {
        f"{folder}/course.md": _front(lines, "What we will do together.\n"),
        f"{folder}/01-begin/module.md": _front(["title: Begin", "summary: What this module is about."]),
        f"{folder}/01-begin/01-welcome.md": _lesson("Welcome", "welcome", "free"),
    }


def module(wanted: Wanted) -> Files:
    """a module with a first lesson, the next of its course: courses/COURSE/NN-slug/module.md"""
    course = _course(wanted)
    folders = sorted(path.name for path in course.iterdir() if re.match(r"\d\d-", path.name))
    if any(name[3:] == wanted.slug for name in folders) or any(course.glob(f"*/*-{wanted.slug}.md")):
        raise Cannot(f'the course has "{wanted.slug}" already; choose another title')
    folder = f"courses/{course.name}/{int(folders[-1][:2]) + 1 if folders else 1:02}-{wanted.slug}"
    return {
        f"{folder}/module.md": _front([f"title: {scalar(wanted.title)}", "summary: What this module is about."]),
        f"{folder}/01-{wanted.slug}.md": _lesson(wanted.title, wanted.slug, "enrolled"),
    }


def lesson(wanted: Wanted) -> Files:
    """a lesson, the next of its module: courses/COURSE/NN-module/NN-slug.md"""
    folder = _module(_course(wanted), wanted.module)
    numbers = [int(path.name[:2]) for path in folder.glob("[0-9][0-9]-*.md")]
    if any(path.stem[3:] == wanted.slug for path in folder.parent.glob("*/*.md")):
        raise Cannot(
            f'the course has a lesson "{wanted.slug}" already; choose another title, or add --slug another-name'
        )
    name = f"{max(numbers, default=0) + 1:02}-{wanted.slug}.md"
    return {f"{(folder / name).relative_to(wanted.content).as_posix()}": _lesson(wanted.title, wanted.slug, "enrolled")}


def _course(wanted: Wanted) -> Path:
    courses = sorted(path.parent.name for path in wanted.content.glob("courses/*/course.md"))
    name = wanted.course or (courses[0] if len(courses) == 1 else "")
    if name not in courses:
        fault = f'there is no course "{name}"' if name else "say which course the lesson is for"
        raise Cannot(
            f"{fault}; add --course with one of: {', '.join(courses)}"
            if courses
            else f"{fault}; write one with: new course TITLE"
        )
    return wanted.content / "courses" / name


def _module(course: Path, name: str) -> Path:
    modules = sorted(path for path in course.iterdir() if re.match(r"\d\d-", path.name))
    if not modules:
        raise Cannot(f"{course} has no modules; make a folder such as 01-begin in it, with a module.md")
    if not name:
        return modules[-1]
    results = [path for path in modules if name in (path.name, path.name[3:], path.name[:2], path.name[:2].lstrip("0"))]
    if not results:
        raise Cannot(
            f'there is no module "{name}"; add --module with one of: {", ".join(path.name for path in modules)}'
        )
    return results[0]


def _lesson(title: str, slug: str, access: str) -> str:
    lines = [
        f"title: {scalar(title)}",
        "minutes: 20",
        "summary:",
        "objectives:",
        "  - Begin with a verb.",
        "key_points:",
        "  - What to remember.",
        f"access: {access}",
        f"id: {new_id()}",
    ]
    body = f"Begin with a scene.\n\n::: reflection {{#{slug}}}\nWhat would you like the learner to think about?\n:::\n"
    return _front(lines, body)


KINDS: dict[str, Callable[[Wanted], Files]] = {
    "post": post,
    "page": page,
    "author": author,
    "tag": tag,
    "category": category,
    "call": call,
    "course": course,
    "module": module,
    "lesson": lesson,
}
