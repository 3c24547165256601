"""Feeds as subscribers read them: well-formed, complete, whole addresses, and every word as the author wrote it."""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from publishing.scan import scan

ROOT = Path(__file__).parents[2]
ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://example.com"
SITE = """\
-- content/posts/2025/first.md --
---
title: 'Fish & "Chips" < Ünïcode ]]> 5'
date: 2025-02-05 08:30
modified: 2025-03-01 10:00
id: urn:uuid:11111111-1111-4111-8111-111111111111
categories: [Coaching/Teams, Leadership]
tags: [listening, R&D]
authors: [Ada Byron, Bo Lind]
summary: Salt & vinegar < ketchup.
image: images/a.png
image_alt: A "dot"
note: An **updated** version of [a post](/about/).
---
## A section {#part}

[About]({filename}/pages/about.md), [there](#part), [elsewhere](https://elsewhere.example/), ![dot](/images/a.png){.wide}

| a | b |
|--:|---|
| 1 | 2 |

<form action="/x"><input name="q"><button>Go</button></form>
<script>alert(1)</script>
<p class="x" id="y" style="color:red" onclick="go()">Plain</p>
<picture><img src="/images/a.png" srcset="/images/a.png 1x, /images/a.png 2x" alt=""></picture>
<iframe src="https://video.example/1" title="The talk"></iframe>

    <a href="#part">code stays as it is ]]></a>
-- content/posts/2025/second.md --
---
title: Second
date: 2025-02-06 08:30
id: https://old.example.com/?p=12
tags: [listening]
authors: [Ada Byron]
---
Hear it: [sound](/audio/talk.mp3).
-- content/authors/ada.md --
---
name: Ada Byron
---
-- content/authors/bo.md --
---
name: Bo Lind
---
-- content/pages/about.md --
---
title: About
---
Text.
-- content/calls/course.md --
---
heading: Lead well
url: /about/
link_text: See the course
default: true
---
Eight [short](/about/) weeks.
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def built(build_site: Any, tmp_path: Path) -> Any:
    """Builds the small site with the theme's own feed templates."""
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "tests/tiny-theme", theme)
    for name in ("feed.rss.xml", "feed.atom.xml", "feed.json"):
        shutil.copy(ROOT / "theme/templates" / name, theme / "templates" / name)
    shutil.copytree(ROOT / "theme/templates/components/feed", theme / "templates/components/feed", dirs_exist_ok=True)
    for path, data in (("images/a.png", PNG), ("audio/talk.mp3", b"x" * 4321)):
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_bytes(data)

    def build(text: str = SITE, **settings: Any) -> Any:
        site = build_site(text, theme=theme, SITEURL=URL, SITENAME="Heart & Co", COMMENTS={}, **settings)
        assert site.code == 0, site.messages
        return site

    return build


FEEDS = (
    "feed/index.xml",
    "feed/atom/index.xml",
    "tag/listening/feed/index.xml",
    "category/coaching/teams/feed/atom/index.xml",
)


def test_feeds_are_well_formed_and_for_everything(built: Any) -> None:
    site = built()
    feeds = [path for path in site.files() if "feed" in path]
    for kind in (
        "tag/listening",
        "tag/rd",
        "category/coaching",
        "category/coaching/teams",
        "category/leadership",
        "author/ada",
        "author/bo",
    ):
        assert {f"{kind}/feed/index.xml", f"{kind}/feed/atom/index.xml", f"{kind}/feed.json"} <= set(feeds)
    for path in feeds:
        (json.loads if path.endswith(".json") else ElementTree.fromstring)(site[path])


def test_feedparser_reads_every_word_back(built: Any) -> None:
    site = built()
    for path in ("feed/index.xml", "feed/atom/index.xml"):
        feed = feedparser.parse(site[path])
        assert not feed.bozo
        assert [entry.id for entry in feed.entries] == [
            "https://old.example.com/?p=12",
            "urn:uuid:11111111-1111-4111-8111-111111111111",
        ]
        entry = feed.entries[1]
        assert entry.title == "Fish & “Chips” < Ünïcode ]]> 5"
        assert [tag.term for tag in entry.tags] == ["Teams", "Leadership", "listening", "R&D"]
        assert entry.link == f"{URL}/2025/02/05/first/"
        body = entry.content[0].value
        assert "<h2>A section</h2>" in body
        assert '&lt;a href="#part"&gt;code stays as it is ]]&gt;&lt;/a&gt;' in body
    assert [author.name for author in feedparser.parse(site["feed/atom/index.xml"]).entries[1].authors] == [
        "Ada Byron",
        "Bo Lind",
    ]
    assert re.findall("<dc:creator>(.*)</dc:creator>", site["feed/index.xml"]) == ["Ada Byron", "Ada Byron", "Bo Lind"]
    items = json.loads(site["feed.json"])["items"]
    assert [author["name"] for author in items[1]["authors"]] == ["Ada Byron", "Bo Lind"]
    assert items[1]["title"] == "Fish & “Chips” < Ünïcode ]]> 5"


