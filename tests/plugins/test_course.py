"""Courses: their order, their dates, and everything that stops a build."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from lodestar.base.values import Document
from plugins.course import hooks
from plugins.course.core import Trouble, trees, troubles
from plugins.course.dates import duration, hours, price_in_words, span_in_words, upcoming_cohorts
from plugins.course.values import Cohort, Course, Lesson, Module

pytestmark = pytest.mark.seconds

ROOT = Path(__file__).parents[2]
THEME = ROOT / "theme"
NOTHING = Document("")
COURSE = """-- content/courses/calm/course.md --
---
title: Calm
date: 2026-01-05
promise: Lead calmly.
id: urn:uuid:8d0f6f5c-58f1-4c0b-9f43-6f3b2a5f3b17
outcomes: [Stay calm.]
level: Beginner
price:
  amount: 90
  currency: USD
enrol:
  url: https://example.org/join
instructor: Ann
cohorts:
  - id: summer
    start: 2026-07-06
    end: 2026-07-31
    enrol_by: 2026-06-29
    revision: 0-86bc
---
Welcome.
-- content/authors/ann.md --
---
name: Ann
bio: Ann teaches.
---
-- content/courses/calm/01-breathe/module.md --
---
title: Breathe
---
-- content/courses/calm/01-breathe/01-in.md --
---
title: In
minutes: 20
objectives: [Breathe in.]
key_points: [Air.]
access: free
---
Text.

