"""The progress of each post on each channel, in plain lines; a standing only ever moves forward.

    ID <tab> CHANNEL <tab> STANDING <tab> LETTER <tab> RELEASE <tab> CLAIM

A standing is `due 1`, then `claimed 1` by the process that sends it, then `told`; after a refusal it is `due 2`, and so
on. Of two lines about the same post and channel the further one counts, so texts from the target, from the
ledger and from both sides of a merge can be joined in any order, any number of times, with the same result.
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
    """The progress of a post on a channel; the greater standing is the further one."""

    told: bool
    attempt: int
    claimed: bool
    letter: str
    """The key of the letter that it is in; empty while it is due for the first time."""
    release: str
    claim: str = ""
    """The process that is about to send it, and since when; empty for none."""

    @property
    def words(self) -> str:
        """Return it as written in a line."""
        return "told" if self.told else f"{'claimed' if self.claimed else 'due'} {self.attempt}"

    def begin(self, letter: str, claim: str) -> Standing:
        """Return the standing once a process has claimed it for a letter."""
        return self._replace(claimed=True, letter=letter, claim=claim)

    def repeat(self, claim: str) -> Standing:
        """Return the standing once a process has claimed it to send the same letter again."""
        return self._replace(attempt=self.attempt + 1, claim=claim)

    def refuse(self) -> Standing:
        """Return the standing after the letter was refused."""
        return self._replace(attempt=self.attempt + 1, claimed=False, claim="")

    def tell(self) -> Standing:
        """Return the standing after the letter was taken."""
        return self._replace(told=True, attempt=0, claimed=False, claim="")


Pair = tuple[str, str]
"""A post's id, and the name of a channel."""
Standings = Mapping[Pair, Standing]


def due(release: str) -> Standing:
    """Return the standing of a post that is new in a release."""
    return Standing(False, 1, False, "", release)


def join(*several: Standings) -> dict[Pair, Standing]:
    """Return the further standing of each post on each channel."""
    results: dict[Pair, Standing] = {}
    for standings in several:
        for pair, standing in standings.items():
            results[pair] = max(standing, results.get(pair, standing))
    return results


def write_lines(standings: Standings) -> str:
    """Return standings as text; empty for none."""
    rows = ((*pair, item.words, *item[3:]) for pair, item in sorted(standings.items()))
    return HEAD + "".join("\t".join(row).rstrip("\t") + "\n" for row in rows) if standings else ""


def read_lines(text: str) -> tuple[dict[Pair, Standing], list[tuple[int, str]]]:
    """Return the standings in a text, and its invalid lines with their numbers."""
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
    """Join standings into the ledger atomically; a file that would not change is left alone."""
    text = write_lines(join(read_file(folder), standings))
    path = folder / FILE
    if text and (not path.is_file() or path.read_text(encoding="utf-8") != text):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitattributes").write_text(ATTRIBUTES, encoding="utf-8")
        replace(path, text.encode(), durable=True)


def problems(folder: Path) -> Iterator[Problem]:
    """Yield the invalid lines of the ledger: nothing can be sent before they are mended."""
    path = folder / FILE
    if path.is_file():
        for number, line in read_lines(path.read_text(encoding="utf-8-sig", errors="replace"))[1]:
            mark = line.startswith(("<<<<<<<", "=======", ">>>>>>>"))
            fault = "a mark of a merge that was not finished" if mark else "a line that says nothing of a post"
            cure = "delete the line and keep those around it" if mark else "put back what git has of it (git log -p)"
            yield Problem(f"{FOLDER}/{FILE}", number, fault, cure)
