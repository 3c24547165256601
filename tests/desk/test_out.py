"""Publishing from the desk: one text at a time, what readers have, and a refusal that comes with its cure."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from lodestar.desk.readers import Had, Readers
from tests.desk.conftest import CONTENT, ROOT, SETTINGS, Live
from tests.desk.test_write import fields_of

pytestmark = pytest.mark.server

MORE = {
    "posts/2026/fourth.md": "---\ntitle: Fourth\ndate: 2026-02-01\nid: urn:x:fourth\n---\nSee [the first]({filename}first.md).\n",
}


class PublishingDesk(Live):
    """A desk whose site goes to a folder."""

    def __init__(self, folder: Path) -> None:
        self.live = folder / "live"
        settings = SETTINGS.format(root=str(ROOT), cache=str(folder / "cache"), theme=str(ROOT / "theme"))
        targets = {"targets": {"live": {"kind": "folder", "path": str(self.live)}}}
        (folder / "publishconf.py").write_text(
            f"{settings}SITEURL, LINKS, REHEARSAL = 'https://heart.example', (), True\nPUBLISH = {targets!r}\n"
        )
        super().__init__(folder, {**CONTENT, **MORE})

    def done(self) -> str:
        """Wait for what was begun; what the page of publishing says then."""
        self.until(lambda: json.loads(self.get("/publish/lines").body)["code"] is not None)
        return html.unescape(self.get("/publish").text)

    def publish(self, path: str, **fields: str) -> str:
        self.settle()
        answer = self.post(f"/out/{path}", {"do": "publish", "target": "live", **fields})
        assert answer.status == 303, answer.text
        return self.done()

    def press(self, words: str) -> str:
        """Press a button beside something that was refused."""
        page = html.unescape(self.get("/publish").text)
        match = re.search(rf'name="mend" value="([^"]+)"[^>]*>{re.escape(words)}<', page)
        assert match, page
        assert self.post("/publish/mend", {"mend": match[1]}).status == 303
        return self.done()

    def settle(self) -> None:
        """Wait until the preview is built, without a fault."""
        self.until(lambda: "The site cannot be built" not in self.get("/posts").text)
        self.until(lambda: self.see("/").status == 200)

    def state(self, path: str) -> str:
        """Return what the table says that readers have."""
        start = re.escape(f'<a href="/write/{path}">')
        table = self.get("/files/page" if path.startswith("pages/") else "/posts").text
        row = re.search(rf'<tbody.*{start}.*?data-status="(\w+)"', table, re.DOTALL)
        assert row
        return row[1]

    def write(self, path: str, before: str, after: str) -> None:
        text = self.read(path)
        assert before in text
        (self.content / path).write_text(text.replace(before, after))

    def readers_see(self, words: str) -> bool:
        return any(words in page.read_text() for page in (self.live / "current").rglob("*.html"))


def is_now(text: str) -> bool:
    """Return whether a post is dated with this moment, in whichever zone the site is."""
    [date] = re.findall(r"^date: (.+)$", text, re.MULTILINE)
    return abs(datetime.now(UTC) - datetime.fromisoformat(f"{date}+00:00")).total_seconds() < 86_400


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    result = PublishingDesk(tmp_path_factory.mktemp("desk"))
    yield result
    result.stop()


FIRST, SECOND, THIRD = (f"posts/2026/{name}.md" for name in ("first", "second", "third"))


def test_the_way_of_a_post(desk):
    """One story, since each step needs the one before: no step ends in a terminal."""
    assert (desk.state(FIRST), desk.state(SECOND), desk.state(THIRD)) == ("waiting", "draft", "scheduled")

    # a draft that was begun weeks ago gets the date of today, and says what readers will meet
    page = html.unescape(desk.get(f"/out/{SECOND}").text)
    assert "Subscribers will see it as a new post." in page and "it appears below" not in page
    assert "Readers have it now." in desk.publish(SECOND)
    assert is_now(desk.read(SECOND)) and "status: published" in desk.read(SECOND)
    assert (desk.state(FIRST), desk.state(SECOND), desk.state(THIRD)) == ("live", "live", "scheduled")

    # changed since, by the target and not by the file
    desk.write(SECOND, "A draft.", "A text.")
    assert desk.state(SECOND) == "changed"
    assert "Live, changed since" in desk.get(f"/write/{SECOND}").text

    # undo gives readers what they had; the text that was new is not out then
    assert "Readers have it now." in desk.publish(SECOND)
    desk.write(FIRST, "Hello there.", "Hello, you.")
    desk.publish(FIRST)
    assert desk.readers_see("Hello, you.")
    desk.post("/publish", {"do": "undo", "target": "live"})
    assert "Readers have what they had before." in desk.done()
    assert not desk.readers_see("Hello, you.") and desk.state(FIRST) == "changed"

    # back to draft: readers still see it; publishing asks one question with two answers
    desk.write(SECOND, "status: published", "status: draft")
    assert desk.state(SECOND) == "withdrawn"
    assert "Readers still see it until you publish." in desk.get(f"/write/{SECOND}").text
    desk.settle()
    desk.post("/publish", {"do": "publish", "target": "live"})
    result = desk.done()
    assert "Nothing was published." in result and "it is a draft now" in result
    assert "Readers have it now." in desk.press("It is gone for good")
    assert not desk.readers_see("A text.") and desk.state(SECOND) == "draft"

    # published again: its rule goes by itself, its date stays, subscribers are not told again
    assert "Subscribers have seen it already" in desk.get(f"/out/{SECOND}").text
    assert "Readers have it now." in desk.publish(SECOND)
    assert desk.readers_see("A text.") and is_now(desk.read(SECOND))

    # a new address: the old one leads there by one button
    desk.write(SECOND, "title: Second", "title: Second\nslug: the-second")
    desk.settle()
    desk.post("/publish", {"do": "publish", "target": "live"})
    result = desk.done()
    assert "“Second” had the address" in result and "aliases" not in result.split("<details>")[0]
    assert "Readers have it now." in desk.press("Let the old address lead here")

    # a post that others link to becomes a draft: their links are taken off by a button, and the next post goes out
    desk.write(FIRST, "title: First", "title: First\nstatus: draft")
    desk.post("/publish", {"do": "publish", "target": "live"})
    assert "“Fourth”" in desk.done()
    desk.press("Take the link off, keep its words")
    assert "See the first." in desk.read("posts/2026/fourth.md")
    desk.press("It is gone for good")
    assert "Readers have it now." in desk.press("Let it lead to /tags/"), "a tag that no post has any more"
    desk.post("/new/post", {"title": "The next one"})
    path = next(desk.content.glob("posts/*/the-next-one.md"))
    assert "date" not in path.read_text()
    assert "Readers have it now." in desk.publish(path.relative_to(desk.content).as_posix())
    assert desk.readers_see("The next one")


def test_check_names_what_publishing_would_refuse_and_mends_it_there(desk):
    desk.write("posts/2026/fourth.md", "title: Fourth", "title: Fourth\nslug: number-four")
    desk.settle()
    desk.until(lambda: 'data-running="no"' in desk.get("/check").text)
    page = html.unescape(desk.get("/check").text)
    assert "“Fourth” had the address /2026/02/01/fourth/ before" in page
    match = re.search(r'name="mend" value="([^"]+)"[^>]*>Let the old address lead here<', page)
    assert match
    assert desk.post("/publish/mend", {"mend": match[1], "of": "check"}).status == 303
    assert "/2026/02/01/fourth/" in desk.read("posts/2026/fourth.md")
    desk.until(lambda: "it can be published as it is" in desk.get("/check").text)


def test_a_draft_may_have_no_date_and_is_seen_with_that_of_today(desk):
    desk.post("/new/post", {"title": "No date yet"})
    path = next(desk.content.glob("posts/*/no-date-yet.md")).relative_to(desk.content).as_posix()
    desk.until(lambda: "See it on the site" in desk.get(f"/write/{path}").text)
    address = re.search(r'href="http://localhost:\d+/(\d{4}/\d\d/\d\d)/no-date-yet/"', desk.get(f"/write/{path}").text)
    assert address
    age = datetime.now(UTC) - datetime.strptime(address[1], "%Y/%m/%d").replace(tzinfo=UTC)
    assert abs(age.total_seconds()) < 2 * 86_400, "today, in the site's time zone"
    rows = re.findall(r'<th scope="row" role="rowheader">.*? <a href="/write/([^"]+)"', desk.get("/posts").text)
    assert rows[0] == path, "what is being written stands first"


def test_a_draft_that_is_published_by_its_form_gets_the_date_of_that_moment_and_keeps_it(desk):
    desk.post("/new/post", {"title": "By the form"})
    path = next(desk.content.glob("posts/*/by-the-form.md")).relative_to(desk.content).as_posix()
    for body in ("One.", "Two."):
        form = {
            **fields_of(desk, path),
            "status": "published",
            "date": "",
            "summary": "It is short.",
            "body": body,
            "do": "save",
        }
        assert desk.post(f"/write/{path}", form).status == 303
    assert is_now(desk.read(path))
    [date] = re.findall(r"^date: (.*)$", desk.read(path), re.MULTILINE)
    desk.write(path, date, "2026-01-01 10:00")
    form = {**fields_of(desk, path), "date": "", "body": "Three.", "do": "save"}
    assert desk.post(f"/write/{path}", form).status == 303
    assert "date: 2026-01-01 10:00" in desk.read(path), "the date that it has is not taken from it"


def test_a_post_is_scheduled_from_the_same_page(desk):
    desk.post("/new/post", {"title": "For later"})
    path = next(desk.content.glob("posts/*/for-later.md")).relative_to(desk.content).as_posix()
    answer = desk.post(f"/out/{path}", {"do": "schedule", "when": "2036-05-01T09:00", "target": "live"})
    assert answer.status == 303 and "date: 2036-05-01 09:00" in desk.read(path)
    assert desk.state(path) == "scheduled"
    answer = desk.post(f"/out/{path}", {"do": "schedule", "when": "", "target": "live"})
    assert answer.status == 422 and "Not published" in answer.text


@pytest.mark.parametrize("path", ["posts/2026/none.md", "authors/ada-moss.md", "../settings.py", "images/a.png"])
def test_only_posts_and_pages_that_are_there_are_published(desk, path):
    assert desk.post(f"/out/{path}", {"do": "publish", "target": "live"}).status == 404


def test_what_went_out_by_mistake_is_kept_back(desk):
    desk.post("/new/post", {"title": "By mistake"})
    path = next(desk.content.glob("posts/*/by-mistake.md")).relative_to(desk.content).as_posix()
    assert "Readers have it now." in desk.publish(path)
    desk.post("/publish", {"do": "undo", "target": "live"})
    assert "Keep it back" in desk.done() and desk.state(path) == "waiting"
    assert desk.post("/publish", {"hold": path}).status == 303
    assert "status: draft" in desk.read(path) and desk.state(path) == "draft"
    assert desk.post("/publish", {"hold": path}).status == 409, "readers would not get it anyway"


def test_a_page_that_was_retired_is_a_draft_though_its_address_leads_on(tmp_path):
    readers = Readers(tmp_path, tmp_path)
    readers.had = Had("", frozenset({"urn:x"}), frozenset({"about/index.html"}), {"pages/about.md": "as published"})
    row = SimpleNamespace(path="pages/about.md", kind="page", id="", status="draft", shown_status="draft")
    row.digest = "as published"
    assert readers.state(row, "/about/") == "draft", "the last release was made of the draft"
    row.digest = "another"
    assert readers.state(row, "/about/") == "withdrawn"
