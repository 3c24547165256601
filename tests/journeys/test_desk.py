"""What the author does at the desk, in a real browser, as someone who sees it for the first time; then in a terminal."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".*", "output", "node_modules", "__pycache__", "published", "tests", "docs", "wordpress", "*.pyc"
)
TARGET = '\nPUBLISH = {{"targets": {{"live": {{"kind": "folder", "path": {path!r}}}}}}}\n'


class Clone:
    """A clean copy of the project, with its desk running."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.target = folder / "clone", folder / "live"
        shutil.copytree(ROOT, self.folder, ignore=LEFT_OUT)
        (self.folder / ".venv").symlink_to(sys.prefix)
        with open(self.folder / "publishconf.py", "a") as stream:
            stream.write(TARGET.format(path=str(self.target)))
        self.process = subprocess.Popen(
            [sys.executable, "tasks.py", "desk", "--no-browser", "--port", "0"],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        said = ""
        while not (found := re.search(r"(http://127\S+)\?key=\S+", said)):
            line = self.process.stdout.readline()
            assert line, said
            said += line
        self.entrance, self.desk = found[0], found[1].rstrip("/")
        self.site = self.desk.replace("127.0.0.1", "localhost")

    def run(self, *words: str, ok: bool = True) -> str:
        """Run a task in the clone; what it says."""
        done = subprocess.run(
            [sys.executable, "tasks.py", *words],
            cwd=self.folder,
            capture_output=True,
            text=True,
            env={**os.environ, "NO_COLOR": "1", "EDITOR": "true"},
        )
        assert (done.returncode == 0) is ok, done.stdout + done.stderr
        return done.stdout + done.stderr

    def live(self, path: str) -> str:
        """A file that readers get."""
        return (self.target / "current" / path).read_text(encoding="utf-8")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clone]:
    made = Clone(tmp_path_factory.mktemp("desk"))
    yield made
    made.stop()


