"""Makes the value of a call's file."""

from __future__ import annotations

from lodestar.base.front_matter.reading import FileReader
from plugins.course_cta.models import CallFile
from plugins.course_cta.values import Call, When


def call(file: FileReader) -> Call:
    """Return a call to action."""
    front = file.validate(CallFile)
    when = front.when
    return file.value(
        Call,
        CallFile,
        front,
        body=file.body(),
        when=When(when.tags, when.categories, when.authors, when.since, when.until) if when else None,
        after_section=0 if front.placement == "end" else int(front.placement),
    )
