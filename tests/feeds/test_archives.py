"""Archive pages of feeds (RFC 5005): every post stays reachable, and a page keeps what it holds."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://example.com"


def write_posts(count: int) -> str:
    return "".join(
        f"-- content/posts/p{number:02}.md --\n---\ntitle: P{number:02}\ndate: 2025-01-{number:02}\nid: urn:x:{number}\n---\nx\n"
        for number in range(1, count + 1)
    )


def chain(site: Any, path: str) -> list[list[str]]:
    """Return the titles of a feed and of its archive pages, followed as RFC 5005 says."""
    pages = []
    while path:
        root = ElementTree.fromstring(site[path])
        pages.append([item.findtext("title") or "" for item in root.iter("item")])
        older = [link.get("href") for link in root.iter(f"{ATOM}link") if link.get("rel") == "prev-archive"]
        path = older[0].removeprefix(f"{URL}/") + "index.xml" if older and older[0] else ""
    return pages


def test_archive_pages_reach_every_post_and_stay_as_they_are(built: Any) -> None:
    site = built(write_posts(11), FEED_MAX_ITEMS=3, FEEDS={"archived": 2})
    pages = chain(site, "feed/index.xml")
    assert pages[0] == ["P11", "P10", "P09"]
    all_titles = {f"P{number:02}" for number in range(1, 12)}
    assert {title for page in pages for title in page} == all_titles
    titles, url = set(), f"{URL}/feed.json"
    while url:
        feed = json.loads(site[url.removeprefix(f"{URL}/")])
        titles |= {item["title"] for item in feed["items"]}
        url = feed.get("next_url", "")
    assert titles == all_titles, "JSON Feed has next_url"
    first = site["feed/page/1/index.xml"]
    assert "<fh:archive/>" in first
    before = {path: site[path] for path in site.files() if path.startswith(("feed/page/", "feed/atom/page/", "feed-"))}
    assert len(before) == 12
    for count in (12, 13):
        site = built(write_posts(count), FEED_MAX_ITEMS=3, FEEDS={"archived": 2})
        changed_paths = {path for path, text in before.items() if site[path] != text}
        assert changed_paths == {"feed/page/4/index.xml", "feed/atom/page/4/index.xml"}, (
            "the newest one got a successor"
        )
        for path in changed_paths:
            lines = [line for line in site[path].splitlines() if "next-archive" not in line]
            assert lines == before[path].splitlines(), "and nothing else changes"
    assert not any(path.startswith("tag/") and "/feed/page/" in path for path in site.files())


def test_without_a_limit_a_feed_holds_every_post(built: Any) -> None:
    site = built(write_posts(11), FEED_MAX_ITEMS=None, FEEDS={"archived": 2})
    assert len(chain(site, "feed/index.xml")[0]) == 11


def test_subjects_have_archive_pages_where_the_setting_says_so(built: Any) -> None:
    posts = write_posts(5).replace("---\nx", "tags: [t]\n---\nx")
    site = built(posts, FEED_MAX_ITEMS=2, FEEDS={"archives": ["tag"], "archived": 2})
    assert "tag/t/feed/page/1/index.xml" in site
    assert "tag/t/feed-1.json" in site
    assert "feed/page/1/index.xml" not in site