::: reflection {#air}
Where is air?
:::
-- content/courses/calm/01-breathe/02-out.md --
---
title: Out
minutes: 25
objectives: [Breathe out.]
key_points: [Canarypoint.]
access: enrolled
---
Canarytext.
"""
LESSON = "title: In\nminutes: 20\nobjectives: [Breathe in.]\nkey_points: [Air.]\naccess: free\n"


def module(number: int, course: str = "x") -> Module:
    slug = f"{number:02}-m"
    return Module(f"courses/{course}/{slug}/module.md", slug, NOTHING, course, number, f"M{number}")


def lesson(of: int, number: int, name: str = "") -> Lesson:
    slug = name or f"l{of}{number}"
    path = f"courses/x/{of:02}-m/{number:02}-{slug}.md"
    return Lesson(path, slug, NOTHING, "x", f"{of:02}-m", number, f"L{number}", 20)


def faults_of(modules: list[Module], lessons: list[Lesson]) -> list[str]:
    content = {
        "courses": [Course("courses/x/course.md", "x", NOTHING, "X", "2026", "P")],
        "modules": modules,
        "lessons": lessons,
    }
    results: list[Trouble] = list(troubles(trees(content)[0], lessons))
    return [item.what for item in results]


def test_lessons_come_in_the_order_of_their_numbers() -> None:
    content = {
        "courses": [Course("courses/x/course.md", "x", NOTHING, "X", "2026", "P")],
        "modules": [module(2), module(1)],
        "lessons": [lesson(2, 1), lesson(1, 2), lesson(1, 1)],
    }
    assert [lesson.slug for lesson in trees(content)[0].lessons] == ["l11", "l12", "l21"]
    assert faults_of(content["modules"], content["lessons"]) == []


def test_a_gap_is_named() -> None:
    assert faults_of([module(1), module(3)], [lesson(1, 2), lesson(3, 1)]) == [
        "module 02 is missing before 03",
        "lesson 01 is missing before 02",
    ]


def test_a_repeat_is_named() -> None:
    assert faults_of([module(1)], [lesson(1, 1), lesson(1, 1, "b")]) == [
        'the lesson number 01 stands twice: "01-b.md" and "01-l11.md"'
    ]


def test_a_lesson_without_a_module_is_named() -> None:
    assert faults_of([module(1)], [lesson(1, 1), lesson(2, 1)]) == ['the lesson has no module: "02-m" has no module.md']


def test_an_empty_module_and_two_lessons_with_one_address_are_named() -> None:
    assert faults_of([module(1), module(2)], [lesson(1, 1, "a"), lesson(1, 2, "a")]) == [
        "the module has no lessons",
        'the lesson has the address of courses/x/01-m/01-a.md: "a"',
    ]


def test_the_next_cohort_depends_on_the_day() -> None:
    spring = Cohort("spring", "2027-03-01", "2027-04-23", "2027-02-22")
    autumn = Cohort("autumn", "2027-09-06", "2027-10-29", "2027-08-30")
    assert upcoming_cohorts((autumn, spring), "2027-02-22") == (spring, autumn)
    assert upcoming_cohorts((autumn, spring), "2027-02-23") == (autumn,)
    assert upcoming_cohorts((autumn, spring), "2027-08-31") == ()


def test_days_hours_and_prices_in_words() -> None:
    assert span_in_words("2027-03-01", "2027-04-23") == "Monday, March 1 to Friday, April 23, 2027"
    assert span_in_words("2026-12-28", "2027-01-08") == "Monday, December 28, 2026 to Friday, January 8, 2027"
    assert [hours(20), hours(60), hours(350)] == ["20 minutes", "1 hour", "5 hours 50 minutes"]
    assert [duration(20), duration(60), duration(350)] == ["PT20M", "PT1H", "PT5H50M"]
    assert [price_in_words(*item) for item in (("249", "USD"), ("90", "SEK"), ("0", "USD"))] == [
        "$249 (USD)",
        "90 SEK",
        "Free",
    ]


def test_a_whole_course(build_site) -> None:
    site = build_site(COURSE, theme=THEME)
    assert site.messages == []
    page = site["courses/calm/index.html"]
    assert "Monday, July 6 to Friday, July 31, 2026" in page
    assert "2 lessons online, 45 minutes in all" in page
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["@type"] == "Course"
    assert data["timeRequired"] == "PT45M"
    assert data["offers"]["price"] == "90"
    assert data["teaches"] == ["Stay calm."]
    assert data["hasCourseInstance"][0]["startDate"] == "2026-07-06"
    assert data["hasCourseInstance"][0]["instructor"]["@id"].endswith("/author/ann/#person")
    assert data["syllabusSections"] == [{"@type": "Syllabus", "name": "Breathe", "timeRequired": "PT45M"}]
    structured_data = site["courses/index.html"].split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(structured_data)["@type"] == "ItemList"
    lesson_page = site["courses/calm/in/index.html"]
    assert 'aria-current="page">In</a>' in lesson_page
    assert 'rel="next" href="/courses/calm/out/"' in lesson_page
    assert "Lesson 1 of 2" in lesson_page
    assert '<script type="module" src="/theme/course/progress.' in lesson_page


def test_lessons_for_those_who_enrolled_are_nowhere_in_clear(build_site) -> None:
    site = build_site(COURSE, theme=THEME)
    for path in site.files():
        data = (site.output / path).read_bytes()
        assert b"Canarytext" not in data, path
        assert b"Canarypoint" not in data, path
    assert "Breathe out." in site["courses/calm/out/index.html"]
    assert 'href="https://example.org/join"' in site["courses/calm/out/index.html"]
    assert "Out" not in site["courses/calm/feed/index.xml"]


@pytest.mark.says
def test_the_calendar_file(build_site) -> None:
    site = build_site(COURSE, theme=THEME)
    (event,) = Calendar.from_ical((site.output / "courses/calm/summer.ics").read_bytes()).walk("VEVENT")
    assert event["SEQUENCE"] == 0
    assert event.decoded("DTSTART").isoformat() == "2026-07-06"
    assert event.decoded("DTEND").isoformat() == "2026-08-01"
    moved_course = COURSE.replace("start: 2026-07-06", "start: 2026-07-07")
    refused_site = build_site(moved_course, theme=THEME)
    assert refused_site.code == 1
    assert refused_site.messages == [
        'content/courses/calm/course.md:19: summer: what the calendar says has changed; write "revision: 1-711b"'
    ]
    built_site = build_site(moved_course.replace("0-86bc", "1-711b"), theme=THEME)
    (later_event,) = Calendar.from_ical((built_site.output / "courses/calm/summer.ics").read_bytes()).walk("VEVENT")
    assert later_event["UID"] == event["UID"]
    assert later_event["SEQUENCE"] == 1
    assert later_event.decoded("DTSTAMP") > event.decoded("DTSTAMP")


def test_the_site_is_built_anew_when_a_cohort_closes(build_site) -> None:
    site = build_site(COURSE, theme=THEME)
    assert min(site.run.result.site.due) == datetime(2026, 6, 30, tzinfo=UTC).timestamp()


@pytest.mark.says
@pytest.mark.parametrize(
    ("old_text", "new_text", "message"),
    [
        ("  currency: USD\n", "", 'course.md:8: no "currency"; add a line "currency: ..."'),
        ("currency: USD", "currency: dollars", 'course.md:10: the currency "dollars" is unknown; write three capital letters, such as USD'),
        ("amount: 90", "amount: 9o", 'course.md:9: the amount "9o" is no number; write it as 249 or 249.50'),
        ("end: 2026-07-31", "end: 2026-07-01", "course.md:17: the cohort ends on 2026-07-01, before it starts on 2026-07-06; exchange the two, or mend one"),
        ("end: 2026-07-31", "end: July", 'course.md:17: the day "July" does not exist or is vague; write it as 2027-03-01'),
        ("enrol:\n  url: https://example.org/join\n", "", 'course.md:8: the course has a price and no way to enrol; add "enrol:" with "url:"'),
        ("promise: Lead calmly.\n", "", 'course.md:1: no "promise"; add a line "promise: ..."'),
        ("level: Beginner", "levle: Beginner", 'course.md:7: unknown key "levle"; did you mean "level"?'),
        ("level: Beginner", "testimonials:\n  - quote: Good.\n    name: Bo\n    portrait: images/bo.jpg", 'course.md:10: the picture "images/bo.jpg" does not exist; put it at content/images/bo.jpg'),
        ("instructor: Ann", "instructor: Anne", 'course.md:13: unknown author "Anne"; did you mean "Ann"?'),
        ("minutes: 20", "minutes: many", "01-in.md:3: minutes \"many\" is no number; write a number, such as 20"),
        ("access: free", "access: all", '01-in.md:6: unknown access "all"; known: free, enrolled'),
        ("::: reflection {#air}", "::: reflexion {#air}", '01-in.md:10: unknown block "reflexion"; did you mean "reflection"?'),
        ("01-breathe/02-out.md", "01-breathe/03-out.md", '03-out.md:1: lesson 02 is missing before 03; begin the name of this lesson with "02-", or add the missing one'),
        ("01-breathe/02-out.md", "01-breathe/out.md", 'out.md:1: the file name "out" has no place in the course; begin it with two digits and a hyphen, such as 02-listen; lower-case letters, digits and hyphens follow'),
        ("calm/01-breathe/02-out.md", "calm/02-out.md", "02-out.md:1: a lesson without a module; put it into a folder such as 01-begin, beside a module.md"),
        ("01-breathe/02-out.md", "02-hold/01-out.md", '01-out.md:1: the lesson has no module: "02-hold" has no module.md; add courses/calm/02-hold/module.md with a line "title: ..."'),
        ("02-out.md", "02-workbook.md", '02-workbook.md:1: "workbook" is an address of the course itself; give the lesson another name'),
    ],
)  # fmt: skip
def test_what_stops_the_build(build_site, old_text: str, new_text: str, message: str) -> None:
    assert old_text in COURSE
    site = build_site(COURSE.replace(old_text, new_text, 1), theme=THEME)
    assert site.code == 1
    assert len(site.messages) == 1
    assert site.messages[0].endswith(message)
    assert not site.output.exists()


@pytest.mark.says
def test_no_next_cohort_stops_the_build_unless_one_can_join_any_time(build_site) -> None:
    later_moment = datetime(2026, 6, 30, 12, tzinfo=UTC)
    site = build_site(COURSE, theme=THEME, now=later_moment)
    assert site.messages == [
        "content/courses/calm/course.md:11: no next cohort is ahead: the last one could be joined until 2026-06-29; "
        'add a cohort, or write "when: any time" below "enrol:"'
    ]
    anyway = build_site(COURSE.replace("enrol:\n", "enrol:\n  when: any time\n"), theme=THEME, now=later_moment)
    assert anyway.code == 0
    assert "Next cohort" not in anyway["courses/calm/index.html"]


def test_posts_and_lessons_lead_to_one_another(build_site) -> None:
    post = "-- content/posts/2026/deep.md --\n---\ntitle: Deep\ndate: 2026-01-01\n---\nText.\n"
    site = build_site(
        COURSE.replace("access: free", "access: free\nbuilds_on: [posts/2026/deep.md]") + post, theme=THEME
    )
    assert site.messages == []
    assert '<a href="/2026/01/01/deep/">Deep</a>' in site["courses/calm/in/index.html"]
    (page,) = site.run.result.site.articles
    assert page.url == "/2026/01/01/deep/"


def test_a_draft_is_nowhere(build_site) -> None:
    site = build_site(COURSE.replace("title: Calm", "title: Calm\nstatus: draft"), theme=THEME)
    assert [path for path in site.files() if path.startswith("courses")] == []


def test_a_post_shows_the_lessons_it_leads_to(build_site) -> None:
    post = "-- content/posts/2026/deep.md --\n---\ntitle: Deep\ndate: 2026-01-01\nlesson: courses/calm/01-breathe/02-out.md\n---\nText.\n"
    site = build_site(
        COURSE.replace("access: free", "access: free\nbuilds_on: [posts/2026/deep.md]") + post, theme=THEME
    )
    related = site.run.result.site
    lessons = hooks.page_parts(related)["lessons"](related.articles[0])
    assert [(link.label, link.url) for link in lessons] == [
        ("Out", "/courses/calm/out/"),
        ("In", "/courses/calm/in/"),
    ]


@pytest.mark.says
def test_a_post_that_names_no_lesson_is_refused(build_site) -> None:
    post = "-- content/posts/2026/deep.md --\n---\ntitle: Deep\ndate: 2026-01-01\nlesson: courses/calm/01-breathe/02-ot.md\n---\nText.\n"
    assert build_site(COURSE + post, theme=THEME).messages == [
        'content/posts/2026/deep.md:4: "courses/calm/01-breathe/02-ot.md" is no lesson; did you mean "courses/calm/01-breathe/02-out.md"?'
    ]
