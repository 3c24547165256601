"""Posts as letters: what a mail program, which knows neither styles nor players, shows of a feed's text."""

from __future__ import annotations

import json
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lodestar.base.front_matter.tags import tags
from plugins.feeds.clean import feed_html
from plugins.feeds.mail import rewrite_for_mail
from tests.feeds.conftest import URL

PAGE = "https://example.com/a/"
POST = """\
-- content/posts/2025/cover.md --
---
title: Cover
date: 2025-02-05
id: urn:uuid:1
image: images/{name}
image_alt: What it shows
---
Text. ![Below](/images/large.png)
"""


@pytest.mark.parametrize(
    ("html", "letter"),
    [
        (
            "<details><summary>More</summary>Hidden words.</details>",
            "<div><p><strong>More</strong></p>Hidden words.</div>",
        ),
        ("<details><summary><h3>More</h3></summary><p>x</p></details>", "<div><div><h3>More</h3></div><p>x</p></div>"),
        (
            '<figure><img src="/a.png" alt="A"><figcaption>A <em>b</em></figcaption></figure>',
            '<div><img src="https://example.com/a.png" alt="A"><p><em>A <em>b</em></em></p></div>',
        ),
        (
            '<div class="table" tabindex="0"><table><tr><td class="align-end">1</td><td style="text-align: center">2</td></tr></table></div>',
            '<table border="1" cellpadding="6"><tbody><tr><td align="right">1</td><td align="center">2</td></tr></tbody></table>',
        ),
        (
            '<audio controls src="/talk%201.mp3"></audio>',
            '<audio controls="" src="https://example.com/talk%201.mp3"></audio>'
            '<p><a href="https://example.com/talk%201.mp3">Listen: talk 1.mp3</a></p>',
        ),
        (
            '<video title="The walk"><source src="/w.webm" type="video/webm"></video>',
            '<video title="The walk"><source src="https://example.com/w.webm" type="video/webm"></video>'
            '<p><a href="https://example.com/w.webm">Watch: The walk</a></p>',
        ),
        (
            '<span class="frame"><svg></svg><iframe src="https://v.example/1" title="Film"></iframe></span>',
            '<p><a href="https://v.example/1">Film</a></p>',
        ),
        (
            '<object data="/plan.pdf" title="The plan"></object>',
            '<p><a href="https://example.com/plan.pdf">The plan</a></p>',
        ),
        (
            '<object width="4"><param name="movie" value="/m"><embed src="/m.swf"></object>',
            '<p><a href="https://example.com/m.swf">/m.swf</a></p>',
        ),
        (
            '<p><video src="/w.webm"></video></p>',
            '<p><video src="https://example.com/w.webm"></video>'
            '<span><a href="https://example.com/w.webm">Watch: w.webm</a></span></p>',
        ),
        ("<FIGURE><FIGCAPTION>Words</FIGCAPTION></FIGURE>", "<div><p><em>Words</em></p></div>"),
        ("<details><summary>Never closed<p>Words", "<div><div>Never closed<p>Words</p></div></div>"),
        (
            "<details><summary>More<ul><li>One<li>Two</ul></details>",
            "<div><div>More<ul><li>One</li><li>Two</li></ul></div></div>",
        ),
        (
            "<table><tr><td class='align-end' align=center>1",
            '<table border="1" cellpadding="6"><tbody><tr><td align="center">1</td></tr></tbody></table>',
        ),
        ("<p>Plain &amp; simple</p>", "<p>Plain &amp; simple</p>"),
    ],
)
def test_what_a_letter_shows(html: str, letter: str) -> None:
    assert feed_html(html, PAGE) == letter


def png(width: int, height: int) -> bytes:
    """Return a gray picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def feed(built: Any, tmp_path: Path) -> Any:
    """Builds a post with a cover, and gives the item of the JSON feed and the text of the RSS feed."""
    images = tmp_path / "content" / "images"
    images.mkdir(parents=True, exist_ok=True)
    (images / "large.png").write_bytes(png(2600, 1300))
    (images / "drawn.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"/>')

    def build(name: str, **settings: Any) -> tuple[Any, str, Any]:
        site = built(POST.format(name=name), **settings)
        return json.loads(site["feed.json"])["items"][0], site["feed/index.xml"], site

    return build


@pytest.mark.seconds
def test_pictures_come_in_a_size_made_for_reading_which_is_said_truly(feed: Any) -> None:
    item, rss, site = feed("large.png")
    assert item["image"].startswith(f"{URL}/pictures/images/large-1280.")
    assert item["content_html"].count(f'src="{item["image"]}"') == 2
    assert item["content_html"].count('width="1280" height="640"') == 2
    assert "/images/large.png" not in rss
    assert f'<media:content xmlns:media="http://search.yahoo.com/mrss/" url="{item["image"]}" type="image/jpeg"' in rss
    assert item["image"].removeprefix(f"{URL}/") in site


@pytest.mark.seconds
def test_a_drawing_comes_as_the_card_made_of_it(feed: Any) -> None:
    item, rss, site = feed("drawn.svg", PICTURES={"cards": True})
    assert item["image"] == f"{URL}/2025/02/05/cover/card.png"
    assert f'<img src="{item["image"]}" alt="Cover" width="1200" height="630">' in item["content_html"]
    assert ".svg" not in rss
    assert "2025/02/05/cover/card.png" in site


LEAVES = ["Words &amp; more", "a\xa0b", '<img alt="x > y">', "<br>", "<!-- <table> -->"]
NAMES = ["p", "div", "blockquote", "figure", "figcaption", "details", "summary", "table", "td", "em", "ul", "li", "pre"]
FILMS = ['<video src="/v.mp4" title="Film"></video>', '<iframe src="https://v.example/1"></iframe>', '<embed src="/a">']


def _element(name: str, parts: list[str]) -> str:
    return f'<{name} class="a" >{"".join(parts)}</{name.upper()}>'


ELEMENTS = st.recursive(
    st.sampled_from(LEAVES + FILMS),
    lambda inner: st.builds(_element, st.sampled_from(NAMES), st.lists(inner, max_size=3)),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.lists(ELEMENTS, max_size=3))
def test_elements_are_written_the_same_wherever_they_stand(parts: list[str]) -> None:
    assert rewrite_for_mail("".join(parts)) == "".join(map(rewrite_for_mail, parts))
    assert rewrite_for_mail(f"<div>{''.join(parts)}") == f"<div>{''.join(map(rewrite_for_mail, parts))}"


@settings(max_examples=60)
@given(st.lists(ELEMENTS | st.sampled_from(["</div>", "<hr/>", "<details>", "</table>", "<td>"]), max_size=4))
def test_every_word_stays_and_nothing_that_a_letter_does_not_show(parts: list[str]) -> None:
    html = "".join(parts)
    letter = rewrite_for_mail(html)
    assert not {tag.name for tag in tags(letter) if not tag.closing} & {
        "details",
        "summary",
        "figure",
        "figcaption",
        "iframe",
    }
    assert re.findall(r"Words|more|alt=", letter) == re.findall(r"Words|more|alt=", html)
