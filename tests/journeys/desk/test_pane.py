"""The preview beside the text: as readers get it, as wide as their devices, and at hand on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.desk.conftest import POST
from tests.web import editor, rewrite, until

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def test_it_is_the_page_of_readers_in_the_width_of_their_devices_and_says_how_long_it_is(editor_page):
    frame = editor_page.frame(name="pane")
    until(lambda: frame.locator(".post-end .author-bio, .post-end [class*=author]").count() > 0)
    assert frame.locator("article time").count() > 0, "with its date"
    expect(frame.locator("h1")).to_contain_text("A Thank-You That Lands")
    rewrite(editor_page, "Three words here.")
    until(lambda: "Three words here." in frame.locator(".post-body").inner_text())
    until(lambda: editor_page.locator("#words").inner_text() == "3 words, 1 minute to read.")
    for name, width in (("Phone", 390), ("Tablet", 768), ("Desktop", 1280)):
        button = editor_page.get_by_role("button", name=name)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        until(lambda width=width: frame.evaluate("innerWidth") == width)
        assert editor_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    button.click()
    until(lambda: frame.evaluate("innerWidth") < 768)


def test_on_a_phone_it_comes_to_her_and_goes_again(page, clone):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{clone.desk}/write/{POST}")
    editor(page).wait_for()
    page.get_by_role("button", name="Preview this").click()
    until(lambda: (box := page.locator("#pane").bounding_box())["y"] == 0 and box["height"] > 600)
    page.frame(name="pane").get_by_role("heading", level=1).wait_for()
    page.get_by_role("button", name="Go on writing").click()
    until(lambda: page.locator("#pane").bounding_box()["y"] != 0)
    assert page.get_by_role("button", name="Preview this").is_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
