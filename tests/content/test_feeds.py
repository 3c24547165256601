"""The feeds of the site's own content, as a subscriber's program reads them: every word that stands on the page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup

from lodestar.publishing.reading import FeedRead, read_feed
from lodestar.publishing.scan import scan


def words(html: str) -> str:
    """Return what a reader sees of some HTML, in one line."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def chain(site: Path, path: str) -> list[Any]:
    """Return the entries of a feed and of its archive pages (RFC 5005), newest first, each once."""
    results: dict[str, Any] = {}
    while path:
        feed = feedparser.parse((site / path).read_bytes(), sanitize_html=False, resolve_relative_uris=False)
        assert not feed.bozo, path
        results |= {entry.id: entry for entry in feed.entries if entry.id not in results}
        older = [urlsplit(link.href).path for link in feed.feed.links if link.rel == "prev-archive"]
        path = f"{older[0].strip('/')}/index.xml" if older else ""
    return list(results.values())


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every post's page by its address."""
    results = {}
    for path in site.glob("20*/*/*/*/index.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for call in page.select(".e-content .course-cta"):  # in feeds it stands below the text
            call.decompose()
        if page.select_one(".e-content"):
            results[f"/{path.parent.relative_to(site).as_posix()}/"] = page
    assert len(results) > 30
    return results


@pytest.mark.parametrize("path", ["feed/index.xml", "feed/atom/index.xml"])
def test_a_program_reads_every_word_back(site: Path, pages: dict[str, BeautifulSoup], path: str) -> None:
    entries = chain(site, path)
    assert {urlsplit(entry.link).path for entry in entries} == set(pages)
    for entry in entries:
        page = pages[urlsplit(entry.link).path]
        assert entry.title == page.h1.get_text(" ", strip=True)
        body = words(str(page.select_one(".e-content")))
        assert body in words(entry.content[0].value), entry.title
        terms = {link.get_text(" ", strip=True) for link in page.select(".p-category")}
        assert {tag.term for tag in entry.tags} == terms, entry.title
        authors = [item.get_text(" ", strip=True) for item in page.select(".p-author .p-name, a.p-author")]
        assert entry.author in authors or entry.authors[0].name in authors, entry.title


def feeds(site: Path) -> dict[str, tuple[str, FeedRead]]:
    """Return every feed by its path: its text and its entries."""
    results = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if re.search(r"(^|/)feed/(.*/)?index\.xml$|(^|/)feed(-\d+)?\.json$", name):
            text = path.read_text(encoding="utf-8")
            results[name] = text, read_feed(text.encode())
    return results


def test_every_feed_keeps_the_promises(site: Path) -> None:
    for path, (text, feed) in feeds(site).items():
        ids = [entry.id for entry in feed.entries]
        assert ids and len(set(ids)) == len(ids), path
        assert all(id.startswith("urn:uuid:") for id in ids), path
        dates = [entry.date for entry in feed.entries]
        assert dates == sorted(dates, reverse=True), path
        assert len(feed.entries) <= 20, path
        for entry in feed.entries:
            result = scan(entry.content)
            relative_links = [
                link for link in (*result.links, *result.pictures) if not re.match(r"(https?|mailto|tel):", link)
            ]
            assert not relative_links, (path, entry.title)
        if path.endswith(".json"):
            assert json.loads(text)["version"] == "https://jsonfeed.org/version/1.1"


def test_every_page_says_where_the_feeds_are(site: Path) -> None:
    for path in site.rglob("*.html"):
        head = path.read_text(encoding="utf-8").partition("</head>")[0]
        if 'http-equiv="refresh"' in head:
            continue
        links = re.findall(r'<link rel="alternate" type="(application/[a-z]+\+[a-z]+)".*? href="([^"]+)">', head)
        kinds = ("application/rss+xml", "application/atom+xml", "application/feed+json")
        assert tuple(links[:3]) == tuple(zip(kinds, ("/feed/", "/feed/atom/", "/feed.json"), strict=True)), path
        address = f"/{path.parent.relative_to(site).as_posix()}/"
        if subject := re.match(r"/(tag|category|author)/.+?/(?=page/\d+/$|$)", address):
            own_feeds = tuple(subject[0] + ending for ending in ("feed/", "feed/atom/", "feed.json"))
            assert tuple(links[3:]) == tuple(zip(kinds, own_feeds, strict=True)), path
