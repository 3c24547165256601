"""From a new post to its readers, and back to what a text was before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk.test_out import PublishingDesk
from tests.web import follow, rewrite, written

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
AXE_WIDTHS = (1280, 390)


@pytest.fixture
def desk(tmp_path) -> Iterator[PublishingDesk]:
    result = PublishingDesk(tmp_path)
    yield result
    result.stop()


def for_everyone(page: Any) -> None:
    """Fail where axe finds something, or the page is wider than a phone."""
    from axe_playwright_python.sync_playwright import Axe

    page.wait_for_load_state()
    for width in AXE_WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        result = Axe().run(page).response["violations"]
        assert not result, (page.url, [(item["id"], item["nodes"][0]["html"]) for item in result])
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), page.url
    page.set_viewport_size({"width": 1280, "height": 900})


def test_three_clicks_from_a_new_post_to_its_readers(page, desk):
    clicks = [page.get_by_role("link", name="Write a new post")]
    clicks[0].click()
    page.get_by_label("Title").fill("The Lamp in the Hall")
    page.keyboard.press("Enter")
    page.wait_for_url("**said=made*")
    rewrite(page, "A lamp burned in the hall all night.")
    clicks.append(page.locator("#editor").get_by_role("button", name="Publish"))
    clicks[1].click()
    page.get_by_role("heading", name="What readers will meet").wait_for()
    page.get_by_text("Subscribers will see it as a new post.").wait_for()
    for_everyone(page)
    clicks.append(page.get_by_role("button", name="Publish now"))
    clicks[2].click()
    page.get_by_text("Readers have it now.").wait_for()
    for_everyone(page)
    assert len(clicks) == 3 and desk.readers_see("A lamp burned in the hall all night.")
    page.goto(desk.origin + "/posts")
    page.get_by_role("row", name="The Lamp in the Hall").get_by_text("live", exact=True).wait_for()


def test_a_refusal_is_mended_where_it_is_said(page, desk):
    desk.publish("posts/2026/first.md")
    desk.write("posts/2026/first.md", "title: First", "title: First\nslug: the-very-first")
    desk.settle()
    page.goto(desk.origin + "/publish")
    page.get_by_role("button", name="Publish now").click()
    page.get_by_text("Nothing was published.").wait_for()
    for_everyone(page)
    page.get_by_role("button", name="Let the old address lead here").click()
    page.get_by_text("Readers have it now.").wait_for()


def test_a_text_is_made_what_it_was_before(page, desk):
    path = "posts/2026/first.md"
    before = desk.read(path)
    page.goto(f"{desk.origin}/write/{path}")
    rewrite(page, "Hello there, again.")
    page.keyboard.press("Control+s")
    page.locator("text=/^Saved at/").wait_for()
    follow(page, page.get_by_role("link", name="Earlier versions"))
    page.get_by_role("list").last.get_by_role("link").last.click()
    page.locator("ins", has_text="again").wait_for()
    for_everyone(page)
    page.get_by_role("button", name="Make the text what it was then").click()
    page.wait_for_url("**said=returned*")
    assert desk.read(path) == before


def test_a_link_of_the_preview_leads_to_the_editor(page, desk):
    desk.settle()
    desk.until(lambda: "See it on the site" in desk.get("/write/posts/2026/second.md").text)
    page.goto(f"http://{desk.site_host}/2026/02/05/second/")
    page.get_by_role("link", name="Edit it").click()
    page.wait_for_url("**/write/posts/2026/second.md")
    assert written(page).strip() == "A draft."
