"""The words of HTML."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html.parser import HTMLParser

from lodestar.base.markers import MESSAGE_MARKER

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
KANA = "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f"
LETTERS = "\u0e01-\u0e5b\u0e81-\u0edf\u0f40-\u0fbc\u1000-\u109f\u1780-\u17dd\ua9e0-\ua9fe\uaa60-\uaa7f"
"""Thai, Lao, Tibetan, Burmese and Khmer."""
_unspaced = re.compile(f"[{HAN}{KANA}{LETTERS}]+")
_spaced = bytes(set(range(256)) - {0xE0, 0xE1, *range(0xE3, 0xF5)})
"""The bytes of UTF-8 that begin no sign of these scripts; most texts consist of them, curly quotes and all."""
CHINESE, JAPANESE, OTHERS = 228 / 255, 228 / 357, 228 / 882
"""How many English words take as long to read as one character of a script without spaces between words.

From the reading speeds that Trauzettel-Klosinski and Dietz measured with texts of one content (2012, "Standardized
Assessment of Reading Performance", https://doi.org/10.1167/iovs.11-8284): 228 English words a minute, 255 Chinese and
357 Japanese characters, and 68 ms for a letter of an alphabet.
"""


JOINER = "\u2060"
"""Unicode's word joiner, which nobody sees: it says of a space behind a sign that its author wrote it."""


TONES = {mark: 0xD200 + mark for mark in (*range(0x0E47, 0x0E4F), *range(0x0EC8, 0x0ECF))}
"""The marks of Thai and Lao above a vowel, in Unicode's private area: Pagefind finds no phrase in which one stands."""


def with_spaces(text: str) -> str:
    """Return a text, or HTML, in which each sign of a script without spaces is a word: what searches by words finds it.

    A space that was there, as between two Thai sentences, has JOINER before it: who shows the text drops the others.
    TONES says in which place marks of tone stand; who asks for a text leaves them out.
    """
    if text.isascii() or not _unspaced.search(text):
        return text
    parts = []
    for place, sign in enumerate(text):
        next_sign = text[place + 1 : place + 2]
        parts.append(sign)
        if next_sign == " " and _unspaced.match(sign):
            parts.append(JOINER)
        elif (
            next_sign and _unspaced.match(sign) and next_sign not in "\n<" and unicodedata.category(next_sign)[0] != "M"
        ):
            parts.append(" ")
    return "".join(parts).translate(TONES)


def count_words(text: str) -> int:
    """Return the number of words in a text; in a script without spaces, of English words that take as long to read."""
    if not text.encode(errors="surrogatepass").translate(None, _spaced) or not _unspaced.search(text):
        return len(text.split())
    words = sum(any(map(str.isalnum, part)) for part in _unspaced.sub(" ", text).split())
    sign = JAPANESE if re.search(f"[{KANA}]", text) else CHINESE
    signs, letters = re.findall(f"[{HAN}{KANA}]", text), re.findall(f"[{LETTERS}]", text)
    return words + round(len(signs) * sign + len(letters) * OTHERS)


class _Words(HTMLParser):
    """Collects the words of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def strip(html: str) -> str:
    """Return the text of some HTML, without its tags."""
    if "<" not in html and "&" not in html:
        return html
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(parser.texts)


@lru_cache(maxsize=8)
def plain_text(html: str) -> str:
    """Return the words of some HTML, separated by single spaces and without our own messages."""
    return " ".join(MESSAGE_MARKER.sub("", strip(html)).split())
