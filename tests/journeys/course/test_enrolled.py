"""Lessons for those who enrolled, and no barrier on any page of the course."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.course.learner import (
    CANARY,
    COURSE,
    LESSON,
    LOCKED,
    PHRASE,
    PLATFORM,
    Server,
    new,
)

EVERY_PAGE = ("/courses/", COURSE, LESSON, LOCKED, COURSE + "workbook/", COURSE + "all/", COURSE + "certificate/")
COLORS = ["color-contrast", "link-in-text-block"]
"""What another color scheme may break: all other rules look at the same page by night as by day."""


def test_unlock_a_lesson(context) -> None:
    page = new(context, LOCKED)
    assert page.get_by_text("Lead someone through a problem with four open questions.").is_visible()
    assert page.get_by_text(CANARY).count() == 0
    page.get_by_label("The passphrase of your cohort").fill("hearts and flowers all day")
    page.get_by_role("button", name="Open").click()
    page.get_by_text("That is not it yet.").wait_for()
    field = page.get_by_label("The passphrase of your cohort")
    expect(field).to_be_focused()
    assert field.get_attribute("aria-invalid") == "true"
    assert page.get_by_role("button", name="Mark this lesson as done").count() == 0, "nobody has opened it"
    page.get_by_label("The passphrase of your cohort").fill(f" {PHRASE.replace(' ', '  ')} ")
    page.get_by_label("Keep it open on this device").check()
    page.get_by_role("button", name="Open").click()
    page.get_by_text(CANARY).wait_for()
    page.get_by_role("button", name="Mark this lesson as done").wait_for()
    assert page.get_by_alt_text("A wide door").evaluate("(each) => each.decode().then(() => each.naturalWidth)") == 20
    length = page.locator("audio").evaluate(
        "(each) => new Promise((done) => { each.onloadedmetadata = () => done(each.duration); each.load(); })"
    )
    assert length == 1
    page.locator("[data-answer=fixing-whom]").fill("For Sam.")
    expect(page.get_by_label("The passphrase of your cohort")).to_be_hidden()
    page.goto(COURSE + "workbook/")
    expect(page.locator("[data-answer=fixing-whom]")).to_have_value("For Sam.")
    page.goto(COURSE + "all/")
    page.get_by_text(CANARY).wait_for()
    assert page.locator(".prose h2").count() == 0


def test_nothing_of_a_locked_lesson_is_in_any_file(sealed_site, linked_site) -> None:
    for folder in (sealed_site, linked_site):
        for path in (path for path in folder.rglob("*") if path.is_file()):
            data = path.read_bytes()
            for canary in (CANARY, "Canarypicture", "Canarycaption", "One second of silence", "A wide door"):
                assert canary.encode() not in data, path
            assert not data.startswith(b"RIFF"), path


def test_lessons_elsewhere_lead_there(browser, linked_site) -> None:
    server = Server(linked_site)
    context = browser.new_context(base_url=server.url)
    page = context.new_page()
    page.goto(LOCKED)
    assert page.get_by_role("link", name="Enroll in Lead from the Heart").is_visible()
    assert page.get_by_role("link", name="Go to the course").get_attribute("href") == PLATFORM
    page.goto(LESSON)
    page.get_by_role("button", name="Mark this lesson as done").click()
    page.get_by_text("1 of 4 lessons done").wait_for()  # of those that can be done here
    assert page.locator("progress").get_attribute("max") == "4"
    page.goto(LOCKED)
    assert page.get_by_label("The passphrase of your cohort").count() == 0
    context.close()
    server.stop()


@pytest.mark.parametrize(
    ("width", "scheme", "urls"),
    [
        (360, "light", EVERY_PAGE),
        (1280, "dark", (LESSON, COURSE + "workbook/", COURSE + "certificate/")),
        pytest.param(360, "dark", EVERY_PAGE, marks=pytest.mark.slow),
        pytest.param(1280, "light", EVERY_PAGE, marks=pytest.mark.slow),
        pytest.param(1280, "dark", EVERY_PAGE, marks=pytest.mark.slow),
    ],
    ids=["phone", "night", "phone at night", "day", "night, every page"],
)
def test_no_barrier_on_any_page(browser, server, scheme: str, width: int, urls: tuple[str, ...]) -> None:
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, base_url=server.url, bypass_csp=True
    )
    page = context.new_page()
    axe, options = Axe(), {"resultTypes": ["violations"]} | ({} if scheme == "light" else {"runOnly": COLORS})
    results = {}

    def look(name: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        results[name] = [
            (violation["id"], violation["nodes"][0]["html"])
            for violation in axe.run(page, options=options).response["violations"]
        ]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    for url in urls:
        page.goto(url)
        look(url)
    page.goto(LOCKED)
    page.get_by_label("The passphrase of your cohort").fill(PHRASE)
    page.get_by_role("button", name="Open").click()
    page.get_by_text(CANARY).wait_for()
    look("unlocked")
    context.close()
    assert results == {name: [] for name in results}
