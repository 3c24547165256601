"""Reads feeds as feed readers do: ids, dates, titles and contents of their entries."""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


class UnreadableFeed(Exception):
    """A feed that is not well-formed; the message says where."""


class FeedEntry(NamedTuple):
    """An entry of a feed."""

    id: str
    title: str
    link: str
    date: str
    """ISO 8601, or empty."""
    content: str
    summary: str = ""


class FeedRead(NamedTuple):
    """A feed as feed readers see it."""

    entries: tuple[FeedEntry, ...]
    """In the order of the feed."""
    links: tuple[str, ...]
    """Addresses in the feed's own head: its page, itself, its archive."""
    archive: bool
    """Whether it is an archive page (RFC 5005), which feed readers do not show as new."""


def read_feed(data: bytes) -> FeedRead:
    """Parse RSS 2.0, Atom 1.0 or JSON Feed. Raises UnreadableFeed."""
    if data.lstrip()[:1] == b"{":
        return _json(data)
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise UnreadableFeed(f"it is not well-formed ({error})") from None
    archive = root.find(".//{http://purl.org/syndication/history/1.0}archive") is not None
    channel = root.find("channel")
    if channel is not None:
        links = [element.get("href", "") for element in channel.findall(f"{ATOM}link") if element.get("rel") != "hub"]
        return FeedRead(tuple(map(_item, channel.findall("item"))), (channel.findtext("link", ""), *links), archive)
    links = [element.get("href", "") for element in root.findall(f"{ATOM}link") if element.get("rel") != "hub"]
    return FeedRead(tuple(map(_entry, root.findall(f"{ATOM}entry"))), tuple(links), archive)


def _item(item: ElementTree.Element) -> FeedEntry:
    date = item.findtext("pubDate", "")
    content = item.findtext(CONTENT, "") or item.findtext("description", "")
    moment = parsedate_to_datetime(date).isoformat() if date else ""
    title, link = item.findtext("title", ""), item.findtext("link", "")
    return FeedEntry(item.findtext("guid", ""), title, link, moment, content, item.findtext("description", ""))


def _entry(entry: ElementTree.Element) -> FeedEntry:
    link = next(
        (
            element.get("href", "")
            for element in entry.findall(f"{ATOM}link")
            if element.get("rel", "alternate") == "alternate"
        ),
        "",
    )
    date = entry.findtext(f"{ATOM}published", "") or entry.findtext(f"{ATOM}updated", "")
    content = entry.findtext(f"{ATOM}content", "")
    id, title, summary = (entry.findtext(f"{ATOM}{name}", "") for name in ("id", "title", "summary"))
    return FeedEntry(id, title, link, date, content, summary)


def _json(data: bytes) -> FeedRead:
    try:
        feed = json.loads(data)
    except ValueError as error:
        raise UnreadableFeed(f"it is no JSON ({error})") from None
    entries = tuple(
        FeedEntry(
            item.get("id", ""),
            item.get("title", ""),
            item.get("url", ""),
            item.get("date_published", ""),
            item.get("content_html", ""),
            item.get("summary", ""),
        )
        for item in feed.get("items", ())
    )
    links = tuple(feed[name] for name in ("home_page_url", "feed_url", "next_url") if feed.get(name))
    return FeedRead(entries, links, bool(feed.get("_archive")))
