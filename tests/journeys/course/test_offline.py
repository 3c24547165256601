"""A course kept on the device, without a network, and without a script."""

from __future__ import annotations

import gzip
import re
import shutil

from tests.journeys.course.learner import (
    COURSE,
    LESSON,
    LOCKED,
    ROOT,
    Server,
    new,
    opened,
)
from tests.web import follow, until


def keep(page) -> None:
    """Keep the course of a lesson on the device."""
    page.locator("[data-offline] summary").click()
    page.get_by_text(re.compile(r"takes about [\d.]+ (kB|MB) on this device, in \d+ files")).wait_for()
    page.locator("[data-offline-keep]").click()
    page.get_by_text("can be read without a network").wait_for()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")


def test_take_the_course_offline_and_off_the_device_again(context, server) -> None:
    page = new(context, LESSON)
    keep(page)
    page.reload()
    server.stop()
    page.goto(COURSE + "the-weather-you-bring/")
    assert page.get_by_role("heading", level=1).inner_text() == "The Weather You Bring"
    faces = page.evaluate("document.fonts.ready.then(() => [...document.fonts].map((font) => font.load()))")
    assert len(faces) == 3, "each file of the typeface is kept"
    assert page.evaluate("getComputedStyle(document.querySelector('.lesson-exercise')).borderRadius") != "0px"
    page.locator("textarea").first.fill("Written on a train.")
    follow(page, page.get_by_role("link", name="Ten Minutes That Are Yours").first)
    assert page.get_by_role("heading", level=1).inner_text() == "Ten Minutes That Are Yours"
    page.locator("[data-offline] summary").click()
    page.locator("[data-offline-remove]").click()
    page.get_by_text("no longer kept on this device").wait_for()
    until(lambda: page.evaluate("caches.keys()") == [])
    context.complaints.clear()  # the browser itself complains that there is no network


def test_a_network_that_does_not_answer_keeps_nobody_waiting(context, server) -> None:
    page = new(context, LESSON)
    keep(page)
    page.reload()
    server.answers.clear()
    page.goto(COURSE + "the-weather-you-bring/")
    assert page.get_by_role("heading", level=1).inner_text() == "The Weather You Bring"
    newest = f"fetch('{COURSE}offline.json', {{cache: 'no-cache', signal: AbortSignal.timeout(1000)}})"
    assert page.evaluate(newest + ".catch((error) => error.name)") == "TimeoutError", (
        "what is kept is not taken for new"
    )
    server.answers.set()
    page.reload()
    until(lambda: page.evaluate(f"fetch('{COURSE}offline.json').then((answer) => answer.headers.has('server'))"))


def test_what_is_kept_follows_the_site_and_is_never_in_its_way(playwright, sealed_site, tmp_path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(sealed_site, folder)
    server = Server(folder)
    context = opened(playwright, server, tmp_path)
    page = new(context, LESSON)
    keep(page)
    lesson = folder / LESSON.strip("/") / "index.html"
    lesson.write_text(
        lesson.read_text(encoding="utf-8").replace("Heart and Spine</h1>", "Mended</h1>"), encoding="utf-8"
    )
    offline_file = folder / COURSE.strip("/") / "offline.json"
    offline_file.write_text(offline_file.read_text().replace('"version": "', '"version": "new'))
    heading = page.get_by_role("heading", level=1)
    until(
        lambda: page.reload() and heading.inner_text() == "Mended"
    )  # what is kept is shown where the network takes long
    list_url = COURSE + "offline.json"
    version = "(url) => caches.match(url).then((each) => each?.json()).then((each) => each?.version ?? '')"
    until(lambda: page.evaluate(version, list_url).startswith("new"))
    server.stop()
    page.reload()
    assert heading.inner_text() == "Mended"
    context.close()


def test_without_script_the_course_reads_whole(browser, server) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=server.url)
    page = context.new_page()
    page.goto(COURSE)
    page.get_by_text("How much time does it take?").click()
    assert page.get_by_text("About six hours in all").is_visible()
    follow(page, page.get_by_role("link", name="Heart and Spine").first)
    assert page.get_by_text("Two things you carry at once").is_visible()
    note = page.locator("noscript p", has_text="Without scripts this browser cannot keep what you write")
    assert note.bounding_box()["height"] > 0
    assert page.get_by_role("button").count() == 0
    quiz = page.locator("[data-exercise=heart-spine-which]")
    assert quiz.get_by_text("It feels generous on the night.").is_hidden()
    quiz.get_by_label("Heart without spine").check()
    quiz.get_by_text("About this answer").nth(1).click()
    assert quiz.get_by_text("It feels generous on the night.").is_visible()
    page.goto(COURSE + "all/")
    assert page.get_by_text("Ten minutes fit between two calls.").is_visible()
    page.goto(LOCKED)
    assert page.locator("noscript p", has_text="Opening it needs a script").bounding_box()["height"] > 0
    assert page.get_by_role("link", name="Enroll in Lead from the Heart").is_visible()
    context.close()


def test_the_progress_module_is_small() -> None:
    assert len(gzip.compress((ROOT / "theme/static/course/progress.js").read_bytes(), mtime=0)) <= 6 * 1024
