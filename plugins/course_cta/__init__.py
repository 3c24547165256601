"""A call to action under (or within) every post, and under archives of excerpts, chosen by rule from `content/calls/`.

Stands on `initialized` and Lodestar's `get_kinds`, `get_fields`, `get_parts` and `get_archive_parts`. Setting: `CALLS`.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from lodestar.engine.signals import get_archive_parts, get_fields, get_kinds, get_parts


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the key `call`."""
    return {"posts": "plugins.course_cta.fields:Post"}


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.course_cta import hooks

    signals.initialized.connect(hooks.configure)
    get_kinds.connect(hooks.kinds)
    get_fields.connect(declare_fields)
    get_parts.connect(hooks.parts)
    get_archive_parts.connect(hooks.archive_parts)
