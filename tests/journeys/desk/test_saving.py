"""The page that is open saves, by itself where it can, whatever came between: a desk that was killed, a file that went,
another tab.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.desk.conftest import FillableDesk
from tests.journeys.desk.first_post import FIRST, WORDS, open_text, type_words, write
from tests.web import editor, enter, until, written

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
SAVED = "text=/^Saved at/"


@pytest.fixture
def desk(fillable_desk: FillableDesk) -> FillableDesk:
    return fillable_desk


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


def test_a_link_that_is_pressed_while_the_page_saves_leads_where_it_says(page, desk):
    write(page, desk)
    page.get_by_role("link", name="Earlier versions").hover()
    page.mouse.down()
    page.keyboard.press("Control+s")
    page.locator(SAVED).wait_for()
    page.mouse.up()
    page.wait_for_url("**/versions/**")


def test_a_save_that_changes_what_the_text_is_leaves_the_focus_in_its_head(page, desk):
    write(page, desk)
    page.locator("[name=status]").select_option("draft")
    page.get_by_text("Details", exact=True).first.click()
    page.get_by_role("link", name="Earlier versions").focus()
    page.keyboard.press("Control+s")
    page.locator("[data-status=draft]").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Earlier versions"
    assert page.locator("#head details").get_attribute("open") is not None


def test_it_saves_by_itself_after_a_pause(page, desk):
    write(page, desk)
    until(lambda: desk.read(FIRST).endswith(f"{WORDS}\n"))
    page.locator(SAVED).wait_for()
    page.goto(f"{desk.origin}/posts")
    assert not page.locator("#unsaved").is_visible()


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


def test_a_lost_session_is_found_again_by_the_link_in_another_tab(page, desk):
    page.goto(f"{desk.origin}/write/{FIRST}")
    editor(page).wait_for()  # what makes it of the form is fetched from the desk
    page.context.clear_cookies()
    editor(page).press("ControlOrMeta+End")
    page.keyboard.type(WORDS)
    page.get_by_text("The desk does not know this browser any more.").wait_for()
    other_tab = page.context.new_page()
    enter(other_tab, desk)
    until(lambda: desk.read(FIRST).endswith(f"{WORDS}\n"))
    page.locator(SAVED).wait_for()
    other_tab.close()


def test_the_second_of_two_tabs_saves_nothing_over_the_first_by_itself(page, desk):
    open_text(page, desk)
    other_tab = page.context.new_page()
    other_tab.goto(f"{desk.origin}/write/{FIRST}")
    other_tab.locator("#field-title").fill("From the other tab")
    other_tab.keyboard.press("Control+s")
    other_tab.locator(SAVED).wait_for()
    type_words(page)
    page.get_by_text("the text changed since you opened it").wait_for()
    assert "From the other tab" in desk.read(FIRST) and WORDS not in desk.read(FIRST)
    page.keyboard.press("Control+s")
    page.get_by_text("What only yours has is").wait_for()
    assert "From the other tab" in desk.read(FIRST) and WORDS not in desk.read(FIRST)
    page.keyboard.press("Control+s")
    page.locator(SAVED).wait_for()
    assert WORDS in desk.read(FIRST)
