"""A cohort as a calendar file, by `icalendar`.

A calendar replaces an event by one with the same UID and a higher SEQUENCE. There is neither clock nor memory in a
build, so the author keeps the sequence in the cohort's `revision` (`1-7c1e`: the sequence, and a mark of what the
calendar says). A mark that does not fit stops the build, which says what to write instead: the next sequence.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from lodestar.base.languages import current, full_date, gettext
from plugins.course.values import Cohort, Course

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The origin of DTSTAMP, which grows by a day per sequence: the standard wants a growing date, a build has no clock."""


def mark(course: Course, cohort: Cohort) -> str:
    """Return four hexadecimal digits that change with the content of the calendar."""
    text = "\0".join((course.title, cohort.start, cohort.end, cohort.enrol_by, cohort.note))
    return hashlib.blake2b(text.encode(), digest_size=2).hexdigest()


def sequence(cohort: Cohort) -> int:
    """Return the number of changes of the cohort's dates."""
    return int(cohort.revision.partition("-")[0] or 0)


def revised(course: Course, cohort: Cohort) -> str:
    """Return the revision to write; the cohort's own where it is right."""
    current_mark = mark(course, cohort)
    number, _, old_mark = cohort.revision.partition("-")
    if old_mark == current_mark:
        return cohort.revision
    return f"{int(number) + 1 if number else 0}-{current_mark}"


def uid(course: Course, cohort: Cohort) -> str:
    """Return the event's permanent id: of the course's id, else its folder, and the cohort's id."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{course.id or 'courses/' + course.slug}#{cohort.id}"))


def ics(course: Course, cohort: Cohort, url: str, verb: str) -> str:
    """Return the calendar file of a cohort; `url` is that of the landing page, `verb` the one for enrolling."""
    event = Event()
    event.add("uid", uid(course, cohort))
    event.add("sequence", sequence(cohort))
    event.add("dtstamp", EPOCH + timedelta(days=sequence(cohort)))
    event.add("dtstart", date.fromisoformat(cohort.start))
    event.add("dtend", date.fromisoformat(cohort.end) + timedelta(days=1))  # the first day after it
    event.add("summary", course.title)
    deadline = gettext("%(verb)s by %(day)s: %(url)s", verb=verb, day=full_date(cohort.enrol_by), url=url)
    event.add("description", " ".join(filter(None, (cohort.note, deadline))))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("prodid", f"-//Lodestar//Courses//{current().code.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")
