"""Names as chips, rows in an order, and the page of the site: by keyboard alone, by mouse, on a phone, for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import CONTENT, Live
from tests.journeys.desk.first_post import put_back
from tests.journeys.desk.test_out import for_everyone
from tests.web import until

pytestmark = [pytest.mark.browser]

POST = "posts/2026/first.md"
MENU = "name: Calm\nmenu:\n  Blog: /\n  About: /about/\n  Tags: /tags/\n"
LESSON = "---\ntitle: {}\nminutes: 5\nobjectives: [Rest]\nkey_points: [Rest]\naccess: free\n---\nText.\n"
COURSE = {
    "courses/calm/course.md": "---\ntitle: Calm\ndate: 2026-01-01\npromise: You rest.\n---\nText.\n",
    "courses/calm/01-begin/module.md": "---\ntitle: Begin\n---\n",
} | {f"courses/calm/01-begin/0{n}-{name}.md": LESSON.format(name) for n, name in ((1, "one"), (2, "two"), (3, "three"))}
COURSE |= {
    "courses/calm/02-rest/module.md": "---\ntitle: Rest\n---\n",
    "courses/calm/02-rest/01-four.md": LESSON.format("four"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    result = Live(
        tmp_path_factory.mktemp("forms"),
        {**CONTENT, **COURSE, "site.yaml": MENU},
        settings_lines="MENUITEMS = SITE['menu']\n",
    )
    result.until(lambda: result.see("/tag/trust/").status == 200)
    yield result
    result.stop()


def by_finger(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Drag what lies at a place of the window to another place."""
    touches = page.context.new_cdp_session(page)
    for kind, share in (("touchStart", 0.0), *(("touchMove", part / 8) for part in range(1, 9))):
        point = {"x": start[0] + (end[0] - start[0]) * share, "y": start[1] + (end[1] - start[1]) * share}
        touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    touches.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_names_are_chosen_asked_about_and_taken_off_by_keyboard(page: Any, desk: Live) -> None:
    page.goto(f"{desk.origin}/write/{POST}")
    tags, saved_tags = page.get_by_role("combobox", name="Tags"), page.locator("input[name=tags]")
    tags.focus()
    page.keyboard.type("lat")
    expect(page.locator("[role=option]")).to_have_text(["later"])
    page.keyboard.press("ArrowDown")
    expect(tags).to_have_attribute("aria-activedescendant", page.locator("[role=option]").get_attribute("id"))
    page.keyboard.press("Enter")
    page.keyboard.type("rest,TRUST,latter")
    page.keyboard.press("Enter")
    expect(saved_tags, "what is chosen already stays one").to_have_value('trust, "work, life", later, rest, latter')
    page.get_by_text("“latter” is new: did you mean “later”?").first.wait_for()
    for_everyone(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(saved_tags).to_have_value('trust, "work, life", later, rest')
    page.keyboard.press("Backspace")
    expect(saved_tags).to_have_value('trust, "work, life", later')
    page.keyboard.type("half typed")
    page.keyboard.press("Control+s")
    until(lambda: "later, half typed]\n" in desk.read(POST))  # a pause may have saved before


def test_a_name_that_is_typed_halfway_is_kept_and_not_saved_by_itself(page: Any, desk: Live) -> None:
    path = "posts/2026/second.md"
    page.goto(f"{desk.origin}/write/{path}")
    page.locator("#field-summary").fill("Another one.")
    tags = page.get_by_role("combobox", name="Tags")
    tags.press_sequentially("pati")
    desk.until(lambda: "summary: Another one.\n" in desk.read(path))
    assert "tags: [trust]\n" in desk.read(path) and tags.input_value() == "pati"
    page.get_by_role("status").get_by_text("Not saved yet, but kept.").wait_for()
    page.goto(f"{desk.origin}/posts")
    page.goto(f"{desk.origin}/write/{path}")
    put_back(page)
    assert page.locator("input[name=tags]").input_value() == "trust, pati"
    tags.press_sequentially("hope")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("status").get_by_text("Saved").wait_for()
    assert "tags: [trust, pati, hope]\n" in desk.read(path)


def test_what_is_pressed_is_not_moved_away_by_the_name_that_was_typed_before(page: Any, desk: Live) -> None:
    page.goto(f"{desk.origin}/write/{POST}")
    page.get_by_role("combobox", name="Tags").press_sequentially("trusd")
    page.get_by_text("More settings").click()
    expect(page.get_by_text("“trusd” is new: did you mean “trust”?").first).to_be_visible()
    assert page.locator("details.fold", has_text="More settings").evaluate("details => details.open")


def test_a_menu_is_ordered_by_keyboard_and_by_dragging(page: Any, desk: Live) -> None:
    page.goto(desk.origin + "/settings")
    page.get_by_role("button", name="Move Tags up").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.ariaLabel") == "Move Tags up", "the focus stays"
    page.get_by_text("Tags is 2 of 3").wait_for()
    page.get_by_role("button", name="Add to menu").click()
    page.keyboard.type("Ada")
    page.keyboard.press("Tab")
    page.keyboard.type("ada moss")
    page.keyboard.press("Tab")
    rows = page.locator("sortable-rows[data-name=menu] li")
    rows.nth(1).evaluate("row => row.scrollIntoView({ block: 'center' })")
    handle, first = rows.nth(3).locator(".handle").bounding_box(), rows.nth(0).bounding_box()
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(first["x"] + 20, first["y"] + 5, steps=8)
    page.mouse.up()
    page.get_by_role("button", name="Remove About").click()
    for_everyone(page)
    page.get_by_label("Accent color", exact=True).fill("#ffee00")
    page.get_by_text("It is too hard to read.").wait_for()
    page.get_by_label("Accent color", exact=True).fill("#14532d")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. Readers see it when you publish.").wait_for()
    assert "menu:\n  Ada: /author/ada-moss/\n  Blog: /\n  Tags: /tags/\n" in desk.read("site.yaml")
    assert 'color: "#14532d"\n' in desk.read("site.yaml")


def test_lessons_change_places_and_a_tag_its_name_on_a_phone(page: Any, desk: Live) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(desk.origin + "/course/calm")
    page.get_by_role("button", name="Move three down").click()
    page.get_by_text("three is 1 of 2 in Rest").wait_for()
    page.get_by_label("Module of one").select_option("Rest")
    page.get_by_text("one is 3 of 3 in Rest").wait_for()
    row = page.locator("li", has=page.get_by_label("Module of two"))
    row.evaluate("row => row.scrollIntoView({ block: 'center' })")
    handle, four = row.locator(".handle").bounding_box(), page.get_by_role("link", name="four").bounding_box()
    by_finger(page, (handle["x"] + 9, handle["y"] + 9), (handle["x"] + 9, four["y"] + 2))
    page.get_by_text("two is 2 of 4 in Rest").wait_for()
    for_everyone(page)
    page.get_by_role("button", name="Save this order of lessons").click()
    page.get_by_text("The order is as you wanted it.").wait_for()
    names = [file.name for file in sorted((desk.content / "courses/calm/02-rest").glob("0*"))]
    assert names == ["01-three.md", "02-two.md", "03-four.md", "04-one.md"]
    page.goto(desk.origin + "/files/tag")
    for_everyone(page)
    page.get_by_role("link", name="Rename or merge trust").click()
    page.get_by_label("Its new name").fill("good faith")
    page.get_by_role("button", name="See what changes").click()
    page.get_by_role("heading", name="would change").wait_for()
    for_everyone(page)
    page.get_by_role("button", name="Do it").click()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("All is as it was before.").wait_for()
    assert "good faith" not in desk.read(POST)
    for address in ("/addresses", "/files/category", "/write/authors/ada-moss.md", "/write/calls/course.md"):
        page.goto(desk.origin + address)
        for_everyone(page)
