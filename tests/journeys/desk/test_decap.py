"""Decap, driven in a browser: what is written there is a file as the desk's own editor would leave it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.desk.clone import until

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
SAVED = "Changes saved"


@pytest.fixture
def decap(browser, clone) -> Iterator[object]:
    """Decap's list of posts. Where Decap could not be fetched that is a failure in CI, and a reason to skip elsewhere."""
    if not clone.decap:
        reason = "Decap is not here: python3 tasks.py test fetches it by npm"
        pytest.fail(reason) if "CI" in os.environ else pytest.skip(reason)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())  # "leave without saving?"
    page.goto(clone.entrance)
    page.goto(clone.desk + "/editor/")
    page.get_by_role("heading", name="Posts").wait_for()
    yield page
    context.close()


def open_post(page, clone, path: str) -> None:
    page.goto(f"{clone.desk}/editor/#/collections/post/entries/{path.removeprefix('posts/').removesuffix('.md')}")
    page.locator("[id^=title-field]").wait_for()


def save(page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("menuitem", name="Save this").click()


def test_a_post_is_begun_and_its_new_tags_keep_their_commas(decap, clone):
    decap.goto(clone.desk + "/editor/#/collections/post/new")
    decap.locator("[id^=title-field]").fill("A Bench in the Rain, Überall")
    decap.locator("[id^=summary-field]").fill("On sitting down.")
    for name in ("Leadership", "Communication"):
        decap.locator("[id^=categories-field]").fill(name)
        decap.keyboard.press("Enter")
    decap.locator("[id^=tags-field]").fill("trust")
    decap.keyboard.press("Enter")
    decap.locator("[id^=add_tags-field]").fill("benches, and rain\nquiet benches")
    decap.locator("[data-slate-editor]").last.click()
    decap.keyboard.type("A bench that nobody takes.")
    save(decap)
    decap.get_by_text(SAVED, exact=False).wait_for()
    path = next(clone.folder.glob("content/posts/*/a-bench-in-the-rain-uberall.md"))
    head, _, body = path.read_text().removeprefix("---\n").partition("---\n")
    lines = head.splitlines()
    assert lines[0] == "title: A Bench in the Rain, Überall"
    assert lines[1].startswith("date: 20"), "the date is filled in"
    assert lines[2:] == [
        "categories: [Leadership, Communication]",
        'tags: [trust, "benches, and rain", quiet benches]',
        "summary: On sitting down.",
        "status: draft",
    ]
    assert body == "A bench that nobody takes.\n"


def test_an_edit_changes_its_own_line(decap, clone):
    path = clone.folder / "content/posts/2020/rest-is-part-of-the-job.md"
    before = path.read_text()
    open_post(decap, clone, "posts/2020/rest-is-part-of-the-job.md")
    decap.locator("[id^=summary-field]").fill("Three seconds, and what they do.")
    preview = decap.frame_locator("iframe")
    preview.get_by_role("heading", level=1).wait_for()
    family = "(each) => getComputedStyle(each).fontFamily"
    until(lambda: "serif" in preview.locator("h1").evaluate(family))  # the site's own style
    save(decap)
    until(lambda: path.read_text() != before)
    changed = [
        (old, new) for old, new in zip(before.splitlines(), path.read_text().splitlines(), strict=True) if old != new
    ]
    assert [new for _, new in changed] == ["summary: Three seconds, and what they do."]


def test_the_second_of_two_tabs_is_refused_and_both_versions_are_kept(decap, clone):
    name = "posts/2016/how-to-hear-what-is-not-said.md"
    path = clone.folder / "content" / name
    open_post(decap, clone, name)
    theirs = path.read_text() + "\nA line from a text editor.\n"
    path.write_text(theirs)
    decap.locator("[id^=title-field]").fill("Mine from Decap")
    save(decap)
    said = decap.get_by_text("the file changed since you opened it", exact=False)
    said.first.wait_for()
    assert path.read_text() == theirs
    kept = list(Path(clone.folder / ".cache/desk/kept").glob("posts--2016--how-to-hear*"))
    assert any("Mine from Decap" in each.read_text() for each in kept)
