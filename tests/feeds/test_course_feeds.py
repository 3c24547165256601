"""The feeds of a course: its free lessons, without their forms, under ids that outlive a move."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import feedparser
import pytest

THEME = Path(__file__).parents[2] / "theme"
URL = "https://example.com"
SITE = """\
-- content/courses/calm/course.md --
---
title: Calm
date: 2026-01-01 09:00
promise: You will breathe.
summary: A course on calm.
audience:
  for: [You]
  not_for: [Me]
outcomes: [Breathe]
---
Text.
-- content/courses/calm/01-breathe/module.md --
---
title: Breathe
summary: In and out.
---
-- content/courses/calm/01-breathe/01-in.md --
---
title: In
date: 2026-01-01 09:10
minutes: 5
summary: Breathe in.
objectives: [Breathe in]
key_points: [Slowly]
access: free
id: urn:x:in
---
Fill [the chest](#chest).

::: reflection {#first}
How was it?
:::
-- content/courses/calm/01-breathe/02-out.md --
---
title: Out
minutes: 5
summary: Breathe out.
objectives: [Breathe out]
key_points: [Slower]
access: ACCESS
id: urn:x:out
---
Secret.
"""


@pytest.fixture
def course(build_site: Any) -> Any:
    def build(access: str = "free", url: str = URL) -> Any:
        settings = {"SITEURL": url, "FEEDS": {"id": "urn:uuid:22222222-2222-4222-8222-222222222222"}}
        site = build_site(SITE.replace("ACCESS", access).replace("](#chest)", "](/)"), theme=THEME, **settings)
        assert site.code == 0, site.messages
        return site

    return build


def test_every_format_holds_the_free_lessons(course: Any) -> None:
    site = course("enrolled")
    for path in ("courses/calm/feed/index.xml", "courses/calm/feed/atom/index.xml"):
        feed = feedparser.parse(site[path])
        assert [(entry.id, entry.title) for entry in feed.entries] == [("urn:x:in", "In")]
        assert "Fill" in feed.entries[0].content[0].value
    json_feed = json.loads(site["courses/calm/feed.json"])
    assert (json_feed["feed_url"], json_feed["home_page_url"]) == (
        f"{URL}/courses/calm/feed.json",
        f"{URL}/courses/calm/",
    )
    assert [(item["id"], item["title"]) for item in json_feed["items"]] == [("urn:x:in", "In")]
    for path in site.files():
        if path.startswith("courses/calm/feed"):
            assert "textarea" not in site[path] and "Secret" not in site[path]


def test_ids_outlive_a_move(course: Any) -> None:
    path = "courses/calm/feed/atom/index.xml"
    before = re.findall("<id>(.*)</id>", course()[path])
    assert before[0].startswith("urn:uuid:") and before[1:] == ["urn:x:in", "urn:x:out"]
    assert re.findall("<id>(.*)</id>", course(url="https://www.example.org")[path]) == before


def test_the_landing_page_says_where_they_are(course: Any) -> None:
    links = re.findall('<link rel="alternate" type="(.*?)".* href="(.*?)">', course()["courses/calm/index.html"])
    assert links == [
        ("application/rss+xml", "/feed/"),
        ("application/atom+xml", "/feed/atom/"),
        ("application/feed+json", "/feed.json"),
        ("application/rss+xml", "/courses/calm/feed/"),
        ("application/atom+xml", "/courses/calm/feed/atom/"),
        ("application/feed+json", "/courses/calm/feed.json"),
    ]