def bodies(site: Any, path: str) -> list[str]:
    if path.endswith(".json"):
        return [item["content_html"] for item in json.loads(site[path])["items"]]
    return [entry.content[0].value for entry in feedparser.parse(site[path], sanitize_html=False).entries]


@pytest.mark.parametrize("path", ["feed/index.xml", "feed/atom/index.xml", "feed.json"])
def test_bodies_are_whole_and_plain(built: Any, path: str) -> None:
    body = bodies(built(), path)[1]
    for gone in (
        " class=",
        " id=",
        " style=",
        "onclick",
        "<form",
        "<input",
        "<button",
        "<script",
        "alert(1)",
        "<iframe",
        "<source",
        "x-lodestar",
    ):
        assert gone not in body
    for kept in (
        f'<a href="{URL}/about/">About</a>',
        f'<a href="{URL}/2025/02/05/first/#part">there</a>',
        '<a href="https://elsewhere.example/">elsewhere</a>',
        f'src="{URL}/images/a.png"',
        f'srcset="{URL}/images/a.png 1x, {URL}/images/a.png 2x"',
        '<a href="https://video.example/1">The talk</a>',
        "An <strong>updated</strong> version of",
        f'<p>Lead well. Eight short weeks. <a href="{URL}/about/?utm_',
        "<p>Plain</p>",
    ):
        assert kept in body or (kept.endswith("utm_") and kept.replace("?utm_", "") in body), kept
    found = scan(body)
    assert found.links and found.pictures
    assert all(address.startswith("https://") for address in (*found.links, *found.pictures)), found


def test_rss_has_what_readers_and_validators_look_for(built: Any) -> None:
    channel = ElementTree.fromstring(
        built(FEEDS={"image": "/images/a.png", "hub": "https://hub.example/"})["feed/index.xml"]
    ).find("channel")
    assert channel is not None
    text = {child.tag: (child.text or "") for child in channel}
    assert (text["title"], text["link"], text["language"]) == ("Heart & Co", f"{URL}/", "en")
    assert text["lastBuildDate"] == "Sat, 01 Mar 2025 10:00:00 +0000"
    assert text["description"]
    links = {link.get("rel"): link.get("href") for link in channel.findall(f"{ATOM}link")}
    assert links == {"self": f"{URL}/feed/", "hub": "https://hub.example/"}
    assert [channel.findtext(f"image/{name}") for name in ("url", "title", "link")] == [
        f"{URL}/images/a.png",
        "Heart & Co",
        f"{URL}/",
    ]
    items = channel.findall("item")
    for item in items:
        for name in (
            "title",
            "link",
            "guid",
            "pubDate",
            "description",
            "{http://purl.org/rss/1.0/modules/content/}encoded",
        ):
            assert item.findtext(name), name
        assert item.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
    sound, picture = (item.find("enclosure").attrib for item in items)  # type: ignore[union-attr]
    assert sound == {"url": f"{URL}/audio/talk.mp3", "length": "4321", "type": "audio/mpeg"}
    assert picture == {"url": f"{URL}/images/a.png", "length": str(len(PNG)), "type": "image/png"}


