"""Comments as data: approved, threaded, with sanitized HTML, without mail addresses, IP addresses or Gravatars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

import nh3
from bs4 import Tag
from markdown import Markdown

from lodestar.html_to_markdown.compare import lost, parts_of, too_deep
from lodestar.html_to_markdown.embeds import watchable
from lodestar.html_to_markdown.inline import raw
from lodestar.html_to_markdown.markdown import markdown
from lodestar.html_to_markdown.tags import untagged
from lodestar.html_to_markdown.tree import clean, soup
from lodestar.html_to_markdown.urls import split
from lodestar.wordpress import dates, slugs
from lodestar.wordpress.autop import autop
from lodestar.wordpress.files import data_file, one_line, plain
from lodestar.wordpress.model import WxrComment
from lodestar.wordpress.parts import MAIL
from lodestar.wordpress.patience import TooLong, at_most
from lodestar.wordpress.places import ItemPlace
from lodestar.wordpress.smilies import smile
from lodestar.wordpress.texturize import texturize

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "cite", "code", "del", "em", "i", "ins", "li", "ol", "p", "pre", "q",
    "s", "strike", "strong", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "abbr": {"title"}, "blockquote": {"cite"}, "q": {"cite"}}
BARE = re.compile(r"(?<![\"'>=/\w])(https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]])")
RICH = re.compile(r"<(?:h[1-6]|table|dl|img|iframe|video|audio|embed)\b", re.IGNORECASE)
IP = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)")
MENTIONS = frozenset({
    "pingback", "trackback", "webmention", "mention", "like", "repost", "bookmark", "favorite", "quote", "tag", "listen", "read",
    "follow",
})  # fmt: skip
"""Kinds of comments that other sites send."""
VOICES = frozenset({"comment", "review", "reply", "answer", "question", "tweet"})
"""Kinds of comments that readers write; all others are a plugin's notes, such as those on an order."""
PLAIN = re.compile(r"<p>([A-Za-z][\w ,.!?’“”;–—…()]*)</p>")
"""Matches a comment of one paragraph without Markdown syntax."""
LONGEST = 3.0
"""The most seconds of processor time for one comment."""
HIDDEN = "[mail address]"


def approved(comment: WxrComment) -> bool:
    """Return whether a comment was approved on the old blog."""
    return comment.approved in ("1", "approve", "approved")


def visible_comments(comments: Iterable[WxrComment]) -> list[WxrComment]:
    """Return the comments readers could see, in their order."""
    visible = [comment for comment in comments if approved(comment) and comment.kind in VOICES | MENTIONS]
    return sorted(visible, key=lambda comment: (comment.date_gmt or comment.date, comment.id))


class CommentsOfItem(NamedTuple):
    """The comments of a post or page as a file."""

    data: bytes
    number: int


def comments_file(
    comments: Sequence[WxrComment], place: ItemPlace, authors: Mapping[int, str], post: str = ""
) -> CommentsOfItem | None:
    """Return the comments of an item as a file; None when it has none.

    `authors` are slugs of the blog's authors by id. `post` is the feed id of the post, which the first entry names:
    comments follow it, whatever its address becomes.
    """
    visible = visible_comments(comments)
    if not visible:
        return None
    names = _names(visible)
    parents = {comment.id: comment.parent for comment in comments}
    visible_parents = {
        name: _visible_parent(comment, names, parents) for comment, name in zip(visible, names.values(), strict=True)
    }
    entries = [
        _entry(comment, name, visible_parents[name], place) | _optional_keys(comment, authors)
        for comment, name in zip(visible, names.values(), strict=True)
    ]
    first, *later_entries = _in_threads(entries)
    return CommentsOfItem(data_file("", [({"post": post} if post else {}) | first, *later_entries]), len(entries))


def _names(visible: Sequence[WxrComment]) -> dict[int, str]:
    """Return the name of each comment, by its index: its id, from which anchors (`#comment-12`) are made."""
    names: dict[int, str] = {}
    for number, comment in enumerate(visible):
        name = str(comment.id) if comment.id > 0 else f"x{number + 1}"
        names[number] = name if name not in names.values() else f"{name}-{number + 1}"
    return names


def _visible_parent(comment: WxrComment, names: Mapping[int, str], parents: Mapping[int, int]) -> str:
    """Return the nearest visible comment that a comment replies to; empty for none."""
    visible_names = set(names.values())
    parent, visited = comment.parent, {comment.id}
    while parent and str(parent) not in visible_names and parent not in visited:
        visited.add(parent)
        parent = parents.get(parent, 0)
    return str(parent) if parent and str(parent) in visible_names and parent not in visited else ""


