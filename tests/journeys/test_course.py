"""What a learner does, in a real browser: read, answer, come back, save, print, go offline, unlock; and without script.

Every page is served with a strict content security policy, so a script or style inside a page would show.
"""

from __future__ import annotations

import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import wave
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar

from plugins.hosting.core import PREFETCH

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM and "CI" not in os.environ, reason="no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
ROOT = Path(__file__).parents[2]
COURSE = "/courses/lead-from-the-heart/"
LESSON, LOCKED = COURSE + "heart-and-spine/", COURSE + "ask-before-you-fix/"
CANARY = "Questions can become a dodge."
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><title>Canarypicture</title></svg>'
FILES = """
![A wide door](still.svg)

::: audio {src=talk.wav captions=talk.vtt} A pause
One second of silence.
:::
"""
PHRASE = "kind words and a backbone"
POLICY = (
    f"default-src 'none'; script-src 'self' {PREFETCH}; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Handler(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Server:
    """Serves a folder on a port of its own, until it is stopped: then there is no network."""

    def __init__(self, folder: Path) -> None:
        handler = functools.partial(Handler, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.running = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self.running:
            self.running = False
            self.server.shutdown()
            self.server.server_close()


def built(folder: Path, enrolled: str) -> Path:
    """The site with its own content, and a locked lesson with files, on a day on which a cohort is ahead."""
    shutil.copytree(ROOT / "content", folder / "content")
    module = folder / "content" / COURSE.strip("/") / "02-hear-your-people"
    lesson = module / "02-ask-before-you-fix.md"
    lesson.write_text(lesson.read_text(encoding="utf-8") + FILES, encoding="utf-8")
    (module / "still.svg").write_text(PICTURE, encoding="utf-8")
    (module / "talk.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nCanarycaption\n", encoding="utf-8")
    with wave.open(str(module / "talk.wav"), "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", "not compressed"))
        sound.writeframes(bytes([128]) * 8000)
    (folder / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom datetime import datetime, timezone\n"
        "from pelicanconf import *\n"
        f"PATH = {str(folder / 'content')!r}\nTHEME = {str(ROOT / 'theme')!r}\nCACHE_PATH = {str(folder / 'cache')!r}\n"
        f"OUTPUT_PATH = {str(folder / 'site')!r}\nNOW = datetime(2027, 1, 4, 12, tzinfo=timezone.utc)\n"
        f"COURSES = {{'enrolled': {enrolled!r}}}\n"
    )
    secrets = {"COURSE_KEY": "0123456789abcdef" * 4, "COURSE_PASSPHRASE_LEAD_FROM_THE_HEART_SPRING_2027": PHRASE}
    command = [sys.executable, "-m", "pelican", "-s", str(folder / "conf.py")]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **secrets}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory) -> Path:
    return built(tmp_path_factory.mktemp("sealed"), "passphrase")


@pytest.fixture(scope="module")
def linked(tmp_path_factory) -> Path:
    return built(tmp_path_factory.mktemp("linked"), "link")


@pytest.fixture
def server(sealed) -> Iterator[Server]:
    made = Server(sealed)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def playwright():
    with sync_api.sync_playwright() as made:
        yield made


@pytest.fixture
def context(playwright, server, tmp_path):
    """A browser with a profile on disk, so that it can be closed and opened again."""
    made = opened(playwright, server, tmp_path)
    yield made
    made.close()
    assert made.complaints == []


def opened(playwright, server, profile: Path, **options):
    made = playwright.chromium.launch_persistent_context(
        str(profile / "profile"), executable_path=CHROMIUM, args=ARGUMENTS, base_url=server.url, **options
    )
    made.set_default_timeout(10_000)
    made.complaints = []
    made.on("console", lambda message: message.type == "error" and made.complaints.append(message.text))
    made.on("weberror", lambda error: "Transition was" in str(error.error) or made.complaints.append(str(error.error)))
    return made


def new(context, url: str):
    page = context.new_page()
    page.goto(url)
    return page


