"""One finding: how bad it is, where, in plain words, what helps, and the change that helps where it is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

Level = Literal["must", "look"]
"""`must`: readers would meet a mistake; `look`: worth a look, the author decides."""


class Swap(NamedTuple):
    """Put `new` in the place of `old` on a line of the file."""

    line: int
    old: str
    new: str
    words: str = ""
    """What a button for it says, where that is not what will be written."""


class Put(NamedTuple):
    """Give a key of the header a value; None takes it out."""

    key: str
    value: str | tuple[str, ...] | None


class Rename(NamedTuple):
    """Give a key of the header another name; its value stays as it is written."""

    key: str
    name: str


class Ask(NamedTuple):
    """Ask the author for words, then put them where `{}` is in `new`, or into the key `key`."""

    question: str
    key: str = ""
    line: int = 0
    old: str = ""
    new: str = ""


Fix = Swap | Put | Rename | Ask
"""A change that mends a finding."""


class TextFinding(NamedTuple):
    """One thing that was found; it can be put into a set, and so can its changes."""

    rule: str
    """Name of the rule, such as `alt-text`."""
    level: Level
    line: int
    """Line in the file, counted from 1."""
    what: str
    cure: str
    quote: str = ""
    """The words that are meant."""
    fixes: tuple[Fix, ...] = ()
    """Changes that mend it, the best first."""
    link: str = ""
    """Address of something to compare with."""


class TextLine(NamedTuple):
    """A line of a text, with its number in the file."""

    number: int
    text: str


def prose(lines: list[TextLine]) -> Iterator[TextLine]:
    """Yield the lines that hold words to read: code, tables, fences of lessons and comments are left out."""
    fence = ""
    for line in lines:
        bare = line.text.strip()
        if fence:
            fence = "" if bare.startswith(fence) else fence
        elif bare.startswith(("```", "~~~")):
            fence = bare[:3]
        elif not bare.startswith((":::", "|", "<!--", "[^", "*[")) and not line.text.startswith(("    ", "\t")):
            yield line
