"""What was typed at the desk is there again after whatever kept it from being saved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from lodestar.commands.browser import ARGUMENTS, chromium
from tests.desk.conftest import FillableDesk, Live
from tests.web import PATIENCE, editor, enter, follow, until, written

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
FIRST = "posts/2026/first.md"
WORDS = "A sentence that took an hour."
SAVED = "text=/^Saved at/"


@pytest.fixture(scope="module")
def _desk(tmp_path_factory) -> Iterator[FillableDesk]:
    result = FillableDesk(tmp_path_factory.mktemp("desk"))
    yield result
    result.stop()


@pytest.fixture
def desk(_desk) -> Iterator[FillableDesk]:
    """One desk for all, begun anew where a test killed it; what browsers keep they take with them."""
    yield _desk
    _desk.put_back()


@pytest.fixture
def open_browser(browser, desk, tmp_path) -> Iterator[Callable[[], Any]]:
    """A browser of its own, with the same profile each time: it can be killed, and opened again."""
    opened = []

    def open_one() -> Any:
        result = browser.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium(), args=ARGUMENTS, viewport={"width": 1280, "height": 900}
        )
        result.set_default_timeout(PATIENCE * 1000)
        opened.append(result)
        return result

    yield open_one
    for item in opened:
        item.close()


def open_text(page, desk: Live) -> None:
    """Open a text; what happens to it before anything is written meets no save of the page's own."""
    page.goto(f"{desk.origin}/write/{FIRST}")
    editor(page).wait_for()


def type_words(page) -> None:
    """Write at the end of the text that is open."""
    editor(page).press("ControlOrMeta+End")
    page.keyboard.type(WORDS)


def write(page, desk: Live) -> None:
    """Open a text and write at its end, which the page saves by itself after a while."""
    open_text(page, desk)
    type_words(page)


def keep_from_saving(page) -> None:
    """Write something that cannot be saved, so that the page does not do it by itself."""
    page.get_by_label("Date").fill("no date yet")


def test_saving_stays_on_the_page_with_cursor_and_undo(page, desk):
    write(page, desk)
    address = page.url
    page.keyboard.press("Control+Home")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+s")
    page.locator(SAVED).wait_for()
    assert desk.read(FIRST).endswith(f"Hello there.\n\n{WORDS}\n")
    assert page.url == address
    page.keyboard.type("!")
    assert written(page)[5] == "!", "the cursor is where it was"
    page.keyboard.press("Control+z")
    assert written(page).rstrip() == f"Hello there.\n\n{WORDS}"
    page.keyboard.press("Control+z")
    assert written(page).rstrip() != f"Hello there.\n\n{WORDS}"
    editor(page).press("ControlOrMeta+End")
    page.keyboard.type(" More.")
    page.keyboard.press("Control+s")
    until(lambda: desk.read(FIRST).endswith(" More.\n"))


def test_it_saves_by_itself_after_a_pause(page, desk):
    write(page, desk)
    until(lambda: desk.read(FIRST).endswith(f"{WORDS}\n"))
    page.locator(SAVED).wait_for()
    page.goto(f"{desk.origin}/posts")
    assert not page.locator("#unsaved").is_visible()


