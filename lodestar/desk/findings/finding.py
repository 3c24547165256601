"""A finding: its severity, its line, what is wrong in plain words, and the fixes that are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

Level = Literal["must", "look"]
"""`must`: readers would meet a mistake; `look`: worth a look, the author decides."""


class Swap(NamedTuple):
    """Replace `old` by `new` on a line of the file."""

    line: int
    old: str
    new: str
    words: str = ""
    """The label of its button, where that is not what will be written."""


class Put(NamedTuple):
    """Set a key of the header to a value; None removes it."""

    key: str
    value: str | tuple[str, ...] | None


class Rename(NamedTuple):
    """Rename a key of the header; its value stays as written."""

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
"""A change that fixes a finding."""


class TextFinding(NamedTuple):
    """A finding in a text; hashable, as its fixes are."""

    rule: str
    """Name of the rule, such as `alt-text`."""
    level: Level
    line: int
    """Line in the file, counted from 1."""
    what: str
    cure: str
    quote: str = ""
    """The words that it is about."""
    fixes: tuple[Fix, ...] = ()
    """Its fixes, the best first."""
    link: str = ""
    """Address of something to compare with."""


class TextLine(NamedTuple):
    """A line of a text, with its number in the file."""

    number: int
    text: str


def prose(lines: list[TextLine]) -> Iterator[TextLine]:
    """Yield the lines of prose: without code, tables, fences of lessons, footnotes and comments."""
    fence = ""
    for line in lines:
        bare = line.text.strip()
        if fence:
            fence = "" if bare.startswith(fence) else fence
        elif bare.startswith(("```", "~~~")):
            fence = bare[:3]
        elif not bare.startswith((":::", "|", "<!--", "[^", "*[")) and not line.text.startswith(("    ", "\t")):
            yield line
