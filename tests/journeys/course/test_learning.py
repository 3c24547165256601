"""What a learner does, in a real browser: read, answer, come back, save, print, be certified."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path

from icalendar import Calendar
from playwright.sync_api import expect

from tests.journeys.course.learner import (
    COURSE,
    LESSON,
    new,
    opened,
)
from tests.web import follow, until


def test_read_the_landing_page_and_add_the_dates(context) -> None:
    page = new(context, COURSE)
    assert page.get_by_role("heading", level=1).inner_text() == "Lead from the Heart"
    assert "Monday, March 1 to Friday, April 23, 2027" in page.locator("#spring-2027").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Add the dates.*March 1")).click()
    (event,) = Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    assert event.decoded("DTSTART").isoformat() == "2027-03-01"
    follow(page, page.get_by_role("link", name="Try a free lesson").first)
    assert page.url.endswith(LESSON)


def test_answer_close_the_browser_come_back_and_resume(playwright, server, tmp_path) -> None:
    first = opened(playwright, server, tmp_path)
    page = new(first, LESSON)
    page.locator("[data-answer=drop-first]").fill("I dropped spine.")
    page.get_by_label("Heart without spine: he is spared").check()
    expect(page.get_by_text("It feels generous on the night.")).to_be_hidden()
    page.locator("[data-kind=quiz]").filter(has=page.get_by_label("Heart without spine: he is spared")).get_by_role(
        "button", name="Check"
    ).click()
    expect(page.get_by_text("It feels generous on the night.")).to_be_visible()
    expect(page.get_by_role("button", name="Save my answers as a file")).to_have_count(0)
    page.get_by_role("button", name="Mark this lesson as done").click()
    page.get_by_role("button", name="Done. Take the mark away").wait_for()
    expect(page.get_by_role("button", name="Save my answers as a file")).to_be_visible()
    expect(page.get_by_text("Safari forgets it after seven days")).to_be_visible()
    first.close()
    second_browser = opened(playwright, server, tmp_path)
    page = new(second_browser, COURSE)
    expect(page.get_by_text("1 of 16 lessons done")).to_be_visible()
    follow(page, page.get_by_role("link", name="Resume where you were: Heart and Spine").first)
    expect(page.locator("[data-answer=drop-first]")).to_have_value("I dropped spine.")
    expect(page.get_by_label("Heart without spine: he is spared")).to_be_checked()
    expect(page.get_by_role("button", name="Done. Take the mark away")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("nav [data-lesson-link=heart-and-spine]").get_by_text("done")).to_be_visible()
    second_browser.close()


def test_a_quiz_is_silent_while_its_options_are_walked_through(context) -> None:
    page = new(context, LESSON)
    quiz = page.locator("[data-kind=quiz]").first
    quiz.locator("input").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert quiz.locator("input:checked").count() == 1
    assert quiz.locator("details[open], .lesson-exercise-verdict:visible").count() == 0
    quiz.get_by_role("button", name="Check").click()
    assert quiz.locator("details[open]").count() == 1
    page.keyboard.press("Shift+Tab")
    quiz.locator("input:checked").focus()
    page.keyboard.press("ArrowDown")
    assert quiz.locator("details[open]").count() == 0, "another answer is judged when it is asked for"


def test_two_tabs_lose_nothing(context) -> None:
    first_tab, second_tab = new(context, LESSON), new(context, LESSON)
    book = new(context, COURSE + "workbook/")
    first_tab.locator("[data-answer=drop-first]").fill("From the first tab.")
    second_tab.get_by_label("Heart with spine: she protected him").check()
    for page in (second_tab, book):
        expect(page.locator("[data-answer=drop-first]")).to_have_value("From the first tab.")
    second_tab.locator("[data-answer=drop-first]").press_sequentially(" And the second.")
    expect(first_tab.locator("[data-answer=drop-first]")).to_have_value("From the first tab. And the second.")
    first_tab.reload()
    expect(first_tab.locator("[data-answer=drop-first]")).to_have_value("From the first tab. And the second.")
    expect(first_tab.get_by_label("Heart with spine: she protected him")).to_be_checked()


def test_save_forget_and_bring_back(context, tmp_path) -> None:
    page = new(context, LESSON)
    page.on("dialog", lambda dialog: dialog.accept())
    field = page.locator("[data-answer=drop-first]")
    field.fill("Keep me.")
    page.get_by_text("Save, bring back or forget my answers").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers as a file").click()
    saved_file = tmp_path / "answers.json"
    download.value.save_as(saved_file)
    assert json.loads(saved_file.read_text())["kept"]["answer:drop-first"] == "Keep me."
    page.get_by_role("button", name="Forget everything").click()
    expect(field).to_have_value("")
    stored_names = "Object.keys(localStorage).filter((name) => !name.endsWith(':last'))"  # a scroll that ends now keeps its place anew
    until(lambda: page.evaluate(stored_names) == [])
    page.reload()
    expect(field).to_have_value("")
    field.fill("Written since.")
    page.get_by_text("Save, bring back or forget my answers").click()
    page.get_by_label("Bring answers back from a file").set_input_files(saved_file)
    page.get_by_text("both answers are kept").wait_for()
    expect(field).to_have_value("Written since.\n\nKeep me.")
    saved_file.write_text("[]")
    page.get_by_label("Bring answers back from a file").set_input_files(saved_file)
    page.get_by_text("This file holds nothing for this course.").wait_for()


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF that Chromium printed: glyphs back to letters by each font's ToUnicode map."""
    objects = {int(number): body for number, body in re.findall(rb"(\d+) 0 obj\n?(.*?)endobj", pdf, re.DOTALL)}

    def stream(body: bytes) -> bytes:
        data = body.split(b"stream", 1)[1].lstrip(b"\r\n").rsplit(b"endstream", 1)[0]
        return zlib.decompressobj().decompress(data) if b"FlateDecode" in body else data

    def letters(body: bytes) -> dict[bytes, str]:
        results: dict[bytes, str] = {}
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", body, re.DOTALL):
            for code, char in re.findall(rb"<(\w+)> <(\w+)>", block):
                results[code.upper()] = bytes.fromhex(char.decode()).decode("utf-16-be")
        for block in re.findall(rb"beginbfrange(.*?)endbfrange", body, re.DOTALL):
            for first, last, char in re.findall(rb"<(\w+)> <(\w+)> <(\w+)>", block):
                for step in range(int(last, 16) - int(first, 16) + 1):
                    results[b"%0*X" % (len(first), int(first, 16) + step)] = chr(int(char, 16) + step)
        return results

    fonts: dict[bytes, dict[bytes, str]] = {}
    for body in objects.values():
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body):
            if match := re.search(rb"/ToUnicode (\d+) 0 R", objects.get(int(number), b"")):
                fonts[name] = letters(stream(objects[int(match[1])]))
    words = []
    for body in objects.values():
        if b"stream" in body and b" Tf" in (content := stream(body)):
            font: dict[bytes, str] = {}
            for name, text in re.findall(rb"/(F\d+) [\d.]+ Tf|((?:<[0-9A-Fa-f]+>[^<]*?)+T[jJ])", content):
                font = fonts.get(name, font) if name else font
                codes = b"".join(re.findall(rb"<([0-9A-Fa-f]+)>", text)).upper()
                size = len(next(iter(font), b"0000"))
                words.append("".join(font.get(codes[at : at + size], "") for at in range(0, len(codes), size)))
    return "".join(words)


def test_the_workbook_prints_with_my_answers(context) -> None:
    page = new(context, LESSON)
    page.locator("[data-answer=drop-first]").fill("First line.\n" + "A long answer.\n" * 12 + "Zebra at the end.")
    page.goto(COURSE + "workbook/")
    pdf = page.pdf()
    printed = text_of(pdf).replace(" ", "")
    assert "Workbook" in printed
    assert "Firstline." in printed
    assert "Zebraattheend." in printed
    assert "Saveanswers" not in printed


def test_a_certificate_that_says_it_is_self_declared(context) -> None:
    page = new(context, COURSE + "certificate/")
    assert "You declare this yourself" in page.locator("main").inner_text()
    page.get_by_label("your name").fill("Ada Learner")
    page.get_by_label("Finished on").fill("2027-04-23")
    assert "AdaLearner" in text_of(page.pdf()).replace(" ", "")
    page.reload()
    expect(page.get_by_label("your name")).to_have_value("Ada Learner")
