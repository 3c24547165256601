"""Courses: landing page, lessons, workbook, certificate, calendar and feed of each, and lessons for those who enrolled.

Stands on `initialized` and Lodestar's `get_kinds`, `get_addresses`, `get_page_parts`, `get_outputs` and `get_sources`.
Setting: `COURSES`; keys and passphrases come from the environment. The blocks of lessons are an extension of
Python-Markdown, `plugins.course.blocks`.
"""

from __future__ import annotations

from plugins.signals import get_addresses, get_kinds, get_outputs, get_page_parts, get_sources


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from pelican import signals  # here, for the extension in this package is read where Pelican is not

    from plugins.course import hooks

    signals.initialized.connect(hooks.configure)
    get_kinds.connect(hooks.kinds)
    get_addresses.connect(hooks.addresses)
    get_page_parts.connect(hooks.page_parts)
    get_outputs.connect(hooks.outputs)
    get_sources.connect(hooks.sources)
