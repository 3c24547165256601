"""The whole way, as someone who sees the desk for the first time; then the same in a terminal."""

from __future__ import annotations

import io

import pytest

from lodestar.commands.browser import serving
from tests.journeys.desk.clone import publish
from tests.web import follow, rewrite, until

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def photo() -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.effect_noise((2600, 1400), 40).convert("RGB").save(stream, "JPEG", quality=70)
    return stream.getvalue()


def test_a_post_is_written_seen_mended_published_and_taken_back(page, clone):
    publish(page, clone, "Publish now")
    assert (clone.target / "current" / "index.html").exists()

    page.goto(clone.desk + "/posts")
    follow(page, page.get_by_role("link", name="Write a new post"))
    page.get_by_label("Title").fill("The Chair by the Window")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**said=made*")
    assert "It is a draft" in page.inner_text("[role=status]")

    page.get_by_label("Summary").fill("What an empty chair taught a full team about listening.")
    categories, tags = (page.get_by_role("combobox", name=name) for name in ("Categories", "Tags"))
    categories.fill("Leadership")
    categories.press("Enter")
    categories.fill("Communication")
    tags.fill('trust, listening, "chairs, windows and light", quiet rooms')
    rewrite(
        page,
        "There was a chair by the window that nobody took.\n\n![](/images/posts/compass.svg)\n\n"
        "I wrote about [the quiet one in the room]({filename}/posts/2021/the-quiet-one-in-the-room.md) before.\n",
    )
    page.get_by_text("Add a picture").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "My Chair.JPG", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.get_by_label("What the picture shows, for readers").fill("A wooden chair by a tall window.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**said=saved*")
    path = next(clone.folder.glob("content/posts/*/the-chair-by-the-window.md"))
    text = path.read_text()
    assert "categories: [Communication, Leadership]" in text or "categories: [Leadership, Communication]" in text
    assert '"chairs, windows and light"' in text and "quiet rooms" in text
    assert "![A wooden chair by a tall window.]({static}/images/posts/my-chair.jpg)" in text
    from PIL import Image

    with Image.open(clone.folder / "content/images/posts/my-chair.jpg") as picture:
        assert max(picture.size) <= 1800

    frame = page.frame_locator("#pane")
    frame.get_by_text("There was a chair by the window").wait_for()
    page.get_by_role("link", name="See it on the site").wait_for()
    url = page.get_by_role("link", name="See it on the site").get_attribute("href")
    preview_tab = page.context.new_page()
    until(lambda: preview_tab.goto(url).status == 200)
    assert preview_tab.inner_text("h1") == "The Chair by the Window"
    assert "Draft: readers do not see this page." in preview_tab.inner_text("#desk-notice")

    follow(page, page.get_by_role("link", name="Check it"))
    question = page.get_by_label("What does the picture show?")
    assert "the picture has no words" in page.inner_text("main").lower()
    question.fill("A compass with a golden star")
    page.locator("li", has=question).get_by_role("button", name="Mend it").click()
    page.wait_for_url("**said=mended*")
    assert "![A compass with a golden star](/images/posts/compass.svg)" in path.read_text()
    preview_tab.get_by_role("img", name="A compass with a golden star").wait_for()  # it reloads by itself
    preview_tab.close()

    follow(page, page.get_by_role("link", name="Edit it"))
    page.get_by_label("Status").select_option("published")
    page.get_by_label("Date", exact=True).fill("-".join(url.removeprefix(clone.site).strip("/").split("/")[:3]))
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved at").wait_for()

    output = publish(page, clone, "What will change?")
    assert "The Chair by the Window" in output and "Subscribers will see 1 new post" in output
    page.get_by_text("Page by page").wait_for()
    publish(page, clone, "Publish now")
    home = url.removeprefix(clone.site).strip("/")
    assert "A wooden chair by a tall window." in clone.live(f"{home}/index.html")
    for tag in ("trust", "listening", "chairs-windows-and-light", "quiet-rooms"):
        assert "The Chair by the Window" in clone.live(f"tag/{tag}/index.html"), tag
    assert "The Chair by the Window" in clone.live("feed/index.xml")

    with serving(clone.target / "current") as served:
        page.goto(f"{served}/{home}/")
        assert page.locator("h1").inner_text() == "The Chair by the Window"
        assert (
            page.get_by_alt_text("A wooden chair by a tall window.").evaluate(
                "(each) => each.decode().then(() => each.naturalWidth)"
            )
            > 0
        )
        follow(page, page.get_by_role("link", name="chairs, windows and light").first)
        follow(page, page.get_by_role("link", name="The Chair by the Window").first)
        assert page.url == f"{served}/{home}/"

    publish(page, clone, "Undo the last publishing")
    assert "The Chair by the Window" not in clone.live("feed/index.xml")
    assert path.exists()


def test_the_same_in_a_terminal(clone):
    if not clone.target.exists():
        clone.run("publish", "live")  # a release to go back to
    output = clone.run("new", "post", "The Table in the Hall")
    path = next(clone.folder.glob("content/posts/*/the-table-in-the-hall.md"))
    assert path.name in output
    text = path.read_text().replace("categories: []", "categories: [Leadership, Communication]")
    text = text.replace("tags: []", 'tags: [trust, listening, "tables, and halls", doors]').replace(
        "summary:", "summary: On a table."
    )
    path.write_text(
        text.replace("Begin with a scene.", "A table. [About](/about/).\n\n![A compass](/images/posts/compass.svg)")
    )
    assert "draft" in clone.run("list", "--search", "table in the hall")
    clone.run("schedule", str(path.relative_to(clone.folder)), "2025-01-02 09:30")
    assert "published" in clone.run("list", "--search", "table in the hall")
    assert "tables, and halls" in clone.run("show", str(path.relative_to(clone.folder)))
    clone.run("check")
    assert "The Table in the Hall" in clone.run("publish", "live", "--dry-run")
    clone.run("publish", "live")
    assert "The Table in the Hall" in clone.live("2025/01/02/the-table-in-the-hall/index.html")
    assert "The Table in the Hall" in clone.live("tag/tables-and-halls/index.html")
    clone.run("publish", "live", "--rollback")
    assert not (clone.target / "current/2025/01/02/the-table-in-the-hall/index.html").exists()
