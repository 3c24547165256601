"""The table of posts: which it shows, in which order, and what is done to several at once."""

from __future__ import annotations

import html
import re
from typing import Any

OTHERS = {
    "posts/2025/old.md": "title: Zebra\ndate: 2025-03-01 09:00\ncategories: [Career]\ntags: [trust]\nid: urn:x:old",
    "posts/2026/later.md": "title: Apple\ndate: 2026-02-01 09:00\ntags: [Listening, trust]\nid: urn:x:later",
}


def titles(page: str) -> list[str]:
    """Return the posts that the table names, in its order."""
    return re.findall(r'aria-label="Choose “([^”]+)”"', html.unescape(page))


def write_posts(live: Any) -> None:
    for path, head in OTHERS.items():
        file = live.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{head}\n---\nText.\n")


def test_posts_are_sorted_by_what_a_head_says_and_chosen_by_year_and_category(live: Any) -> None:
    write_posts(live)
    page = live.get("/posts").text
    assert titles(page).index("Apple") < titles(page).index("Zebra"), "the newest first"
    assert '<a href="/posts?sort=title">Title</a>' in page
    page = live.get("/posts?sort=title&year=2026").text
    assert titles(page) == sorted(titles(page), key=str.casefold) and "Zebra" not in titles(page)
    assert 'aria-sort="ascending"><a href="/posts?sort=-title&amp;year=2026">Title</a>' in page
    assert titles(live.get("/posts?sort=-title&year=2026").text) == titles(page)[::-1]
    assert titles(live.get("/posts?category=Career").text) == ["Zebra"]
    assert titles(live.get("/posts?year=2025&author=Nobody").text) == []


def test_a_post_is_found_by_the_words_of_its_text(live: Any) -> None:
    write_posts(live)
    (live.content / "posts/2025/old.md").write_text("---\ntitle: Zebra\n---\nShe’d never marmalade it.\n")
    assert titles(live.get("/posts?q=she'd%20marmalade").text) == ["Zebra"]
    assert titles(live.get("/posts?q=zebra%20marmalade").text) == ["Zebra"]
    assert titles(live.get("/posts?q=apple%20marmalade").text) == []


def test_several_posts_get_a_tag_as_others_spell_it_and_lose_it_again(live: Any) -> None:
    write_posts(live)
    old_post, later_post = (live.content / path for path in OTHERS)
    form = {"path": list(OTHERS), "do": ["tag"], "name": ["listening"]}
    answer_page = live.post("/posts?year=2026", form)
    assert (answer_page.status, answer_page.headers["location"]) == (303, "/posts?year=2026&said=several")
    assert "tags: [trust, Listening]\n" in old_post.read_text(), "as the other one spells it"
    assert "tags: [Listening, trust]\n" in later_post.read_text(), "which has it already"
    assert live.post("/posts", {**form, "do": ["untag"], "name": ["trust"]}).status == 303
    assert "tags: [Listening]\n" in old_post.read_text() and "tags: [Listening]\n" in later_post.read_text()
    assert live.get("/versions/posts/2025/old.md").text.count("?at=") > 1, "each step can be taken back"


def test_what_cannot_be_done_to_several_is_said_and_what_was_chosen_stays(live: Any) -> None:
    write_posts(live)
    (live.content / "posts/2025/old.md").write_text("---\ntitle: Zebra\ntags: {a: b}\n---\nText.\n")
    form = {"path": list(OTHERS), "do": ["category"], "name": ["Career"]}
    refused = live.post("/posts", {**form, "path": []})
    assert refused.status == 422 and "choose one or more posts" in refused.text
    refused = live.post("/posts", {**form, "name": [" "]})
    assert refused.status == 422 and refused.text.count(" checked>") == 2
    assert "categories" not in (live.content / "posts/2026/later.md").read_text()
    (live.content / "posts/2025/old.md").write_text("---\ntitle: Zebra\ndate: [\n---\nText.\n")
    refused = live.post("/posts", form)
    reason = "what stands above this text cannot be read; open it, and mend that first"
    assert refused.status == 422 and f"”: {reason}." in refused.text
    assert "categories: [Career]\n" in (live.content / "posts/2026/later.md").read_text(), "the others are changed"