def test_atom_has_what_readers_and_validators_look_for(built: Any) -> None:
    site = built(FEEDS={"id": "urn:uuid:22222222-2222-4222-8222-222222222222"})
    root = ElementTree.fromstring(site["feed/atom/index.xml"])
    assert root.findtext(f"{ATOM}id") == "urn:uuid:22222222-2222-4222-8222-222222222222"
    assert root.findtext(f"{ATOM}updated") == "2025-03-01T10:00:00+00:00"
    links = {link.get("rel"): (link.get("href"), link.get("type")) for link in root.findall(f"{ATOM}link")}
    assert links["self"] == (f"{URL}/feed/atom/", "application/atom+xml")
    assert links["alternate"] == (f"{URL}/", "text/html")
    dates = [
        (entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated")) for entry in root.findall(f"{ATOM}entry")
    ]
    assert dates == [
        ("2025-02-06T08:30:00+00:00", "2025-02-06T08:30:00+00:00"),
        ("2025-02-05T08:30:00+00:00", "2025-03-01T10:00:00+00:00"),
    ]
    ids = {
        ElementTree.fromstring(site[path]).findtext(f"{ATOM}id")
        for path in site.files()
        if path.endswith("atom/index.xml")
    }
    assert len(ids) == sum(path.endswith("atom/index.xml") for path in site.files()), "every feed has its own id"


def test_json_feed_keeps_to_version_1_1(built: Any) -> None:
    feed = json.loads(built()["tag/listening/feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["home_page_url"], feed["feed_url"]) == (f"{URL}/tag/listening/", f"{URL}/tag/listening/feed.json")
    item = feed["items"][0]
    assert item["attachments"] == [{"url": f"{URL}/audio/talk.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 4321}]
    assert {"id", "url", "title", "content_html", "date_published", "authors", "tags"} <= item.keys()


@pytest.mark.parametrize("path", FEEDS)
def test_ids_are_unique_and_dates_fall(built: Any, path: str) -> None:
    entries = feedparser.parse(built()[path]).entries
    assert len({entry.id for entry in entries}) == len(entries)
    dates = [entry.published_parsed for entry in entries]
    assert dates == sorted(dates, reverse=True)


def test_entries_of_a_subject_name_the_feed_they_come_from(built: Any) -> None:
    site = built()
    assert f'<source url="{URL}/feed/">Heart &amp; Co</source>' in site["tag/listening/feed/index.xml"]
    assert "<source" not in site["feed/index.xml"]


def test_comments_are_counted_where_there_are_any(built: Any) -> None:
    comments = "-- content/comments/second.yaml --\n- name: Cy\n  date: 2025-02-07 10:00\n  text: Thank you.\n"
    text = built(SITE + comments)["feed/index.xml"]
    assert f"<comments>{URL}/2025/02/06/second/#comments</comments>\n<slash:comments>1</slash:comments>" in text
    assert text.count("<slash:comments>") == 1


def many(count: int) -> str:
    return "".join(
        f"-- content/posts/p{number:02}.md --\n---\ntitle: P{number:02}\ndate: 2025-01-{number:02}\nid: urn:x:{number}\n---\nx\n"
        for number in range(1, count + 1)
    )


def chain(site: Any, path: str) -> list[list[str]]:
    """The titles of a feed and of its archive pages, followed as RFC 5005 says."""
    pages = []
    while path:
        root = ElementTree.fromstring(site[path])
        pages.append([item.findtext("title") or "" for item in root.iter("item")])
        older = [link.get("href") for link in root.iter(f"{ATOM}link") if link.get("rel") == "prev-archive"]
        path = older[0].removeprefix(f"{URL}/") + "index.xml" if older and older[0] else ""
    return pages


def test_archive_pages_reach_every_post_and_stay_as_they_are(built: Any) -> None:
    site = built(many(11), FEED_MAX_ITEMS=3)
    pages = chain(site, "feed/index.xml")
    assert pages[0] == ["P11", "P10", "P09"]
    assert {title for page in pages for title in page} == {f"P{number:02}" for number in range(1, 12)}
    first = site["feed/page/1/index.xml"]
    assert "<fh:archive/>" in first
    before = {path: site[path] for path in site.files() if path.startswith("feed/page/")}
    site = built(many(12), FEED_MAX_ITEMS=3)
    assert all(site[path] == text for path, text in before.items()), "archive pages do not change when a post is added"
    assert not any(path.startswith("tag/") and "/feed/page/" in path for path in site.files())


def test_subjects_have_archive_pages_where_the_setting_says_so(built: Any) -> None:
    posts = many(5).replace("---\nx", "tags: [t]\n---\nx")
    site = built(posts, FEED_MAX_ITEMS=2, FEEDS={"archives": ["tag"]})
    assert "tag/t/feed/page/1/index.xml" in site
    assert "tag/t/feed-1.json" in site
    assert "feed/page/1/index.xml" not in site


def test_nothing_in_a_feed_depends_on_the_clock(built: Any) -> None:
    one = built()["feed/index.xml"]
    other = built(now=datetime.fromisoformat("2026-12-24T00:00:00+00:00"))["feed/index.xml"]
    assert one == other


def test_a_wrong_provider_is_said(build_site: Any) -> None:
    from plugins.feeds.follow import faults
    from plugins.feeds.settings import EmailSettings, FeedSettings
    from plugins.settings import SettingsError, parse

    assert faults(EmailSettings("mailchimp")) == [
        "pelicanconf.py: FEEDS['email'] has no 'action', which mailchimp needs; add it"
    ]
    with pytest.raises(SettingsError, match=r"'hubs'.* is not a setting"):
        parse(FeedSettings, "FEEDS", {"hubs": "x"})


def test_forms_are_sent_to_the_provider() -> None:
    from plugins.feeds.follow import EmailForm, form
    from plugins.feeds.settings import EmailSettings

    assert form(EmailSettings("buttondown", "heart")) == EmailForm(
        "https://buttondown.com/api/emails/embed-subscribe/heart", "email"
    )
    assert form(EmailSettings("convertkit", "12")) == EmailForm(
        "https://app.kit.com/forms/12/subscriptions", "email_address"
    )
    assert form(EmailSettings("mailchimp", action="https://x.list-manage.com/s")) == EmailForm(
        "https://x.list-manage.com/s", "EMAIL"
    )
    assert form(EmailSettings("generic", action="https://x.example/", field="mail")) == EmailForm(
        "https://x.example/", "mail"
    )