@pytest.fixture
def page(browser, clone) -> Iterator[object]:
    """A page of a browser that was let in; an error in its console fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.goto(clone.entrance)
    yield made
    context.close()
    assert not faults


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.1)


def photo() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((2600, 1400), 40).convert("RGB").save(out, "JPEG", quality=70)
    return out.getvalue()


def publish(page, clone: Clone, button: str) -> str:
    """Press a button of the publish page and wait for what comes of it."""
    page.goto(clone.desk + "/publish")
    if button == "Go back one release":
        page.get_by_text("Undo", exact=True).click()
    page.get_by_role("button", name=button).click()
    page.wait_for_selector('#lines[data-running="no"]', timeout=120_000)
    said = page.inner_text("section:has(#lines)")
    assert "not done" not in said, said
    return said


def test_a_post_is_written_seen_mended_published_and_taken_back(page, clone):
    publish(page, clone, "Publish now")
    assert (clone.target / "current" / "index.html").exists()

    page.goto(clone.desk + "/posts")
    page.get_by_role("link", name="Write a new post").click()
    page.get_by_label("Title").fill("The Chair by the Window")
    page.get_by_role("button", name="Begin").click()
    assert "It is a draft" in page.inner_text("[role=status]")

    page.get_by_label("Summary").fill("What an empty chair taught a full team about listening.")
    page.get_by_text("Choose categories").click()
    page.get_by_role("checkbox", name="Leadership", exact=True).check()
    page.get_by_role("checkbox", name="Communication", exact=True).check()
    page.get_by_text("Choose tags").click()
    page.get_by_role("checkbox", name="trust", exact=True).check()
    page.get_by_role("checkbox", name="listening", exact=True).check()
    page.get_by_label("Add to tags (1)").fill("chairs, windows and light")
    page.get_by_label("Add to tags (1)").press("Enter")
    page.keyboard.type("quiet rooms")
    page.locator("#body").fill(
        "There was a chair by the window that nobody took.\n\n![](/images/posts/compass.svg)\n\n"
        "I wrote about [the quiet one in the room]({filename}/posts/2021/the-quiet-one-in-the-room.md) before.\n"
    )
    page.get_by_text("Add a picture").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "My Chair.JPG", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.get_by_label("What the picture shows, for readers").fill("A wooden chair by a tall window.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**said=saved*")
    path = next(clone.folder.glob("content/posts/*/the-chair-by-the-window.md"))
    text = path.read_text()
    assert "categories: [Communication, Leadership]" in text or "categories: [Leadership, Communication]" in text
    assert '"chairs, windows and light"' in text and "quiet rooms" in text
    assert "![A wooden chair by a tall window.]({static}/images/posts/my-chair.jpg)" in text
    from PIL import Image

    with Image.open(clone.folder / "content/images/posts/my-chair.jpg") as picture:
        assert max(picture.size) <= 1800

    frame = page.frame_locator("#pane")
    frame.get_by_text("There was a chair by the window").wait_for()
    page.get_by_role("link", name="See it on the site").wait_for()
    url = page.get_by_role("link", name="See it on the site").get_attribute("href")
    seen = page.context.new_page()
    until(lambda: seen.goto(url).status == 200)
    assert seen.inner_text("h1") == "The Chair by the Window"
    assert "Draft: readers do not see this page." in seen.inner_text("#desk-notice")

    page.get_by_role("link", name="Check it").click()
    question = page.get_by_label("What does the picture show?")
    assert "the picture has no words" in page.inner_text("main").lower()
    question.fill("A compass with a golden star")
    page.locator("li", has=question).get_by_role("button", name="Mend it").click()
    page.wait_for_url("**said=mended*")
    assert "![A compass with a golden star](/images/posts/compass.svg)" in path.read_text()
    seen.get_by_role("img", name="A compass with a golden star").wait_for(timeout=20_000)  # it reloads by itself
    seen.close()

    page.get_by_role("link", name="Edit it").click()
    page.get_by_label("Status").select_option("published")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**said=saved*")

    said = publish(page, clone, "What will change?")
    assert "The Chair by the Window" in said and "Subscribers will see 1 new post" in said
    page.get_by_text("Page by page").wait_for()
    publish(page, clone, "Publish now")
    home = url.removeprefix(clone.site).strip("/")
    assert "A wooden chair by a tall window." in clone.live(f"{home}/index.html")
    for tag in ("trust", "listening", "chairs-windows-and-light", "quiet-rooms"):
        assert "The Chair by the Window" in clone.live(f"tag/{tag}/index.html"), tag
    assert "The Chair by the Window" in clone.live("feed/index.xml")

    publish(page, clone, "Go back one release")
    assert "The Chair by the Window" not in clone.live("feed/index.xml")
    assert path.exists()


def test_the_same_in_a_terminal(clone):
    said = clone.run("new", "post", "The Table in the Hall")
    path = next(clone.folder.glob("content/posts/*/the-table-in-the-hall.md"))
    assert path.name in said
    text = path.read_text().replace("categories: []", "categories: [Leadership, Communication]")
    text = text.replace("tags: []", 'tags: [trust, listening, "tables, and halls", doors]').replace(
        "summary:", "summary: On a table."
    )
    path.write_text(
        text.replace("Begin with a scene.", "A table. [About](/about/).\n\n![A compass](/images/posts/compass.svg)")
    )
    assert "draft" in clone.run("list", "--search", "table in the hall")
    clone.run("schedule", str(path.relative_to(clone.folder)), "2025-01-02 09:30")
    assert "published" in clone.run("list", "--search", "table in the hall")
    assert "tables, and halls" in clone.run("show", str(path.relative_to(clone.folder)))
    clone.run("check")
    assert "The Table in the Hall" in clone.run("publish", "live", "--dry-run")
    clone.run("publish", "live")
    assert "The Table in the Hall" in clone.live("2025/01/02/the-table-in-the-hall/index.html")
    assert "The Table in the Hall" in clone.live("tag/tables-and-halls/index.html")
    clone.run("publish", "live", "--rollback")
    assert not (clone.target / "current/2025/01/02/the-table-in-the-hall/index.html").exists()


def test_the_second_of_two_tabs_is_refused_and_loses_nothing(page, clone):
    address = clone.desk + "/write/posts/2018/a-thank-you-that-lands.md"
    path = clone.folder / "content/posts/2018/a-thank-you-that-lands.md"
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    other.get_by_label("Title").fill("A Thank-You from the Other Tab")
    other.get_by_role("button", name="Save").click()
    other.wait_for_url("**said=saved*")
    page.get_by_label("Title").fill("A Thank-You from This Tab")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Not saved: the file changed since you opened it.").wait_for()
    assert "A Thank-You from the Other Tab" in path.read_text()
    kept = Path(page.locator("main code").first.inner_text())
    assert "A Thank-You from This Tab" in kept.read_text()
    assert page.get_by_label("Title").input_value() == "A Thank-You from This Tab"


def test_a_mistake_is_shown_over_the_page_and_goes_when_it_is_mended(page, clone):
    path = clone.folder / "content/posts/2019/rebuild-trust-after-you-broke-it.md"
    good = path.read_text()
    page.goto(clone.site + "/")
    path.write_text(good.replace("title:", "titel:", 1))
    problems = page.locator(".desk-problems")
    problems.get_by_text('unknown key "titel"').wait_for()
    assert f"content/posts/2019/{path.name}:2" in problems.inner_text()
    problems.get_by_role("button", name="Show the last good page").click()
    assert not problems.is_visible()
    path.write_text(good)
    problems.wait_for(state="detached")


def test_the_place_on_a_page_is_kept_when_it_reloads(page, clone):
    path = clone.folder / "content/posts/2016/how-to-hear-what-is-not-said.md"
    page.goto(clone.site + "/")  # waits for the first build
    found = next(iter(clone.folder.glob(f".cache/preview/*/*/*/{path.stem}/index.html")))
    address = "/" + found.parent.relative_to(clone.folder / ".cache/preview").as_posix() + "/"
    page.goto(clone.site + address)
    page.evaluate("scrollTo(0, 700)")
    path.write_text(path.read_text() + "\nA sentence that was not there before.\n")
    page.get_by_text("A sentence that was not there before.").wait_for()
    until(lambda: abs(page.evaluate("scrollY") - 700) < 3)


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_of_the_desk_is_for_everyone(page, clone, width):
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    page.set_viewport_size({"width": width, "height": 900})
    post = "posts/2015/first-ninety-days.md"
    addresses = [
        "/posts",
        "/posts?q=nothing+like+it",
        f"/write/{post}",
        f"/write/{post}?raw=1",
        f"/check/{post}",
        "/check",
        "/check/lists",
        "/publish",
        "/new/post",
    ]
    addresses += ["/new/lesson", f"/do/schedule/{post}", f"/do/retire/{post}", f"/do/duplicate/{post}", "/nothing"]
    addresses += [
        f"/files/{kind}" for kind in ("page", "course", "module", "lesson", "author", "tag", "category", "call")
    ]
    addresses += [
        "/write/courses/lead-from-the-heart/course.md",
        "/write/calls/team-coaching.md",
        "/write/authors/margaret-smith.md",
    ]
    for address in addresses:
        page.goto(clone.desk + address)
        for details in page.locator("details").all()[:12]:
            details.evaluate("each => each.open = true")
        found = axe.run(page).response["violations"]
        assert not found, (address, [(each["id"], each["nodes"][0]["html"]) for each in found])
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), (
            f"{address} is wider than {width} px"
        )


def test_the_editor_works_without_script(browser, clone):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(clone.entrance)
    page.goto(clone.desk + "/write/pages/about.md")
    page.get_by_label("Summary").fill("Who writes here, and why.")
    page.get_by_role("button", name="Preview this").click()
    page.frame_locator("#pane").locator("h1").wait_for()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**said=saved*")
    assert "summary: Who writes here, and why." in (clone.folder / "content/pages/about.md").read_text()
    context.close()


def test_the_editor_works_by_keyboard_alone(page, clone):
    page.goto(clone.desk + "/write/posts/2015/first-ninety-days.md")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "title":
            break
    page.keyboard.press("End")
    page.keyboard.type(", Again")
    page.keyboard.press("Control+s")
    page.wait_for_url("**said=saved*")
    assert "Manager, Again" in (clone.folder / "content/posts/2015/first-ninety-days.md").read_text()
