"""A call to action under (or within) every post, and under archives of excerpts, chosen by rule from `content/calls/`.

Connects to `initialized` and Lodestar's `get_kinds`, `get_fields`, `get_parts` and `get_archive_parts`. Setting: `CALLS`.
"""

from __future__ import annotations

from typing import Any

from lodestar.base.kinds import Kind
from lodestar.base.settings import parse
from lodestar.engine.signals import connect, get_archive_parts, get_fields, get_kinds, get_parts
from plugins.course_cta.settings import CallSettings
from plugins.course_cta.values import Call


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the key `call`."""
    return {"posts": "plugins.course_cta.fields:PostCall"}


def configure(pelican: Any) -> None:
    """At `initialized`."""
    pelican.settings["CALLS"] = parse(CallSettings, "CALLS", pelican.settings.get("CALLS"))


def kinds(settings: Any) -> tuple[Kind, ...]:
    """At `get_kinds`: calls."""
    return (Kind("calls", "calls", Call, "plugins.course_cta.reading:call"),)


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from pelican import signals

    signals.initialized.connect(configure)
    get_kinds.connect(kinds)
    get_fields.connect(declare_fields)
    connect(get_parts, "plugins.course_cta.hooks:parts")
    connect(get_archive_parts, "plugins.course_cta.hooks:archive_parts")