def text_of(pdf: bytes) -> str:
    """The words of a PDF that Chromium printed: glyphs back to letters by each font's ToUnicode map."""
    objects = {int(number): body for number, body in re.findall(rb"(\d+) 0 obj\n?(.*?)endobj", pdf, re.DOTALL)}

    def stream(body: bytes) -> bytes:
        raw = body.split(b"stream", 1)[1].lstrip(b"\r\n").rsplit(b"endstream", 1)[0]
        return zlib.decompressobj().decompress(raw) if b"FlateDecode" in body else raw

    def letters(body: bytes) -> dict[bytes, str]:
        found: dict[bytes, str] = {}
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", body, re.DOTALL):
            for code, char in re.findall(rb"<(\w+)> <(\w+)>", block):
                found[code.upper()] = bytes.fromhex(char.decode()).decode("utf-16-be")
        for block in re.findall(rb"beginbfrange(.*?)endbfrange", body, re.DOTALL):
            for first, last, char in re.findall(rb"<(\w+)> <(\w+)> <(\w+)>", block):
                for step in range(int(last, 16) - int(first, 16) + 1):
                    found[b"%0*X" % (len(first), int(first, 16) + step)] = chr(int(char, 16) + step)
        return found

    fonts: dict[bytes, dict[bytes, str]] = {}
    for body in objects.values():
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body):
            if found := re.search(rb"/ToUnicode (\d+) 0 R", objects.get(int(number), b"")):
                fonts[name] = letters(stream(objects[int(found[1])]))
    words = []
    for body in objects.values():
        if b"stream" in body and b" Tf" in (content := stream(body)):
            font: dict[bytes, str] = {}
            for name, shown in re.findall(rb"/(F\d+) [\d.]+ Tf|((?:<[0-9A-Fa-f]+>[^<]*?)+T[jJ])", content):
                font = fonts.get(name, font) if name else font
                codes = b"".join(re.findall(rb"<([0-9A-Fa-f]+)>", shown)).upper()
                size = len(next(iter(font), b"0000"))
                words.append("".join(font.get(codes[at : at + size], "") for at in range(0, len(codes), size)))
    return "".join(words)


def test_read_the_landing_page_and_add_the_dates(context) -> None:
    page = new(context, COURSE)
    assert page.get_by_role("heading", level=1).inner_text() == "Lead from the Heart"
    assert "Monday, March 1 to Friday, April 23, 2027" in page.locator("#spring-2027").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Add the dates.*March 1")).click()
    (event,) = Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    assert event.decoded("DTSTART").isoformat() == "2027-03-01"
    page.get_by_role("link", name="Try a free lesson").first.click()
    assert page.url.endswith(LESSON)


def test_answer_close_the_browser_come_back_and_resume(playwright, server, tmp_path) -> None:
    first = opened(playwright, server, tmp_path)
    page = new(first, LESSON)
    page.locator("[data-answer=drop-first]").fill("I dropped spine.")
    page.get_by_label("Heart without spine: he is spared").check()
    assert page.get_by_text("It feels generous on the night.").is_visible()
    page.get_by_role("button", name="Mark this lesson as done").click()
    first.close()
    again = opened(playwright, server, tmp_path)
    page = new(again, COURSE)
    assert page.get_by_text("1 of 16 lessons done").is_visible()
    page.get_by_role("link", name="Resume where you were: Heart and Spine").first.click()
    assert page.locator("[data-answer=drop-first]").input_value() == "I dropped spine."
    assert page.get_by_label("Heart without spine: he is spared").is_checked()
    assert page.get_by_role("button", name="Done. Take the mark away").get_attribute("aria-pressed") == "true"
    assert page.locator("nav [data-lesson-link=heart-and-spine]").get_by_text("done").is_visible()
    again.close()


def test_two_tabs_lose_nothing(context) -> None:
    one, two = new(context, LESSON), new(context, LESSON)
    book = new(context, COURSE + "workbook/")
    one.locator("[data-answer=drop-first]").fill("From the first tab.")
    two.get_by_label("Heart with spine: she protected him").check()
    two.wait_for_function("() => document.querySelector('[data-answer=drop-first]').value === 'From the first tab.'")
    book.wait_for_function("() => document.querySelector('[data-answer=drop-first]').value === 'From the first tab.'")
    two.locator("[data-answer=drop-first]").press_sequentially(" And the second.")
    one.wait_for_function(
        "document.querySelector('[data-answer=drop-first]').value === 'From the first tab. And the second.'"
    )
    one.reload()
    assert one.locator("[data-answer=drop-first]").input_value() == "From the first tab. And the second."
    assert one.get_by_label("Heart with spine: she protected him").is_checked()