def test_who_comes_back_to_the_editor_is_offered_what_was_not_saved(page, desk):
    page.route("**/write/**", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    write(page, desk)
    page.goto(f"{desk.origin}/posts")
    page.unroute("**/write/**")
    page.go_back()
    follow(page, page.get_by_role("button", name="Put it back"))
    assert written(page).endswith(WORDS)


def test_the_desk_is_killed_and_started_again_and_the_open_page_saves_by_itself(page, desk):
    open_text(page, desk)
    desk.kill()
    type_words(page)
    page.keyboard.press("Control+s")
    page.get_by_text("The desk is closed.").wait_for()
    assert written(page).endswith(WORDS)
    desk.start(desk.port)
    until(lambda: desk.read(FIRST).endswith(f"{WORDS}\n"))
    page.locator(SAVED).wait_for()
    page.get_by_text("The desk is closed.").wait_for(state="detached")


def test_the_desk_is_killed_between_saving_and_answering_and_the_page_goes_on_saving(page, desk):
    def save_and_die(route: Any) -> None:
        route.fetch(max_redirects=0)
        desk.kill()
        route.abort()

    open_text(page, desk)
    page.route("**/write/**", save_and_die, times=1)
    type_words(page)
    page.keyboard.press("Control+s")
    page.get_by_text("The desk is closed.").wait_for()
    assert desk.read(FIRST).endswith(f"{WORDS}\n")
    page.keyboard.type(" And one more.")
    desk.start(desk.port)
    until(lambda: desk.read(FIRST).endswith(f"{WORDS} And one more.\n"))
    page.locator(SAVED).wait_for()


def test_the_tab_is_closed_while_the_desk_is_closed_and_the_words_are_offered_again(page, desk):
    write(page, desk)
    desk.kill()
    page.keyboard.type(" And one more.")
    other = page.context.new_page()
    page.close()
    desk.start(desk.port)
    enter(other, desk)
    other.get_by_text("You wrote “First” on").wait_for()
    other.goto(f"{desk.origin}/write/{FIRST}")
    other.get_by_text("You wrote this on").wait_for()
    follow(other, other.get_by_role("button", name="Put it back"))
    other.get_by_text("This is what you wrote on").wait_for()
    assert written(other).endswith(f"{WORDS} And one more.")
    other.get_by_role("button", name="Save").click()
    other.get_by_text(re.compile("^Saved")).first.wait_for()
    assert desk.read(FIRST).endswith(f"{WORDS} And one more.\n")
    other.goto(f"{desk.origin}/posts")
    assert not other.locator("#unsaved").is_visible()


def test_the_browser_is_killed_and_what_was_typed_is_offered_by_the_desk(open_browser, desk):
    one = open_browser()
    page = one.new_page()
    enter(page, desk)
    open_text(page, desk)
    keep_from_saving(page)
    type_words(page)
    kept = desk.folder / "cache/desk/kept/unsaved"
    until(lambda: any(WORDS in path.read_text() for path in kept.glob("*.json")))
    one.close()
    page = open_browser().new_page()
    enter(page, desk)
    follow(page, page.get_by_text("Put it back").first)
    assert written(page).endswith(WORDS)


@pytest.mark.parametrize("way", ["renamed", "removed", "a folder in its place"])
def test_a_file_that_is_not_there_any_more(page, desk, way):
    open_text(page, desk)
    path: Path = desk.content / FIRST
    before = path.read_text()
    if way == "renamed":
        path.rename(path.with_name("first-thoughts.md"))
    else:
        path.unlink()
    if way.startswith("a folder"):
        path.mkdir()
    type_words(page)
    page.keyboard.press("Control+s")
    page.locator("#notices").get_by_text("Not saved yet.").wait_for()
    assert written(page).endswith(WORDS)
    if way == "renamed":
        page.get_by_role("button", name="Save it as first-thoughts.md").click()
        page.wait_for_url("**/first-thoughts.md**")
        until(lambda: path.with_name("first-thoughts.md").read_text() == f"{before}\n{WORDS}\n")
        assert not path.exists()
    else:
        if path.is_dir():
            path.rmdir()
            path.write_text(before)
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator(SAVED).wait_for()
        assert desk.read(FIRST) == f"{before}\n{WORDS}\n"


def test_a_full_disk_keeps_the_words_in_the_browser_and_says_so(page, desk):
    desk.full.touch()
    write(page, desk)
    page.get_by_text("Not saved, but kept. The disk is full").wait_for()
    other = page.context.new_page()
    page.close()
    desk.full.unlink()
    other.goto(f"{desk.origin}/write/{FIRST}")
    follow(other, other.get_by_role("button", name="Put it back"))
    other.get_by_role("button", name="Save", exact=True).click()
    until(lambda: desk.read(FIRST).endswith(f"{WORDS}\n"))


def test_a_lost_session_is_found_again_by_the_link_in_another_tab(page, desk):
    page.goto(f"{desk.origin}/write/{FIRST}")
    editor(page).wait_for()  # what makes it of the form is fetched from the desk
    page.context.clear_cookies()
    editor(page).press("ControlOrMeta+End")
    page.keyboard.type(WORDS)
    page.get_by_text("The desk does not know this browser any more.").wait_for()
    other = page.context.new_page()
    enter(other, desk)
    until(lambda: desk.read(FIRST).endswith(f"{WORDS}\n"))
    page.locator(SAVED).wait_for()
    other.close()


def test_a_tab_that_still_writes_is_not_offered_to_another(page, desk):
    page.goto(f"{desk.origin}/write/{FIRST}")
    keep_from_saving(page)
    page.get_by_text("The date").last.wait_for()
    until(lambda: bool(list(desk.folder.glob("cache/desk/kept/unsaved/*.json"))))
    other = page.context.new_page()
    for address in ("/posts", f"/write/{FIRST}"):
        other.goto(desk.origin + address)
        until(lambda: other.evaluate("document.querySelectorAll('[data-draft]').length") == 0)
    page.close()
    other.reload()
    other.get_by_text("You wrote this on").wait_for()
    other.get_by_role("button", name="Throw it away").click()
    other.get_by_text("You wrote this on").wait_for(state="detached")
    until(lambda: not list(desk.folder.glob("cache/desk/kept/unsaved/*.json")))


def test_the_second_of_two_tabs_saves_nothing_over_the_first_by_itself(page, desk):
    open_text(page, desk)
    other = page.context.new_page()
    other.goto(f"{desk.origin}/write/{FIRST}")
    other.locator("#field-title").fill("From the other tab")
    other.keyboard.press("Control+s")
    other.locator(SAVED).wait_for()
    type_words(page)
    page.get_by_text("the text changed since you opened it").wait_for()
    assert "From the other tab" in desk.read(FIRST) and WORDS not in desk.read(FIRST)
    page.keyboard.press("Control+s")
    page.get_by_text("What only yours has is").wait_for()
    assert "From the other tab" in desk.read(FIRST) and WORDS not in desk.read(FIRST)
    page.keyboard.press("Control+s")
    page.locator(SAVED).wait_for()
    assert WORDS in desk.read(FIRST)


def test_the_title_of_a_new_post_outlives_a_closed_desk_and_a_closed_tab(page, desk):
    page.goto(f"{desk.origin}/new/post")
    page.get_by_label("Title").fill("A long title that took thought")
    desk.kill()
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("The desk is closed.").wait_for()
    other = page.context.new_page()
    page.close()
    desk.start(desk.port)
    other.goto(f"{desk.origin}/new/post")
    other.get_by_role("button", name="Put it back").click()
    expect(other.get_by_label("Title")).to_have_value("A long title that took thought")
    other.get_by_role("button", name="Begin").click()
    other.wait_for_url("**said=made*")
    other.goto(f"{desk.origin}/new/post")
    assert other.get_by_role("button", name="Put it back").count() == 0


def test_without_script_a_page_from_before_the_session_was_lost_gives_the_words_back(browser, desk):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, desk)
    page.goto(f"{desk.origin}/write/{FIRST}")
    page.locator("#body").fill(WORDS)
    context.clear_cookies()
    next((desk.folder / "cache/desk").glob("*.session")).unlink()
    desk.kill()
    desk.start(desk.port)
    follow(page, page.get_by_role("button", name="Save"))
    assert page.get_by_label("Body").input_value() == WORDS
    other = context.new_page()
    enter(other, desk)
    follow(page, page.get_by_role("button", name="Send again"))
    page.get_by_text("The desk was started anew").wait_for()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**said=saved*")
    assert desk.read(FIRST).endswith(f"---\n{WORDS}\n")
    context.close()
