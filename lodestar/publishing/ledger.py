"""The ledger of everything ever published: `published/` in the repository, plain text, one fact per line.

Lines are sorted and end with their release, so two branches that both published merge without a conflict
(`.gitattributes` asks git for a union); of two lines about the same thing the later release's counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from lodestar.base.address import Address, read_address
from lodestar.base.files import replace
from lodestar.base.problems import Problem

FOLDER = "published"
ADDRESSES, ENTRIES, RELEASES = "addresses.txt", "entries.txt", "releases.txt"
BROUGHT = ".import/ledger"
"""Below content/: an import's list of what the old blog had published."""
ATTRIBUTES = "*.txt merge=union text eol=lf\n"
LONG_AGO = "1970-01-01T00:00:00+00:00"
"""The date of an entry whose date is lost."""
HEADS = {
    ADDRESSES: "# Every address ever published: address, what answers there, its id or where it leads, since release.\n",
    ENTRIES: "# Every post ever announced in a feed: id, its date then, its file, the release that announced it.\n",
    RELEASES: "# Every release: name, when it was published (UTC), where to, what it brought.\n",
}


class Answer(NamedTuple):
    """What answers at an address."""

    what: str
    """`post`, `page`, `archive` (a page of an archive whose number or date may pass), `feed`, `file`, `redirect`."""
    detail: str = ""
    """A post's id, or the target of a redirect."""
    release: str = ""


class Announced(NamedTuple):
    """A post as feeds first announced it."""

    date: str
    path: str
    """Its file below content/; its address where nothing else is known."""
    release: str


class LedgerRelease(NamedTuple):
    """A release."""

    moment: str
    target: str
    summary: str


@dataclass(frozen=True)
class Ledger:
    """Everything that was ever published."""

    addresses: Mapping[Address, Answer] = field(default_factory=dict)
    entries: Mapping[str, Announced] = field(default_factory=dict)
    releases: Mapping[str, LedgerRelease] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Return whether nothing has been published yet."""
        return not self.releases

    def extended(
        self,
        name: str,
        release: LedgerRelease,
        addresses: Mapping[Address, Answer],
        entries: Mapping[str, Announced],
    ) -> Ledger:
        """Return the ledger after the release `name`: known facts keep their release, new or changed ones get it."""
        merged = dict(self.addresses)
        for address, answer in addresses.items():
            old_answer = merged.get(address)
            if old_answer is None or old_answer[:2] != answer[:2]:
                merged[address] = answer._replace(release=name)
        announced = {id: entry._replace(release=name) for id, entry in entries.items() if id not in self.entries}
        return Ledger(merged, {**self.entries, **announced}, {**self.releases, name: release})


Fact = TypeVar("Fact", Answer, Announced, LedgerRelease)
Key = TypeVar("Key", bound=str)


def read_ledger(folder: Path) -> tuple[Ledger, list[Problem]]:
    """Return the ledger in `folder` (empty where there is none), and a problem for each unreadable line."""
    problems: list[Problem] = []
    addresses = _facts(folder / ADDRESSES, Answer, problems, lambda answer: answer.release, read_address)
    entries = _facts(folder / ENTRIES, Announced, problems, lambda entry: entry.release, str, first=True)
    releases = _facts(folder / RELEASES, LedgerRelease, problems, lambda release: release.moment, str)
    return Ledger(addresses, entries, releases), problems


def known_ledger(content: Path) -> tuple[Ledger, list[Problem]]:
    """Return the ledger of this site joined with that of an imported blog; this site's facts take precedence.

    The first release writes all of it into the ledger.
    """
    own, problems = read_ledger(Path(FOLDER))
    imported, import_problems = read_ledger(content / BROUGHT)
    addresses, entries = {**imported.addresses, **own.addresses}, {**imported.entries, **own.entries}
    return Ledger(addresses, entries, own.releases), [*problems, *import_problems]


def _facts(
    path: Path,
    kind: type[Fact],
    problems: list[Problem],
    moment: Callable[[Fact], str],
    read_key: Callable[[str], Key],
    first: bool = False,
) -> dict[Key, Fact]:
    """Return the facts of a file by their subject; of several about the same, the `first` or the last."""
    results: dict[Key, Fact] = {}
    if not path.is_file():
        return results
    for number, line in enumerate(path.read_text(encoding="utf-8-sig", errors="replace").split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        column, *rest = line.split("\t")
        if fault := _fault(line, rest, kind):
            problems.append(Problem(f"{path.parent.name}/{path.name}", number, *fault))
            continue
        fact, key = kind(*rest), read_key(column)
        earlier = results.get(key)
        if earlier is None or (moment(fact) < moment(earlier) if first else moment(fact) >= moment(earlier)):
            results[key] = fact
    return results


def _fault(line: str, rest: list[str], kind: type[Fact]) -> tuple[str, str] | None:
    """Return what is wrong with a line, and its cure; None for a valid one."""
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return "a mark of a merge that was not finished", "delete the line and keep those around it"
    if len(rest) != 3:
        return "a line that is no fact", f"{len(rest) + 1} columns where 4 belong"
    date = {Announced: rest[0], LedgerRelease: rest[0]}.get(kind, LONG_AGO)
    try:
        zone = datetime.fromisoformat(date).tzinfo
    except ValueError:
        zone = None
    return None if zone else (f'"{date}" is not a date', "write it as 2026-01-31T08:00:00+00:00")


def write_ledger(folder: Path, ledger: Ledger) -> None:
    """Write the ledger, each file atomically; files that would not change are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / ".gitattributes", ATTRIBUTES)
    for name, facts in ((ADDRESSES, ledger.addresses), (ENTRIES, ledger.entries), (RELEASES, ledger.releases)):
        _write(folder / name, HEADS[name] + _lines(facts.items()))


def _lines(facts: Iterable[tuple[str, Answer | Announced | LedgerRelease]]) -> str:
    return "".join("\t".join((key, *fact)) + "\n" for key, fact in sorted(facts))


def _write(path: Path, text: str) -> None:
    data = text.encode()
    if path.is_file() and path.read_bytes() == data:
        return
    replace(path, data, durable=True)
