"""The editor: for everyone, with or without script and mouse, in one tab or two."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web import editor, enter, follow, held, rewrite, until, written

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def test_the_second_of_two_tabs_is_refused_and_loses_nothing(page, clone):
    address = clone.desk + "/write/posts/2018/a-thank-you-that-lands.md"
    path = clone.folder / "content/posts/2018/a-thank-you-that-lands.md"
    page.goto(address)
    second_tab = page.context.new_page()
    second_tab.goto(address)
    second_tab.locator("#field-title").fill("A Thank-You from the Other Tab")
    second_tab.get_by_role("button", name="Save").click()
    second_tab.get_by_text("Saved at").wait_for()
    page.locator("#field-title").fill("A Thank-You from This Tab")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Not saved: the text changed since you opened it.").wait_for()
    assert "A Thank-You from the Other Tab" in path.read_text()
    page.locator("#notices").get_by_text("Details").click()
    kept_file = Path(page.locator("#notices code").inner_text())
    assert "A Thank-You from This Tab" in kept_file.read_text()
    assert page.locator("#field-title").input_value() == "A Thank-You from This Tab"


POST = "posts/2015/first-ninety-days.md"
OF_EACH_KIND = [
    "/posts",
    f"/write/{POST}",
    f"/check/{POST}",
    "/check/lists",
    "/publish",
    "/new/post",
    f"/out/{POST}",
    f"/versions/{POST}",
    "/pictures",
    "/begin",
    "/course/lead-from-the-heart",
    f"/do/retire/{POST}",
    "/files/category",
]
OTHERS = [
    "/posts?q=nothing+like+it",
    f"/write/{POST}?raw=1",
    "/check",
    f"/delete/{POST}",
    "/deleted",
    "/comments",
    "/settings",
    "/series",
    "/addresses",
    "/update",
    "/publish/where",
    "/rename/tag/trust",
    "/new/lesson",
    f"/do/schedule/{POST}",
    f"/do/duplicate/{POST}",
    "/nothing",
    *(f"/files/{kind}" for kind in ("page", "course", "module", "lesson", "author", "tag", "call")),
    "/write/courses/lead-from-the-heart/course.md",
    "/write/calls/team-coaching.md",
    "/write/authors/margaret-smith.md",
]
"""Made of the same parts as one of those above."""


@pytest.mark.parametrize("addresses", [OF_EACH_KIND, pytest.param(OTHERS, marks=pytest.mark.slow)], ids=["few", "rest"])
def test_every_page_of_the_desk_is_for_everyone(page, clone, addresses: list[str]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    for address in addresses:
        page.goto(clone.desk + address)
        page.evaluate("[...document.querySelectorAll('details')].slice(0, 12).forEach(it => { it.open = true; })")
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            rules = {
                "color-contrast": {"enabled": width > 320}
            }  # most of axe's time, and colors are the same on a phone
            options = {"resultTypes": ["violations"], "rules": rules}
            result = axe.run(page, options=options).response["violations"]
            assert not result, (address, [(item["id"], item["nodes"][0]["html"]) for item in result])
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), (
                f"{address} is wider than {width} px"
            )


def test_the_editor_works_without_script(browser, clone):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, clone)
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
    until(lambda: page.evaluate("location.hash") != "")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "title":
            break
    page.keyboard.press("End")
    page.keyboard.type(", Again")
    page.keyboard.press("Control+s")
    page.get_by_text("Saved at").wait_for()
    assert "Manager, Again" in (clone.folder / "content/posts/2015/first-ninety-days.md").read_text()


def test_buttons_write_markdown_and_a_link_is_found_by_its_title(page, clone):
    page.goto(clone.desk + "/write/pages/about.md")
    body = editor(page)
    body.fill("A scene.\n\nA thought")
    body.press("ControlOrMeta+End")
    page.keyboard.press("Shift+Control+ArrowLeft")
    page.get_by_role("button", name="Bold").click()
    assert written(page) == "A scene.\n\nA **thought**"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+z")
    assert written(page) == "A scene.\n\nA thought", "what a button writes is undone as typing is"
    body.press("ControlOrMeta+End")
    page.get_by_role("button", name="Heading", exact=True).click()
    assert written(page) == "A scene.\n\n## A thought"
    body.press("ControlOrMeta+End")
    page.keyboard.type("\n\n")
    page.keyboard.press("Control+k")
    page.get_by_label("Its words").fill("the quiet one")
    page.get_by_label("Where it leads").press_sequentially("quiet one")
    page.locator("#link-texts option").first.wait_for(state="attached")
    page.get_by_label("Where it leads").fill("The Quiet One in the Room")
    page.get_by_role("button", name="Put it in").click()
    link = "\n\n[the quiet one]({filename}/posts/2021/the-quiet-one-in-the-room.md)"
    until(lambda: written(page).endswith(link))


def test_a_link_waits_for_the_desk_to_say_where_a_title_leads(page, clone):
    page.goto(clone.desk + "/write/pages/about.md")
    rewrite(page, "A thought.")
    editor(page).press("Control+k")
    page.get_by_label("Its words").fill("the quiet one")
    with held(page, "**/links?**"):
        page.get_by_label("Where it leads").fill("The Quiet One in the Room")
        page.get_by_role("button", name="Put it in").click()
    until(lambda: "[the quiet one]({filename}/posts/2021/the-quiet-one-in-the-room.md)" in written(page))


def test_a_picture_that_is_dropped_in_asks_what_it_shows(page, clone):
    page.goto(clone.desk + "/write/pages/about.md")
    rewrite(page, "A door.")
    page.evaluate(
        """async () => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 2400, height: 1200 });
          canvas.getContext("2d").fillRect(0, 0, 900, 900);
          const data = new DataTransfer();
          data.items.add(new File([await new Promise((done) => canvas.toBlob(done))], "Red Door.png", { type: "image/png" }));
          document.getElementById("body").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    page.get_by_role("button", name="Put it in").click()
    page.get_by_text("Say what it shows, for readers who do not see it.").wait_for()
    page.get_by_label("What does it show?").fill("A red door, open a crack.")
    page.get_by_role("button", name="Put it in").click()
    until(lambda: "red-door.png" in written(page))
    assert "![A red door, open a crack.]({static}/images/posts/red-door.png)" in written(page)
    before = written(page)
    editor(page).press("ControlOrMeta+z")
    assert written(page) == "A door.", "Ctrl+Z takes the picture back, and nothing else"
    editor(page).press("ControlOrMeta+Shift+Z")
    assert written(page) == before
    from PIL import Image

    with Image.open(clone.folder / "content/images/posts/red-door.png") as picture:
        assert picture.size == (1800, 900)


