"""Deleting at the desk, and the way back."""

from __future__ import annotations

import html

import pytest

from tests.desk.conftest import CONTENT, Live
from tests.desk.test_pictures import picture

TEXTS = {
    "tags/trust.md": "---\nlabel: trust\n---\nOn trust.\n",
    "pages/old.md": "---\ntitle: Old\nstatus: draft\n---\nOld.\n",
}
SECOND = "posts/2026/second.md"


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    result = Live(tmp_path_factory.mktemp("desk"), {**CONTENT, **TEXTS})
    (result.content / "images").mkdir()
    for name in ("used.png", "unused.png"):
        (result.content / "images" / name).write_bytes(picture("PNG", (8, 8)))
    page = result.content / "pages/about.md"
    page.write_text(page.read_text() + "\n![A dot](/images/used.png)\n")
    result.until(lambda: result.see("/about/").status == 200)
    yield result
    result.stop()


@pytest.mark.parametrize("path", [SECOND, "pages/old.md", "tags/trust.md", "calls/course.md", "images/unused.png"])
def test_it_goes_and_comes_back_byte_for_byte(live, path):
    before = (live.content / path).read_bytes()
    assert "You can put it back at any time" in live.get(f"/delete/{path}").text
    assert live.post(f"/delete/{path}", {}).status == 303
    assert not (live.content / path).exists()
    assert path in live.get("/deleted").text
    assert live.post("/deleted", {"path": path}).status == 303
    assert (live.content / path).read_bytes() == before
    assert path not in live.get("/deleted").text


def test_a_picture_that_is_shown_stays_and_the_texts_are_named(live):
    assert "In <a" in live.get("/pictures").text
    answer = live.post("/delete/images/used.png", {})
    assert answer.status == 422 and "“About”" in html.unescape(answer.text)
    assert (live.content / "images/used.png").exists()


def test_a_picture_that_the_site_itself_shows_stays(live):
    site = live.content / "site.yaml"
    site.write_text("name: Calm\nlogo: images/unused.png\n")
    answer = live.post("/delete/images/unused.png", {})
    site.unlink()
    assert answer.status == 422 and "under “Your site” first" in html.unescape(answer.text)
    assert (live.content / "images/unused.png").exists()


def test_what_was_deleted_does_not_take_the_place_of_another(live):
    live.post(f"/delete/{SECOND}", {})
    (live.content / SECOND).write_text("---\ntitle: Another\nstatus: draft\n---\n")
    assert live.post("/deleted", {"path": SECOND}).status == 409
    assert "Another" in live.read(SECOND)


@pytest.mark.parametrize(
    "path", ["../settings.py", "posts/2026/none.md", ".desk/words.txt", "courses", "authors/../pages/old.md"]
)
def test_nothing_else_is_deleted_or_made(live, path):
    assert live.post(f"/delete/{path}", {}).status in (404, 422)
    assert live.post("/deleted", {"path": path}).status == 422


def test_nothing_is_deleted_without_the_token(live):
    assert live.post("/delete/pages/old.md", {"token": "x"}).status == 403
    assert (live.content / "pages/old.md").exists()


def test_nothing_is_deleted_that_could_not_be_kept(live):
    versions_folder = live.content / ".versions/tags/trust.md"
    for file in versions_folder.iterdir():
        file.unlink()
    versions_folder.rmdir()
    versions_folder.write_text("in its place")
    answer = live.post("/delete/tags/trust.md", {})
    assert answer.status == 422 and "could not be kept" in answer.text
    assert (live.content / "tags/trust.md").exists()
    versions_folder.unlink()