def _entry(comment: WxrComment, name: str, reply_to: str, place: ItemPlace) -> dict[str, Any]:
    date = dates.read(comment.date) or dates.read(comment.date_gmt) or place.date
    entry: dict[str, Any] = {"id": name, "name": one_line(private(comment.author)) or "Anonymous"}
    entry["date"] = date.isoformat(sep=" ", timespec="seconds")
    if reply_to:
        entry["reply_to"] = reply_to
    return entry | {"text": plain(_text(comment.text)) or "…"}


def _text(text: str) -> str:
    """Return the text of a comment in Markdown; only its words, where its HTML cannot be parsed."""
    try:
        with at_most(LONGEST):
            html = sanitised(text)
            if too_deep(html):
                raise RecursionError
            return as_markdown(html)
    except (RecursionError, AssertionError, TooLong):
        words = one_line(private(untagged(text, " ")))
        return re.sub(r"([\\`*_\[\]<>#&])", r"\\\1", words)


def _optional_keys(comment: WxrComment, authors: Mapping[int, str]) -> dict[str, Any]:
    """Return what WordPress knows of a comment besides its text and author."""
    results: dict[str, Any] = {}
    if url := _url(comment.url):
        results["url"] = url
    if comment.user in authors:
        results["author"] = authors[comment.user]
    if comment.kind in MENTIONS:
        results["kind"] = comment.kind if comment.kind == "trackback" else "pingback"
    return results


def _in_threads(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the comments, each followed by its replies; those in a cycle come last, as replies to none."""
    replies: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        replies.setdefault(entry.get("reply_to", ""), []).append(entry)
    results: list[dict[str, Any]] = []
    waiting = list(reversed(replies.get("", [])))
    while waiting:
        entry = waiting.pop()
        results.append(entry)
        waiting += reversed(replies.get(entry["id"], []))
    names = {entry["id"] for entry in results}
    for entry in entries:
        if entry["id"] not in names:
            results.append({key: value for key, value in entry.items() if key != "reply_to"})
    return results


@lru_cache(maxsize=1)
def _renderer() -> Markdown:
    return Markdown(extensions=["nl2br", "sane_lists", "fenced_code"], output_format="html")


def as_markdown(html: str) -> str:
    """Return Markdown that the site renders as the HTML of a comment; the HTML where there is none."""
    if match := PLAIN.fullmatch(html):
        return match[1]
    text = markdown(clean(html, lambda url, tag: url).root).replace("<br>\n", "\n").strip()
    renderer = _renderer()
    renderer.reset()
    return text if not lost(parts_of(html), parts_of(renderer.convert(text))) else html


def private(text: str) -> str:
    """Return a text without mail and IP addresses."""
    return IP.sub("[address]", MAIL.sub(HIDDEN, text))


def sanitised(text: str) -> str:
    """Return the HTML of a comment as WordPress shows it, without anything harmful or private."""
    text = private(text.replace("\r\n", "\n"))
    linked = BARE.sub(lambda match: f'<a href="{escape(match[1])}">{match[1]}</a>', text) if "<a" not in text else text
    html = autop(smile(texturize(linked)))
    html = _plainer(html) if RICH.search(html) else html
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel="nofollow ugc",
        strip_comments=True,
    )
    return clean.strip()


def _plainer(html: str) -> str:
    """Replace headings, tables, pictures and players with the few elements that a comment may have."""
    root = soup(html)
    for tag in root.find_all(["h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption"]):
        tag.name = "strong"
        tag.wrap(Tag(name="p"))
    for tag in root.find_all(["dd", "tr"]):
        tag.name = "p"
    for tag in root.find_all(["td", "th"]):
        tag.append(" ")
    for tag in root.find_all(["img", "iframe", "video", "audio", "embed"]):
        url = watchable(str(tag.get("src") or ""))
        link = Tag(name="a", attrs={"href": url})
        link.string = str(tag.get("alt") or url)
        tag.replace_with(link)
    return raw(root)


def _url(url: str) -> str:
    parts = split(url)
    good = parts.scheme in ("http", "https") and parts.hostname and not MAIL.search(url) and "gravatar.com" not in url
    return url if good and not re.search(r"\s", url) and not parts.username else ""


def author_ids(logins: Mapping[int, str]) -> dict[int, str]:
    """Return the slugs of the blog's authors by their ids."""
    return {id: slugs.of_login(login) for id, login in logins.items() if id > 0}
