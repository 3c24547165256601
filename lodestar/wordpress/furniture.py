"""Finds lines repeated at the end of many posts (a biography, a course), which can be lifted out on request."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lodestar.html_to_markdown.tags import key_of, untagged
from lodestar.wordpress.model import WxrAuthor, WxrItem

TAIL = 6000
"""The number of characters at the end of a body that are searched."""
LINES = 4
"""The most paragraphs at the end of a post that may be furniture."""
LEAST_POSTS = 5
LEAST_SHARE = 0.1
LEAST_LETTERS = 25
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
BREAK = re.compile(
    r"(?:\r?\n){2,}|</(?:p|div|h[1-6]|li|ul|ol|blockquote|section|figure|table)>|<hr[^>]*>", re.IGNORECASE
)
LINK = re.compile(r"<a\b[^>]*\bhref\s*=\s*[\"']([^\"']+)[\"'][^>]*>(.*?)</a>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class FurnitureLine:
    """A paragraph repeated at the end of many posts."""

    key: str
    """Its letters and digits in lower case, the same for all spellings."""
    text: str
    posts: int
    author: str
    """The login of the author it names; empty for none."""
    kind: str
    """`bio`, `call`, or empty for an unknown kind of line."""
    newest: str
    """The date of the newest post with it."""


@dataclass(frozen=True)
class Furniture:
    """The repeated lines of a blog, the most frequent first."""

    lines: tuple[FurnitureLine, ...] = ()


class Tails:
    """Collects the ends of bodies; a paragraph is kept only when it repeats, so that memory stays bounded."""

    def __init__(self) -> None:
        self._posts = 0
        self._once: dict[int, WxrItem] = {}
        """The first post that ends with a paragraph, by the paragraph's hash."""
        self._count: Counter[str] = Counter()
        self._text: dict[str, str] = {}
        self._newest: dict[str, str] = {}

    def add(self, item: WxrItem, light: WxrItem) -> None:
        """Add the last paragraphs of a post; `light` is the post without its text, which may be kept."""
        self._posts += 1
        parts = [part for part in BREAK.split(COMMENT.sub("\n\n", item.body[-TAIL:])) if part.strip()]
        for key, text in {key_of(part): part for part in parts[-LINES:]}.items():
            if len(key) < LEAST_LETTERS:
                continue
            first = self._once.setdefault(hash(key), light)
            if first is light:
                continue
            if key not in self._text:
                self._text[key] = text.strip()
                self._note(key, first)
            self._note(key, light)

    def _note(self, key: str, item: WxrItem) -> None:
        self._count[key] += 1
        self._newest[key] = max(self._newest.get(key, ""), item.date)

    def furniture(self, authors: Iterable[WxrAuthor]) -> Furniture:
        """Return the lines that repeat often enough."""
        least = max(LEAST_POSTS, round(self._posts * LEAST_SHARE))
        names = {author.login: author.name for author in authors}
        lines = []
        for key, count in self._count.most_common():
            if count >= least:
                text = self._text[key]
                login = _named(text, names)
                lines.append(FurnitureLine(key, text, count, login, _kind(text, bool(login)), self._newest[key]))
        return Furniture(tuple(lines))


def _words(text: str) -> str:
    return " ".join(html.unescape(untagged(text, " ")).casefold().split())


def _named(text: str, names: Mapping[str, str]) -> str:
    """Return the login of the author named first in a line; empty for none."""
    words = _words(text)
    logins = {
        login: place.start()
        for login, name in names.items()
        if name and (place := re.search(rf"(?<!\w){re.escape(_words(name))}(?!\w)", words))
    }
    return min(logins, key=lambda login: logins[login]) if logins else ""


def _kind(text: str, named: bool) -> str:
    """Return `bio` for a line that says who its author is, `call` for a link to a course or book, else nothing."""
    words = _words(text)
    calls = sum(
        word in words
        for word in ("course", "enroll", "sign up", "subscribe", "register", "newsletter", "download", "join", "click")
    )
    about = sum(
        word in words
        for word in (
            " is a ",
            " is an ",
            " is the ",
            "author of",
            "founder",
            "coach",
            "lives in",
            "written by",
            "speaker",
        )
    )
    if named and about and about >= calls:
        return "bio"
    return "call" if calls > about and LINK.search(text) else ""
