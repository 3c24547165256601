"""How far each post is on each channel: plain lines that only ever move forward.

    ID <tab> CHANNEL <tab> STANDING <tab> LETTER <tab> RELEASE <tab> CLAIM

A standing is `due 1`, then `claimed 1` by who is about to send it, then `told`; after a refusal it is `due 2`, and so
on. Of two lines about one post and channel the one that is further is believed, so texts from the target, from the
ledger and from both sides of a merge are joined in any order, any number of times, to the same end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from lodestar.base.files import replace
from lodestar.base.problems import Problem
from lodestar.publishing.ledger import ATTRIBUTES, FOLDER
from lodestar.publishing.manifest import NAME_FORM

FILE = "announced.txt"
HEAD = (
    "# Every post that channels are told of: id, channel, how it stands, its letter, the release that brought it, "
    "who is about to send it since when.\n"
)
FORM = re.compile(r"(due|claimed) ([1-9]\d*)|told")


class Standing(NamedTuple):
    """How far a post is on a channel; a greater one is further."""

    told: bool
    attempt: int
    claimed: bool
    letter: str
    """The key of the letter that it is in; empty while it is due for the first time."""
    release: str
    claim: str = ""
    """Who is about to send it, and since when; empty where nobody is."""

    @property
    def words(self) -> str:
        """As it is written."""
        return "told" if self.told else f"{'claimed' if self.claimed else 'due'} {self.attempt}"

    def begin(self, letter: str, claim: str) -> Standing:
        """Return the standing of who is about to send it in a letter."""
        return self._replace(claimed=True, letter=letter, claim=claim)

    def repeat(self, claim: str) -> Standing:
        """Return the standing of who is about to send the same letter again."""
        return self._replace(attempt=self.attempt + 1, claim=claim)

    def refuse(self) -> Standing:
        """Return the standing after the letter was surely not taken."""
        return self._replace(attempt=self.attempt + 1, claimed=False, claim="")

    def tell(self) -> Standing:
        """Return the standing after the letter was taken."""
        return self._replace(told=True, attempt=0, claimed=False, claim="")


Pair = tuple[str, str]
"""A post's id, and the name of a channel."""
Standings = Mapping[Pair, Standing]


def due(release: str) -> Standing:
    """Return the standing of a post that a release brings."""
    return Standing(False, 1, False, "", release)


def join(*several: Standings) -> dict[Pair, Standing]:
    """Return of each post and channel the standing that is further."""
    results: dict[Pair, Standing] = {}
    for standings in several:
        for pair, standing in standings.items():
            results[pair] = max(standing, results.get(pair, standing))
    return results


def write_lines(standings: Standings) -> str:
    """Return standings as a text; an empty one for none."""
    rows = ((*pair, item.words, *item[3:]) for pair, item in sorted(standings.items()))
    return HEAD + "".join("\t".join(row).rstrip("\t") + "\n" for row in rows) if standings else ""


def read_lines(text: str) -> tuple[dict[Pair, Standing], list[tuple[int, str]]]:
    """Return the standings in a text, and the lines that are none, with their numbers."""
    results: dict[Pair, Standing] = {}
    damaged = []
    for number, line in enumerate(text.split("\n"), start=1):
        columns = line.split("\t")
        match = FORM.fullmatch(columns[2]) if len(columns) in (5, 6) else None
        if match and re.fullmatch(NAME_FORM, columns[4]):
            attempt = int(match[2] or 0)
            standing = Standing(not attempt, attempt, match[1] == "claimed", *columns[3:])
            pair = (columns[0], columns[1])
            results[pair] = max(standing, results.get(pair, standing))
        elif line and not line.startswith("#"):
            damaged.append((number, line))
    return results, damaged


def read_file(folder: Path) -> dict[Pair, Standing]:
    """Return the standings in the ledger."""
    path = folder / FILE
    return read_lines(path.read_text(encoding="utf-8-sig", errors="replace"))[0] if path.is_file() else {}


def write_file(folder: Path, standings: Standings) -> None:
    """Join standings into the ledger, by one rename; a file that would not change is left alone."""
    text = write_lines(join(read_file(folder), standings))
    path = folder / FILE
    if text and (not path.is_file() or path.read_text(encoding="utf-8") != text):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitattributes").write_text(ATTRIBUTES, encoding="utf-8")
        replace(path, text.encode(), durable=True)


def problems(folder: Path) -> Iterator[Problem]:
    """Yield the lines of the ledger that are none: what they said must be known before anybody is told anything."""
    path = folder / FILE
    if path.is_file():
        for number, line in read_lines(path.read_text(encoding="utf-8-sig", errors="replace"))[1]:
            mark = line.startswith(("<<<<<<<", "=======", ">>>>>>>"))
            fault = "a mark of a merge that was not finished" if mark else "a line that says nothing of a post"
            cure = "delete the line and keep those around it" if mark else "put back what git has of it (git log -p)"
            yield Problem(f"{FOLDER}/{FILE}", number, fault, cure)
