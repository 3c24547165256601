"""The author's own lists: words that are spelled that way on purpose, and words to avoid; plain text below content/.desk/."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lodestar.base.digest import digest
from lodestar.desk.saving import readable, save

FOLDER = ".desk"
"""Hidden, so that it is no part of the site."""
WORDS, AVOID = "words.txt", "avoid.txt"
HEADS = {
    WORDS: "# Words that are spelled this way on purpose, one a line.\n",
    AVOID: "# Words to avoid, one a line; what to write instead may follow an arrow:\n# utilize -> use\n",
}


def text_of(content: Path, name: str) -> str:
    """Return the text of a list; its opening comment where there is no file yet."""
    data = readable(content / FOLDER / name)
    return HEADS[name] if data is None else data.decode("utf-8", "replace")


def rows(text: str) -> list[str]:
    """Return the lines of a list, without blank lines and comments."""
    return [row.strip() for row in text.splitlines() if row.strip() and not row.lstrip().startswith("#")]


def words(content: Path) -> frozenset[str]:
    """Return the words that are spelled that way on purpose, in lower case."""
    return frozenset(row.lower() for row in rows(text_of(content, WORDS)))


def avoided(content: Path) -> Mapping[str, str]:
    """Return the words to avoid, each with what to write instead."""
    parts = (row.partition("->") for row in rows(text_of(content, AVOID)))
    return {word.strip(): replacement.strip() for word, _, replacement in parts if word.strip()}


def mark_of(content: Path, name: str) -> str:
    """Return the digest of a list as it stands; empty where there is none."""
    data = readable(content / FOLDER / name)
    return "" if data is None else digest(data)


def write(content: Path, name: str, text: str, opened: str) -> None:
    """Replace a list that had the digest `opened`. Raises Changed, OSError."""
    plain = text.replace("\r\n", "\n").rstrip("\n").encode() + b"\n"
    if digest(plain) != mark_of(content, name):
        save(content / FOLDER / name, plain, opened)


def add_word(content: Path, word: str) -> None:
    """Add a word to those that are spelled on purpose."""
    if word.lower() not in words(content):
        mark = mark_of(content, WORDS)
        write(content, WORDS, text_of(content, WORDS).rstrip("\n") + f"\n{word}\n", mark)
