"""Feeds as subscribers read them: well-formed, complete, whole addresses, and every word as the author wrote it."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from lodestar.publishing.scan import scan
from tests.feeds.conftest import PNG, SITE

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://example.com"
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


def test_the_feed_of_comments_is_read_back(built: Any) -> None:
    comments = "-- content/comments/second.yaml --\n- {id: '7', name: Cy & Co, date: 2025-02-07 09:00, text: '*Yes* ]]> <b>no'}\n"
    feed = feedparser.parse(built(SITE + comments)["comments/feed/index.xml"])
    assert (feed.bozo, feed.feed.title) == (False, "Comments on Heart & Co")
    [entry] = feed.entries
    assert (entry.id, entry.title) == ("https://old.example.com/?p=12#comment-7", "Cy & Co on Second")
    assert entry.link == f"{URL}/2025/02/06/second/#comment-7"
    assert entry.content[0].value.strip() == "<p><em>Yes</em> ]]&gt; no</p>"


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
    for fragment in (
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
        assert fragment not in body
    for fragment in (
        f'<a href="{URL}/about/">About</a>',
        f'<a href="{URL}/2025/02/05/first/#part">there</a>',
        '<a href="https://elsewhere.example/">elsewhere</a>',
        f'src="{URL}/images/a.png"',
        f'srcset="{URL}/images/a.png 1x, {URL}/images/a.png 2x"',
        '<a href="https://video.example/1">The talk</a>',
        "An <strong>updated</strong> version of",
        f'<p><strong>Lead well.</strong> Eight short weeks. <a href="{URL}/about/?utm_',
        "<p>Plain</p>",
    ):
        assert fragment in body or (fragment.endswith("utm_") and fragment.replace("?utm_", "") in body), fragment
    result = scan(body)
    assert result.links and result.pictures
    assert all(address.startswith("https://") for address in (*result.links, *result.pictures)), result


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


APPLE = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


def test_a_feed_with_sound_has_what_directories_of_podcasts_require(built: Any) -> None:
    """Apple Podcasts, "Podcast RSS feed requirements": title, description, cover, language, category, explicit."""
    podcast = {
        "image": "/images/a.png",
        "category": "Education",
        "subcategory": "Self-Improvement",
        "author": "Ada & Bo",
    }
    site = built(FEEDS={"podcast": podcast})
    channel = ElementTree.fromstring(site["feed/index.xml"]).find("channel")
    assert channel is not None
    assert all(channel.findtext(name) for name in ("title", "description", "link", "language"))
    assert channel.find(f"{APPLE}image").get("href") == f"{URL}/images/a.png"  # type: ignore[union-attr]
    assert channel.find(f"{APPLE}category").get("text") == "Education"  # type: ignore[union-attr]
    assert channel.find(f"{APPLE}category/{APPLE}category").get("text") == "Self-Improvement"  # type: ignore[union-attr]
    assert channel.findtext(f"{APPLE}explicit") == "false"
    assert channel.findtext(f"{APPLE}author") == "Ada & Bo"
    assert APPLE[1:-1] not in site["category/leadership/feed/index.xml"], "no sound, no podcast"
    plain_feed = ElementTree.fromstring(built(FEEDS={"image": "/images/a.png"})["feed/index.xml"])
    assert plain_feed.find(f"channel/{APPLE}category") is not None, "without settings, too"


@pytest.mark.says
def test_a_sound_elsewhere_whose_length_the_text_says_comes_with_the_post(built: Any) -> None:
    sound = "https://media.example.net/ep1.mp3"
    player = f'<audio controls src="{sound}" data-length="12345" data-type="audio/mpeg"></audio>'
    site = built(SITE.replace("Hear it: [sound](/audio/talk.mp3).", player))
    [item] = feedparser.parse(site["feed/index.xml"]).entries[:1]
    assert [(enclosure.href, enclosure.length, enclosure.type) for enclosure in item.enclosures] == [
        (sound, "12345", "audio/mpeg")
    ]
    plain_feed = built(SITE.replace("Hear it: [sound](/audio/talk.mp3).", f'<audio controls src="{sound}"></audio>'))
    assert not feedparser.parse(plain_feed["feed/index.xml"]).entries[0].enclosures


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


def test_nothing_in_a_feed_depends_on_the_clock(built: Any) -> None:
    first_feed = built()["feed/index.xml"]
    later_feed = built(now=datetime.fromisoformat("2026-12-24T00:00:00+00:00"))["feed/index.xml"]
    assert first_feed == later_feed


def test_keys_that_no_setting_of_feeds_has_are_said() -> None:
    from lodestar.base.settings import SettingsError, parse
    from plugins.feeds.settings import FeedSettings

    with pytest.raises(SettingsError, match=r"'hubs'.* is not a setting"):
        parse(FeedSettings, "FEEDS", {"hubs": "x"})
    with pytest.raises(SettingsError) as refused:
        parse(FeedSettings, "FEEDS", {"email": {"provider": "buttondown", "id": "x"}})
    known_keys = "action, field, honeypot, name, often, provider"
    assert refused.value.code == f"pelicanconf.py: FEEDS['email']['id'] is not a setting; known are {known_keys}"
