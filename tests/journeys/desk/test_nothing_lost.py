"""What was typed at the desk and could not be saved is offered again, and given back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from lodestar.commands.browser import ARGUMENTS, chromium
from tests.desk.conftest import FillableDesk
from tests.journeys.desk.first_post import FIRST, WORDS, keep_from_saving, open_text, put_back, type_words, write
from tests.web import PATIENCE, enter, follow, held, until, written

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture
def desk(fillable_desk: FillableDesk) -> FillableDesk:
    return fillable_desk


@pytest.fixture
def open_browser(browser, desk, tmp_path) -> Iterator[Callable[[], Any]]:
    """A browser of its own, with the same profile each time: it can be killed, and opened again."""
    browsers = []

    def open_one() -> Any:
        result = browser.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium(), args=ARGUMENTS, viewport={"width": 1280, "height": 900}
        )
        result.set_default_timeout(PATIENCE * 1000)
        browsers.append(result)
        return result

    yield open_one
    for item in browsers:
        item.close()


def test_who_comes_back_to_the_editor_is_offered_what_was_not_saved(page, desk):
    page.route("**/write/**", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    write(page, desk)
    page.goto(f"{desk.origin}/posts")
    page.unroute("**/write/**")
    page.go_back()
    put_back(page)
    assert written(page).endswith(WORDS)


def test_what_is_typed_while_the_desk_is_slow_to_keep_is_offered_whole(page, desk):
    page.route("**/write/**", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    kept_folder = desk.folder / "cache/desk/kept/unsaved"
    with held(page, "**/keep"):
        with page.expect_request("**/keep"):
            write(page, desk)
        page.keyboard.type(" And one more.")
    until(lambda: any(WORDS in path.read_text() for path in kept_folder.glob("*.json")))
    page.goto(f"{desk.origin}/posts")
    page.unroute_all()
    page.go_back()
    put_back(page)
    assert written(page).endswith(f"{WORDS} And one more.")


@pytest.mark.parametrize("file_is_removed", [False, True])
def test_who_takes_the_desks_older_offer_is_offered_what_the_browser_kept_since(page, desk, file_is_removed):
    page.route("**/write/**", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    write(page, desk)
    kept_folder = desk.folder / "cache/desk/kept/unsaved"
    until(lambda: any(WORDS in path.read_text() for path in kept_folder.glob("*.json")))
    page.route("**/keep", lambda route: route.abort())
    page.keyboard.type(" And one more.")
    [file] = kept_folder.glob("*.json")
    if file_is_removed:  # then the page shows the desk's copy without being asked
        (desk.content / FIRST).unlink()
    query = "" if file_is_removed else f"?kept={file.stem}"  # as a page leads there before its scripts are there
    page.goto(f"{desk.origin}/write/{FIRST}{query}")
    page.unroute_all()
    assert written(page).endswith(WORDS)
    put_back(page)
    assert written(page).endswith(f"{WORDS} And one more.")


def test_the_tab_is_closed_while_the_desk_is_closed_and_the_words_are_offered_again(page, desk):
    write(page, desk)
    desk.kill()
    page.keyboard.type(" And one more.")
    other_tab = page.context.new_page()
    page.close()
    desk.start(desk.port)
    enter(other_tab, desk)
    other_tab.get_by_text("You wrote “First” on").wait_for()
    other_tab.goto(f"{desk.origin}/write/{FIRST}")
    other_tab.get_by_text("You wrote this on").wait_for()
    put_back(other_tab)
    other_tab.get_by_text("This is what you wrote on").wait_for()
    assert written(other_tab).endswith(f"{WORDS} And one more.")
    other_tab.get_by_role("button", name="Save").click()
    other_tab.get_by_text(re.compile("^Saved")).first.wait_for()
    assert desk.read(FIRST).endswith(f"{WORDS} And one more.\n")
    other_tab.goto(f"{desk.origin}/posts")
    assert not other_tab.locator("#unsaved").is_visible()


def test_the_browser_is_killed_and_what_was_typed_is_offered_by_the_desk(open_browser, desk):
    first_page = open_browser()
    page = first_page.new_page()
    enter(page, desk)
    open_text(page, desk)
    keep_from_saving(page)
    type_words(page)
    kept_folder = desk.folder / "cache/desk/kept/unsaved"
    until(lambda: any(WORDS in path.read_text() for path in kept_folder.glob("*.json")))
    first_page.close()
    page = open_browser().new_page()
    enter(page, desk)
    put_back(page)
    assert written(page).endswith(WORDS)


def test_a_full_disk_keeps_the_words_in_the_browser_and_says_so(page, desk):
    desk.full.touch()
    write(page, desk)
    page.get_by_text("Not saved, but kept. The disk is full").wait_for()
    other_tab = page.context.new_page()
    page.close()
    desk.full.unlink()
    other_tab.goto(f"{desk.origin}/write/{FIRST}")
    put_back(other_tab)
    other_tab.get_by_role("button", name="Save", exact=True).click()
    until(lambda: desk.read(FIRST).endswith(f"{WORDS}\n"))


def test_what_a_tab_writes_is_offered_to_others_once_it_is_closed(page, desk):
    page.goto(f"{desk.origin}/write/{FIRST}")
    keep_from_saving(page)
    page.get_by_text("The date").last.wait_for()
    until(lambda: bool(list(desk.folder.glob("cache/desk/kept/unsaved/*.json"))))
    posts, other_tab = page.context.new_page(), page.context.new_page()
    posts.goto(f"{desk.origin}/posts")
    other_tab.goto(f"{desk.origin}/write/{FIRST}")
    for tab in (posts, other_tab):
        tab.evaluate("navigator.locks.query()")  # after the page's own query
        expect(tab.locator("[data-draft]:visible")).to_have_count(0)
    page.close()
    posts.get_by_text("Put it back").wait_for()
    other_tab.get_by_text("You wrote this on").wait_for()
    other_tab.get_by_role("button", name="Throw it away").click()
    other_tab.get_by_text("You wrote this on").wait_for(state="detached")
    until(lambda: not list(desk.folder.glob("cache/desk/kept/unsaved/*.json")))


def test_the_title_of_a_new_post_outlives_a_closed_desk_and_a_closed_tab(page, desk):
    page.goto(f"{desk.origin}/new/post")
    page.get_by_label("Title").fill("A long title that took thought")
    desk.kill()
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("The desk is closed.").wait_for()
    other_tab = page.context.new_page()
    page.close()
    desk.start(desk.port)
    other_tab.goto(f"{desk.origin}/new/post")
    other_tab.get_by_role("button", name="Put it back").click()
    expect(other_tab.get_by_label("Title")).to_have_value("A long title that took thought")
    other_tab.get_by_role("button", name="Begin").click()
    other_tab.wait_for_url("**said=made*")
    other_tab.goto(f"{desk.origin}/new/post")
    assert other_tab.get_by_role("button", name="Put it back").count() == 0


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
    other_tab = context.new_page()
    enter(other_tab, desk)
    follow(page, page.get_by_role("button", name="Send again"))
    page.get_by_text("The desk was started anew").wait_for()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**said=saved*")
    assert desk.read(FIRST).endswith(f"---\n{WORDS}\n")
    context.close()
