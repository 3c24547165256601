"""Courses: landing page, lessons, workbook, certificate, calendar and feed of each, and lessons for those who enrolled.

Connects to `initialized` and Lodestar's `get_kinds`, `get_fields`, `get_addresses`, `get_page_parts`, `get_slots`,
`get_outputs` and `get_sources`.
Setting: `COURSES`; keys and passphrases come from the environment. The blocks of lessons are an extension of
Python-Markdown, `plugins.course.blocks`.
"""

from __future__ import annotations

import os
from typing import Any

from lodestar.base.kinds import Kind
from lodestar.base.policy import Sources
from lodestar.base.settings import parse
from lodestar.engine.signals import (
    connect,
    get_addresses,
    get_fields,
    get_kinds,
    get_outputs,
    get_page_parts,
    get_slots,
    get_sources,
)
from plugins.course.settings import CourseSettings
from plugins.course.values import Course as CourseFile
from plugins.course.values import Lesson, Module

MAKERS = "plugins.course.reading"
"""The module of the functions that make values."""


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the key `lesson`."""
    return {"posts": "plugins.course.fields:PostLesson"}


def fill_slots(settings: Any) -> dict[str, str]:
    """At `get_slots`: the lessons that a post leads to."""
    return {"offer": "course/lessons.html:lessons"}


def configure(pelican: Any) -> None:
    """At `initialized`: check the settings; take keys and passphrases from the environment where they are needed."""
    settings = pelican.settings
    settings["COURSES"] = parse(CourseSettings, "COURSES", settings.get("COURSES"))
    sealed = settings["COURSES"].enrolled == "passphrase"
    settings["COURSE_SECRETS"] = None
    if sealed:
        from plugins.course.sealing import Secrets

        settings["COURSE_SECRETS"] = Secrets(os.environ)


def sources(settings: Any) -> dict[str, Sources]:
    """At `get_sources`: sound and film of sealed lessons, which a script decrypts."""
    return {"sealed": {"media-src": ("blob:",)}}


def kinds(settings: Any) -> tuple[Kind, ...]:
    """At `get_kinds`: courses, modules and lessons."""
    return (
        Kind("courses", "courses", CourseFile, f"{MAKERS}:course", "course.md"),
        Kind("modules", "courses", Module, f"{MAKERS}:module", "module.md"),
        Kind("lessons", "courses", Lesson, f"{MAKERS}:lesson"),
    )


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from pelican import signals

    signals.initialized.connect(configure)
    get_kinds.connect(kinds)
    get_fields.connect(declare_fields)
    connect(get_addresses, "plugins.course.hooks:addresses")
    connect(get_page_parts, "plugins.course.hooks:page_parts")
    get_slots.connect(fill_slots)
    connect(get_outputs, "plugins.course.hooks:outputs")
    get_sources.connect(sources)
