"""Lines that stand at the end of many posts (a biography, a course): found, offered, and lifted out on request."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass

from wordpress.model import Item
from wordpress.tags import untagged

TAIL = 6000
"""Characters at the end of a body that are looked at."""
LINES = 4
"""How many of the last paragraphs may be furniture."""
LEAST_POSTS = 5
LEAST_SHARE = 0.1
LEAST_LETTERS = 25
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
BREAK = re.compile(
    r"(?:\r?\n){2,}|</(?:p|div|h[1-6]|li|ul|ol|blockquote|section|figure|table)>|<hr[^>]*>", re.IGNORECASE
)
NOT_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Line:
    """A paragraph that stands at the end of many posts."""

    key: str
    """Its letters and digits, in lower case: the same however it is written."""
    text: str
    posts: int
    author: str
    """Login of the author in whose posts it stands; empty when it stands in those of several."""
    kind: str
    """`bio` or `call`."""
    newest: str
    """Date of the newest post that has it."""


@dataclass(frozen=True)
class Furniture:
    """The repeated lines of a blog, the most frequent first."""

    lines: tuple[Line, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the lines."""
        return frozenset(line.key for line in self.lines)


def key_of(text: str) -> str:
    """What two spellings of a line have in common."""
    return NOT_LETTER.sub("", html.unescape(untagged(text))).casefold()


class Tails:
    """Collects the ends of bodies; a paragraph is kept only once it has come twice, so that memory stays bounded."""

    def __init__(self) -> None:
        self._posts = 0
        self._once: dict[int, Item] = {}
        """Hash of a paragraph, and the first post that ends with it."""
        self._count: Counter[str] = Counter()
        self._text: dict[str, str] = {}
        self._authors: dict[str, set[str]] = {}
        self._newest: dict[str, str] = {}

    def add(self, item: Item, light: Item) -> None:
        """Note the last paragraphs of a post; `light` is the post without its text, which may be kept."""
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

    def _note(self, key: str, item: Item) -> None:
        self._count[key] += 1
        self._authors.setdefault(key, set()).add(item.author)
        self._newest[key] = max(self._newest.get(key, ""), item.date)

    def furniture(self) -> Furniture:
        """The lines that repeat often enough."""
        least = max(LEAST_POSTS, round(self._posts * LEAST_SHARE))
        found = [
            Line(key, self._text[key], count, _only(self._authors[key]), _kind(self._text[key]), self._newest[key])
            for key, count in self._count.most_common()
            if count >= least
        ]
        return Furniture(tuple(found))


def _only(authors: set[str]) -> str:
    return next(iter(authors)) if len(authors) == 1 else ""


def _kind(text: str) -> str:
    """A line about a course, a book or a newsletter calls to action; any other is a biography."""
    words = html.unescape(untagged(text, " ")).casefold()
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
    return "call" if calls > about else "bio"
