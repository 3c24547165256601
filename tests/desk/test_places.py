"""Links to a place on a page: on the same one, and on another."""

from __future__ import annotations

import html

import pytest


@pytest.mark.parametrize(
    ("link", "good"),
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
def test_a_link_to_a_place_that_is_not_there_is_found(live, link, good):
    about = live.content / "pages/about.md"
    about.write_text("---\ntitle: About\n---\nAbout us.\n\n## Hours\n\nAlways.\n")
    live.until(lambda: 'id="hours"' in live.see("/about/").text)
    post = live.content / "posts/2026/first.md"
    post.write_text(
        f'---\ntitle: First\ndate: 2026-01-05 09:00\nsummary: A first post.\n---\n## A heading\n\n[x]({link})\n\n<p id="mine">A</p>\n'
    )
    said = html.unescape(live.get("/check/posts/2026/first.md").text)
    assert ("Broken link" in said) is not good


@pytest.mark.parametrize(
    ("link", "good"),
    [
        ("{tag}Trust", True),
        ("<{tag}Work, Life>", True),
        ("{tag}Work, Life", True),
        ("{tag}work-life", True),
        ("{tag}work", False),
        ("{category}trust", False),
    ],
)
def test_a_link_to_a_tag_may_say_its_label_or_its_address(live, link, good):
    post = live.content / "posts/2026/first.md"
    header = "---\ntitle: First\ndate: 2026-01-05 09:00\ntags: [trust, 'work, life']\nsummary: S.\n---\n"
    post.write_text(header + "No link yet.\n")
    live.until(lambda: live.see("/tag/work-life/").status == 200)  # a broken link would stop the build
    post.write_text(f"{header}[x]({link})\n")
    live.until(lambda: ("Broken link" in live.get("/check/posts/2026/first.md").text) is not good)


def test_a_link_is_good_in_the_list_too_once_its_page_is_there(live):
    post = live.content / "posts/2026/first.md"
    post.write_text("---\ntitle: First\ndate: 2026-01-05 09:00\nsummary: S.\n---\n[x]({filename}/pages/later.md)\n")
    live.until(lambda: "leads nowhere" in html.unescape(live.get("/check?rule=broken-link").text))
    (live.content / "pages/later.md").write_text("---\ntitle: Later\nsummary: S.\n---\nHere.\n")
    live.until(lambda: "leads nowhere" not in html.unescape(live.get("/check?rule=broken-link").text))
    (live.content / "pages/later.md").unlink()
    live.until(lambda: "leads nowhere" in html.unescape(live.get("/check?rule=broken-link").text))
