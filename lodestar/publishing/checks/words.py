"""Texts as runs of words, whatever they are written in: Markdown, HTML, JSON, an address, a packed search index.

Both sides of a comparison go through the same steps, on bytes, for a large site has hundreds of megabytes.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from html import unescape

RUN = 12
"""So many words in a row are a quotation."""
PIECE = 4
"""So many words of a run are looked for first."""
ROUNDS = 3
"""How often text may be escaped: HTML within a feed within a page."""
TAG = re.compile(rb"<[^<>]*>")
LONG_TAG = re.compile(rb"<[^<>]{24,}>")
"""A tag or comment that has room for a run of words."""
ESCAPED = re.compile(rb"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
LETTERS = bytes(byte if byte >= 128 or chr(byte).isalnum() else 32 for byte in range(256))
"""What stands for each byte: itself in letters and digits, else a space."""
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
    """Return the bytes of a file with everything that is packed or escaped as it reads."""
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
        before, data = data, unescape(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        if data == before:
            break
    try:
        data.decode()
    except UnicodeDecodeError:  # a picture, or a text in another encoding: what is no letter parts words
        data = data.decode("utf-8", "replace").replace("\ufffd", " ").encode()
    return data


def _unescaped(match: re.Match[bytes]) -> bytes:
    """Return what an escape in JSON stands for."""
    written = match[1]
    if len(written) == 5:
        return chr(int(written[1:], 16)).encode("utf-8", "replace")
    return b" " if written in b"nrtbf" else written


def without_tags(data: bytes) -> bytes:
    """HTML without its tags."""
    return TAG.sub(b" ", data)


def without_markup(data: bytes) -> bytes:
    """Markdown with what its pages do not show among the words taken out."""
    return MARKUP.sub(b" ", data)


def words(data: bytes) -> list[bytes]:
    """Return the words of a plain text, in lower case."""
    for mark in MARKS:
        data = data.replace(mark, b" ")
    for mark in INVISIBLE:
        data = data.replace(mark, b"")
    return data.lower().translate(LETTERS).split()


def text_of(data: bytes) -> list[bytes]:
    """The words of a plain text that may be HTML: those that readers see, then those of long tags and comments."""
    if b"<" not in data:
        return words(data)
    long = dict.fromkeys(LONG_TAG.findall(data))
    return words(b" ".join((without_tags(data), *long)))


def runs(words: list[bytes]) -> Iterator[bytes]:
    """Yield every run of words."""
    for start in range(len(words) - RUN + 1):
        yield b" ".join(words[start : start + RUN])


class Runs:
    """Runs of words that are looked for, each by one of its pieces, which a set finds without comparing the rest."""

    def __init__(self, wanted: Iterable[bytes]) -> None:
        self.wanted = frozenset(wanted)
        self._pieces = frozenset(min(_pieces(run.split())) for run in self.wanted)

    def within(self, data: bytes) -> Iterator[bytes]:
        """Yield those that stand in a plain text."""
        result = text_of(data)
        if self._pieces.isdisjoint(_pieces(result)):
            return
        last, done = len(result) - RUN, -1
        for place in [place for place, piece in enumerate(_pieces(result)) if piece in self._pieces]:
            for start in range(max(done + 1, place - RUN + PIECE), min(place, last) + 1):
                run = b" ".join(result[start : start + RUN])
                if run in self.wanted:
                    yield run
                done = start


def _pieces(words: list[bytes]) -> Iterator[tuple[bytes, ...]]:
    """Return every few words in a row."""
    return zip(*(words[start:] for start in range(PIECE)), strict=False)