def test_a_finding_leads_to_its_line(page, clone):
    path = clone.folder / "content/pages/privacy.md"
    path.write_text(path.read_text() + "\nThis sentence has a mistake in teh middle.\n")
    page.goto(clone.desk + "/check/pages/privacy.md")
    follow(page, page.locator("li", has_text="looks misspelled").get_by_role("link"))
    until(lambda: page.evaluate("String(getSelection())") == "This sentence has a mistake in teh middle.")


def test_the_preview_follows_keeps_its_place_and_leaves_the_way_back_alone(page, clone):
    page.goto(clone.desk + "/posts")
    page.goto(clone.desk + "/write/posts/2022/stop-fixing-start-asking.md")
    frame = page.frame(name="pane")
    until(lambda: frame.locator("h1").count() == 1)
    before = page.evaluate("history.length")
    scroll = "(scrollTo({ top: 600, behavior: 'instant' }), scrollY)"
    until(lambda: frame.evaluate(scroll) == 600)  # once the style has made the page that long
    for words in ("<script>document.title = 'ran'</script>One more.", "And another."):
        editor(page).press("ControlOrMeta+End")
        page.keyboard.type(f"\n\n{words}\n")
        until(lambda words=words: words.split(">")[-1] in frame.locator("body").inner_text())
        until(lambda: frame.evaluate("scrollY") == 600)
    assert frame.title() == "Preview of Stop Fixing, Start Asking", "no script ran"
    assert page.evaluate("history.length") == before
    page.on("dialog", lambda dialog: dialog.accept())
    page.go_back()
    page.wait_for_url("**/posts")
