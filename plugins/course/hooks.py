"""Where courses meet Lodestar's signals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.course.core import landing
from plugins.site import Kind, Output, Site
from plugins.values import Course


def kinds(settings: Any) -> tuple[Kind, ...]:
    """At `get_kinds`: courses."""
    return (Kind("courses", "courses", Course, "plugins.front_matter.kinds:course", "course.md"),)


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: a landing page for each course."""
    for course in site.content["courses"]:
        yield landing(site, course)