def test_save_forget_and_bring_back(context, tmp_path) -> None:
    page = new(context, LESSON)
    page.on("dialog", lambda dialog: dialog.accept())
    field = page.locator("[data-answer=drop-first]")
    field.fill("Keep me.")
    page.get_by_text("Save, bring back or forget my answers").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers as a file").click()
    saved = tmp_path / "answers.json"
    download.value.save_as(saved)
    assert json.loads(saved.read_text())["kept"]["answer:drop-first"] == "Keep me."
    page.get_by_role("button", name="Forget everything").click()
    assert field.input_value() == ""
    assert page.evaluate("Object.keys(localStorage).length") == 0
    page.reload()
    assert field.input_value() == ""
    field.fill("Written since.")
    page.get_by_text("Save, bring back or forget my answers").click()
    page.get_by_label("Bring answers back from a file").set_input_files(saved)
    page.get_by_text("both answers are kept").wait_for()
    assert field.input_value() == "Written since.\n\nKeep me."
    saved.write_text("[]")
    page.get_by_label("Bring answers back from a file").set_input_files(saved)
    page.get_by_text("This file holds nothing for this course.").wait_for()


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
    page.get_by_label("I,").fill("Ada Learner")
    page.get_by_label("Finished on").fill("2027-04-23")
    assert "AdaLearner" in text_of(page.pdf()).replace(" ", "")
    page.reload()
    assert page.get_by_label("I,").input_value() == "Ada Learner"


def test_take_the_course_offline_and_off_the_device_again(context, server) -> None:
    page = new(context, LESSON)
    page.locator("[data-offline] summary").click()
    page.get_by_text(re.compile(r"takes about [\d.]+ (kB|MB) on this device, in \d+ files")).wait_for()
    page.locator("[data-offline-keep]").click()
    page.get_by_text("can be read without a network").wait_for()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    server.stop()
    page.goto(COURSE + "the-weather-you-bring/")
    assert page.get_by_role("heading", level=1).inner_text() == "The Weather You Bring"
    assert page.evaluate("getComputedStyle(document.querySelector('.lesson-exercise')).borderRadius") != "0px"
    page.locator("textarea").first.fill("Written on a train.")
    page.get_by_role("link", name="Ten Minutes That Are Yours").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Ten Minutes That Are Yours"
    page.locator("[data-offline] summary").click()
    page.locator("[data-offline-remove]").click()
    page.get_by_text("no longer kept on this device").wait_for()
    assert page.evaluate("caches.keys()") == []
    context.complaints.clear()  # the browser itself complains that there is no network


