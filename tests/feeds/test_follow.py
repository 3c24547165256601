"""The page of feeds: the author's words, every feed by subject, and a plain form where a provider is named."""

from __future__ import annotations

import shutil
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from lodestar.base.settings import parse
from plugins.feeds.follow import faults
from plugins.feeds.settings import FeedSettings

ROOT = Path(__file__).parents[2]
SITE = """\
-- content/categories/coaching.md --
---
label: Coaching
---
-- content/posts/a.md --
---
title: A
date: 2025-02-05
tags: [trust, Active listening]
categories: [Coaching/Teams]
---
Text.
-- content/pages/subscribe.md --
---
title: Stay in touch
---
What a feed is.
"""
TEMPLATE = """\
{{ page.title }} {{ show(page.body) }}
{% for feed in page.feeds %}{{ feed.label }}={{ feed.url }} {% endfor %}

{% for line in page.categories + page.tags + page.authors %}{{ line.depth }} {{ line.label }} {{ line.feed }}
{% endfor %}
{{ page.form.action ~ " " ~ page.form.field ~ " " ~ page.form.host ~ " " ~ page.form.honeypot if page.form else "no form" }}
"""
MAILCHIMP = "https://x.us1.list-manage.com/subscribe/post?u=5e1f&id=88cb"


def build(build_site: Any, tmp_path: Path, **feeds: Any) -> Any:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "tests/tiny-theme", theme, dirs_exist_ok=True)
    (theme / "templates/follow.html").write_text(TEMPLATE)
    site = build_site(SITE, theme=theme, FEEDS={"follow": "subscribe", **feeds})
    assert site.code == 0, site.messages
    return site


def test_the_page_lists_every_feed_below_the_authors_words(build_site: Any, tmp_path: Path) -> None:
    lines = build(build_site, tmp_path).lines("subscribe/index.html")
    assert lines == [
        "Stay in touch <p>What a feed is.</p>",
        "RSS=/feed/ Atom=/feed/atom/ JSON=/feed.json",
        "0 Coaching /category/coaching/feed/",
        "1 Teams /category/coaching/teams/feed/",
        "0 Active listening /tag/active-listening/feed/",
        "0 trust /tag/trust/feed/",
        "no form",
    ]


@pytest.mark.parametrize(
    ("email", "form"),
    [
        (
            {"provider": "buttondown", "name": "heart"},
            "https://buttondown.com/api/emails/embed-subscribe/heart email buttondown.com reason",
        ),
        ({"provider": "mailchimp", "action": MAILCHIMP}, f"{MAILCHIMP} EMAIL x.us1.list-manage.com b_5e1f_88cb"),
        ({"provider": "mailchimp", "action": "https://x.example/"}, "https://x.example/ EMAIL x.example reason"),
        (
            {"provider": "generic", "action": "https://www.x.example/f", "field": "mail", "honeypot": "_gotcha"},
            "https://www.x.example/f mail x.example _gotcha",
        ),
    ],
)
def test_a_form_stands_where_a_provider_is_named(
    build_site: Any, tmp_path: Path, email: dict[str, str], form: str
) -> None:
    """Mailchimp's own forms have a field for programs that is named by user and list."""
    assert unescape(build(build_site, tmp_path, email=email).lines("subscribe/index.html")[-1]) == form


@pytest.mark.parametrize(
    ("email", "fault"),
    [
        ({"provider": "buttondown"}, "FEEDS['email'] has no 'name', which buttondown needs; add it"),
        (
            {"provider": "generic", "action": "/subscribe"},
            "FEEDS['email'] has the action '/subscribe'; write a whole address, https://...",
        ),
    ],
)
def test_what_a_provider_lacks_is_said(email: dict[str, str], fault: str) -> None:
    assert faults(parse(FeedSettings, "FEEDS", {"email": email})) == [f"pelicanconf.py: {fault}"]


def test_without_a_setting_there_is_no_such_page(build_site: Any) -> None:
    site = build_site(SITE, FEEDS={})
    assert "Stay in touch" in site["subscribe/index.html"], "the author's page stands by itself"


def test_all_feeds_stand_in_one_file_that_readers_import(build_site: Any, tmp_path: Path) -> None:
    outlines = ElementTree.fromstring(build(build_site, tmp_path)["feeds.opml"]).iter("outline")
    lines = [(line.get("text"), line.get("xmlUrl")) for line in outlines]
    url = "http://localhost:8000"
    assert lines == [
        ("Lead from the Heart", f"{url}/feed/"),
        ("Categories", None),
        ("Coaching", f"{url}/category/coaching/feed/"),
        ("Teams", f"{url}/category/coaching/teams/feed/"),
        ("Subjects", None),
        ("Active listening", f"{url}/tag/active-listening/feed/"),
        ("trust", f"{url}/tag/trust/feed/"),
    ]
