"""Texts as runs of words, whatever their format: Markdown, HTML, JSON, an address, a compressed search index.

Both sides of a comparison go through the same steps, on bytes, since a large site has hundreds of megabytes.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from html import unescape

RUN = 12
"""The number of words in a row that make a quotation."""
PIECE = 4
"""The number of words of a run that are searched for first."""
ROUNDS = 3
"""How many times text may be escaped: HTML within a feed within a page."""
TAG = re.compile(rb"<[^<>]*>")
LONG_TAG = re.compile(rb"<[^<>]{24,}>")
"""Matches a tag or comment long enough for a run of words."""
ESCAPED = re.compile(rb"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
LETTERS = bytes(byte if byte >= 128 or chr(byte).isalnum() else 32 for byte in range(256))
"""Maps letters and digits to themselves, and all other bytes to a space."""
MARKS = tuple(
    mark.encode()
    for mark in "\u2018\u2019\u201c\u201d\u201a\u201e\u2013\u2014\u2010\u2011\u2026\u00a0\u202f\u00ab\u00bb\u2039\u203a\u00b7\u2022"
)
"""Punctuation and spaces beyond ASCII."""
INVISIBLE = tuple(mark.encode() for mark in "\u00ad\u200b\u200c\u200d\u2060\ufeff")


MARKUP = re.compile(
    rb"""
    !\[[^\]]*\]\([^)\n]*\) | \]\((?:[^()\n]|\([^()\n]*\)){0,2000}\) | \]\[[^\]\n]*\]    # pictures, targets of links
    | \[\^[^\]\n]+\]:? | ^[ ]{0,3}\[[^\]\n]+\]:[^\n]* | \{[:\#.][^{}\n]*\}             # footnotes, addresses, attributes
    | ^[ \t>]*(?:\d+[.)]|[-*+])[ \t]+(?:\[[ xX]\][ \t])? | ^:::[^\n]* | <[^<>]*>        # items, blocks, HTML
    """,
    re.VERBOSE | re.MULTILINE,
)


def plain(data: bytes) -> bytes:
    """Return the bytes of a file, uncompressed and unescaped."""
    if data.startswith(b"\x1f\x8b"):
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    if b"\\" in data:
        data = ESCAPED.sub(_unescaped, data)
    if b"%20" in data:
        data = data.replace(b"%20", b" ")
    for _ in range(ROUNDS):
        if b"&" not in data:
            break
        last, data = data, unescape(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        if data == last:
            break
    try:
        data.decode()
    except UnicodeDecodeError:  # a picture, or a text in another encoding: other bytes separate words
        data = data.decode("utf-8", "replace").replace("\ufffd", " ").encode()
    return data


def _unescaped(match: re.Match[bytes]) -> bytes:
    """Return the character of a JSON escape."""
    escape = match[1]
    if len(escape) == 5:
        return chr(int(escape[1:], 16)).encode("utf-8", "replace")
    return b" " if escape in b"nrtbf" else escape


def without_tags(data: bytes) -> bytes:
    """Return HTML without its tags."""
    return TAG.sub(b" ", data)


def without_markup(data: bytes) -> bytes:
    """Return Markdown without the markup that pages do not show."""
    return MARKUP.sub(b" ", data)


def words(data: bytes) -> list[bytes]:
    """Return the words of a plain text, in lower case."""
    for mark in MARKS:
        data = data.replace(mark, b" ")
    for mark in INVISIBLE:
        data = data.replace(mark, b"")
    return data.lower().translate(LETTERS).split()


def text_of(data: bytes) -> list[bytes]:
    """Return the words of a text that may be HTML: first those that readers see, then those of long tags and comments."""
    if b"<" not in data:
        return words(data)
    long = dict.fromkeys(LONG_TAG.findall(data))
    return words(b" ".join((without_tags(data), *long)))


def runs(words: list[bytes]) -> Iterator[bytes]:
    """Yield every run of words."""
    for start in range(len(words) - RUN + 1):
        yield b" ".join(words[start : start + RUN])


class Runs:
    """Runs of words to search for, indexed by one piece of each, so that a set lookup finds candidates."""

    def __init__(self, runs: Iterable[bytes]) -> None:
        self.runs = frozenset(runs)
        self._pieces = frozenset(min(_pieces(run.split())) for run in self.runs)

    def within(self, data: bytes) -> Iterator[bytes]:
        """Yield the runs that are in a plain text."""
        result = text_of(data)
        if self._pieces.isdisjoint(_pieces(result)):
            return
        last, last_start = len(result) - RUN, -1
        for place in [place for place, piece in enumerate(_pieces(result)) if piece in self._pieces]:
            for start in range(max(last_start + 1, place - RUN + PIECE), min(place, last) + 1):
                run = b" ".join(result[start : start + RUN])
                if run in self.runs:
                    yield run
                last_start = start


def _pieces(words: list[bytes]) -> Iterator[tuple[bytes, ...]]:
    """Yield each piece: PIECE words in a row."""
    return zip(*(words[start:] for start in range(PIECE)), strict=False)
