"""A course's landing page."""

from __future__ import annotations

from typing import Any

from plugins.site import Output, Site
from plugins.values import Body, Course, Value


class CoursePage(Value):
    """What a course's landing page shows."""

    title: str
    description: str
    url: str
    promise: str
    body: Body
    details: dict[str, Any]


def landing(site: Site, course: Course) -> Output:
    """The landing page of one course."""
    url = f"/courses/{course.slug}/"
    value = CoursePage(course.title, course.summary, url, course.promise, site.resolve(course, course.body), course.details)
    return Output(f"courses/{course.slug}/index.html", "course.html", value, f"{site.shown}/{course.path}")