def test_what_is_kept_follows_the_site_and_is_never_in_its_way(playwright, sealed, tmp_path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(sealed, folder)
    server = Server(folder)
    context = opened(playwright, server, tmp_path)
    page = new(context, LESSON)
    page.locator("[data-offline] summary").click()
    page.locator("[data-offline-keep]").click()
    page.get_by_text("can be read without a network").wait_for()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    lesson = folder / LESSON.strip("/") / "index.html"
    lesson.write_text(
        lesson.read_text(encoding="utf-8").replace("Heart and Spine</h1>", "Mended</h1>"), encoding="utf-8"
    )
    kept = folder / COURSE.strip("/") / "offline.json"
    kept.write_text(kept.read_text().replace('"version": "', '"version": "new'))
    page.reload()
    assert page.get_by_role("heading", level=1).inner_text() == "Mended"
    list_url = COURSE + "offline.json"
    version = "(url) => caches.match(url).then((each) => each?.json()).then((each) => each?.version ?? '')"
    for _ in range(100):
        if page.evaluate(version, list_url).startswith("new"):
            break
        page.wait_for_timeout(100)
    server.stop()
    page.reload()
    assert page.get_by_role("heading", level=1).inner_text() == "Mended"
    context.close()


def test_unlock_a_lesson(context) -> None:
    page = new(context, LOCKED)
    assert page.get_by_text("Lead someone through a problem with four open questions.").is_visible()
    assert page.get_by_text(CANARY).count() == 0
    page.get_by_label("The passphrase of your cohort").fill("hearts and flowers all day")
    page.get_by_role("button", name="Open").click()
    page.get_by_text("That is not it yet.").wait_for()
    page.get_by_label("The passphrase of your cohort").fill(f" {PHRASE.replace(' ', '  ')} ")
    page.get_by_label("Keep it open on this device").check()
    page.get_by_role("button", name="Open").click()
    page.get_by_text(CANARY).wait_for()
    assert page.get_by_alt_text("A wide door").evaluate("(each) => each.decode().then(() => each.naturalWidth)") == 20
    length = page.locator("audio").evaluate(
        "(each) => new Promise((done) => { each.onloadedmetadata = () => done(each.duration); each.load(); })"
    )
    assert length == 1
    page.locator("[data-answer=fixing-whom]").fill("For Sam.")
    assert page.get_by_label("The passphrase of your cohort").is_hidden()
    page.goto(COURSE + "workbook/")
    page.locator("[data-answer=fixing-whom]").wait_for()
    assert page.locator("[data-answer=fixing-whom]").input_value() == "For Sam."
    page.goto(COURSE + "all/")
    page.get_by_text(CANARY).wait_for()
    assert page.locator(".prose h2").count() == 0


def test_nothing_of_a_locked_lesson_is_in_any_file(sealed, linked) -> None:
    for folder in (sealed, linked):
        for path in (each for each in folder.rglob("*") if each.is_file()):
            data = path.read_bytes()
            for canary in (CANARY, "Canarypicture", "Canarycaption", "One second of silence", "A wide door"):
                assert canary.encode() not in data, path
            assert not data.startswith(b"RIFF"), path


def test_without_script_the_course_reads_whole(playwright, server) -> None:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    page = browser.new_context(java_script_enabled=False, base_url=server.url).new_page()
    page.goto(COURSE)
    page.get_by_text("How much time does it take?").click()
    assert page.get_by_text("About six hours in all").is_visible()
    page.get_by_role("link", name="Heart and Spine").first.click()
    assert page.get_by_text("Two things you carry at once").is_visible()
    note = page.locator("noscript p", has_text="Without scripts this browser cannot keep what you write")
    assert note.bounding_box()["height"] > 0
    assert page.get_by_role("button").count() == 0
    quiz = page.locator("[data-exercise=heart-spine-which]")
    assert quiz.get_by_text("It feels generous on the night.").is_hidden()
    quiz.get_by_label("Heart without spine").check()
    assert quiz.locator(".lesson-exercise-verdict").nth(1).is_visible()
    quiz.get_by_text("About this answer").nth(1).click()
    assert quiz.get_by_text("It feels generous on the night.").is_visible()
    page.goto(COURSE + "all/")
    assert page.get_by_text("Ten minutes fit between two calls.").is_visible()
    page.goto(LOCKED)
    assert page.locator("noscript p", has_text="Opening it needs a script").bounding_box()["height"] > 0
    assert page.get_by_role("link", name="Enroll in Lead from the Heart").is_visible()
    browser.close()


def test_lessons_elsewhere_lead_there(playwright, linked) -> None:
    server = Server(linked)
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    page = browser.new_context(base_url=server.url).new_page()
    page.goto(LOCKED)
    assert page.get_by_role("link", name="Enroll in Lead from the Heart").is_visible()
    assert page.get_by_label("The passphrase of your cohort").count() == 0
    browser.close()
    server.stop()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_barrier_on_any_page(playwright, server, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, base_url=server.url, bypass_csp=True
    )
    page = context.new_page()
    found = {}

    def look(name: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        found[name] = [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    for url in ("/courses/", COURSE, LESSON, LOCKED, COURSE + "workbook/", COURSE + "all/", COURSE + "certificate/"):
        page.goto(url)
        look(url)
    page.goto(LOCKED)
    page.get_by_label("The passphrase of your cohort").fill(PHRASE)
    page.get_by_role("button", name="Open").click()
    page.get_by_text(CANARY).wait_for()
    look("unlocked")
    browser.close()
    assert found == {name: [] for name in found}


def test_the_progress_module_is_small() -> None:
    import gzip

    assert len(gzip.compress((ROOT / "theme/static/course/progress.js").read_bytes(), mtime=0)) <= 6 * 1024
