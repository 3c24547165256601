"""Courses: landing page, lessons, workbook, certificate, calendar and feed of each, and lessons for those who enrolled.

Stands on `initialized` and Lodestar's `get_kinds`, `get_fields`, `get_addresses`, `get_page_parts`, `get_slots`,
`get_outputs` and `get_sources`.
Setting: `COURSES`; keys and passphrases come from the environment. The blocks of lessons are an extension of
Python-Markdown, `plugins.course.blocks`.
"""

from __future__ import annotations

from typing import Any

from lodestar.engine.signals import (
    get_addresses,
    get_fields,
    get_kinds,
    get_outputs,
    get_page_parts,
    get_slots,
    get_sources,
)


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the key `lesson`."""
    return {"posts": "plugins.course.fields:Post"}


def fill_slots(settings: Any) -> dict[str, str]:
    """At `get_slots`: the lessons that a post leads to."""
    return {"after_post": "course/lessons.html:lessons"}


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from pelican import signals  # here, for the extension in this package is read where Pelican is not

    from plugins.course import hooks

    signals.initialized.connect(hooks.configure)
    get_kinds.connect(hooks.kinds)
    get_fields.connect(declare_fields)
    get_addresses.connect(hooks.addresses)
    get_page_parts.connect(hooks.page_parts)
    get_slots.connect(fill_slots)
    get_outputs.connect(hooks.outputs)
    get_sources.connect(hooks.sources)
