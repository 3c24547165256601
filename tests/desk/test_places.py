"""Links to a place on a page: on the same one, and on another."""

from __future__ import annotations

import html
import re

import pytest


@pytest.mark.parametrize(
    ("link", "correction"),
    [
        ("#a-heading", True),
        ("#mine", True),
        ("#nowhere", False),
        ("{filename}/pages/about.md#hours", True),
        ("{filename}/pages/about.md#ours", False),
        ("{filename}/pages/about.md", True),
        ("/about/", True),
        ("/abaut/", False),
    ],
)
def test_a_link_to_a_place_that_is_not_there_is_found(live, link, correction):
    about_page = live.content / "pages/about.md"
    about_page.write_text("---\ntitle: About\n---\nAbout us.\n\n## Hours\n\nAlways.\n")
    live.until(lambda: 'id="hours"' in live.see("/about/").text)
    post = live.content / "posts/2026/first.md"
    post.write_text(
        f'---\ntitle: First\ndate: 2026-01-05 09:00\nsummary: A first post.\n---\n## A heading\n\n[x]({link})\n\n<p id="mine">A</p>\n'
    )
    page_text = html.unescape(live.get("/check/posts/2026/first.md").text)
    assert ("Broken link" in page_text) is not correction


@pytest.mark.parametrize(
    ("link", "correction"),
    [
        ("{tag}Trust", True),
        ("<{tag}Work, Life>", True),
        ("{tag}Work, Life", True),
        ("{tag}work-life", True),
        ("{tag}work", False),
        ("{category}trust", False),
    ],
)
def test_a_link_to_a_tag_may_say_its_label_or_its_address(live, link, correction):
    post = live.content / "posts/2026/first.md"
    header = "---\ntitle: First\ndate: 2026-01-05 09:00\ntags: [trust, 'work, life']\nsummary: S.\n---\n"
    post.write_text(header + "No link yet.\n")
    live.until(lambda: live.see("/tag/work-life/").status == 200)  # a broken link would stop the build
    post.write_text(f"{header}[x]({link})\n")
    live.until(lambda: ("Broken link" in live.get("/check/posts/2026/first.md").text) is not correction)


def test_a_link_is_good_in_the_list_too_once_its_page_is_there(live):
    post = live.content / "posts/2026/first.md"
    post.write_text("---\ntitle: First\ndate: 2026-01-05 09:00\nsummary: S.\n---\n[x]({filename}/pages/later.md)\n")
    live.until(lambda: "leads nowhere" in html.unescape(live.get("/check?rule=broken-link").text))
    (live.content / "pages/later.md").write_text("---\ntitle: Later\nsummary: S.\n---\nHere.\n")
    live.until(lambda: "leads nowhere" not in html.unescape(live.get("/check?rule=broken-link").text))
    (live.content / "pages/later.md").unlink()
    live.until(lambda: "leads nowhere" in html.unescape(live.get("/check?rule=broken-link").text))


def test_the_check_page_shows_tags_that_are_twins_and_gives_a_misspelled_key_its_name(live):
    twins_page, key_page = live.content / "posts/2026/twins.md", live.content / "posts/2026/key.md"
    twins_page.write_text("---\ntitle: Twins\ndate: 2026-01-06\ntags: [TRUST]\nsummary: S.\n---\nHere.\n")
    key_page.write_text("---\ntitle: Key\ndate: 2026-01-07\ncategores: [Work, 'A, B']\nsummary: S.\n---\nHere.\n")
    page = live.get("/check/posts/2026/twins.md")
    assert page.status == 200
    assert 'is nearly the same as "trust"' in html.unescape(page.text)
    page = live.get("/check/posts/2026/key.md")
    id = re.search(r'name="id" value="(\w+)"', page.text)
    assert page.status == 200 and "Rename it “categories”" in page.text and id
    assert live.post("/check/fix/posts/2026/key.md", {"id": id[1], "fix": "0"}).status == 303
    assert "categories: [Work, 'A, B']\n" in live.read("posts/2026/key.md")
    live.until(lambda: "Nearly equal tags" in live.get("/check").text)
    assert "A check could not be made" not in live.get("/check").text
