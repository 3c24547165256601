"""Step 1, read: every file below content/ becomes a validated value, once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from lodestar.base.files import ReadFile, file_digest
from lodestar.base.fingerprints import fingerprint
from lodestar.base.kinds import Kind
from lodestar.base.problems import Problem
from lodestar.base.values import Source
from lodestar.engine.child import Gone, StandbyChild
from lodestar.engine.scan import scan
from lodestar.engine.static import File, Gate
from lodestar.engine.store import Sources, Store, Stored, Values
from lodestar.engine.workers import spread

if TYPE_CHECKING:
    from lodestar.base.front_matter.options import Options

DOUBT = 2_000_000_000
"""Nanoseconds: a file changed this shortly before it was read may change again without new times."""
LEAST = 40
"""How many files a further process must have to read to be worth starting."""
MANY = 200
"""How many texts this process holds until it stores them, while others read on."""
FEW = 2 * LEAST - 1
"""How many files are read by one process, or soon will be."""
READER = "lodestar.base.front_matter.reading:reader"
"""The function that reads files; imported only when there are some to read."""


@dataclass(frozen=True)
class Content:
    """Everything below content/."""

    values: Callable[[], dict[str, tuple[Any, ...]]]
    """Returns the values by the name of their kind, ordered by path; a build with nothing to do never calls it."""
    static: tuple[File, ...]
    """The files to copy, ordered by path."""
    problems: tuple[Problem, ...]
    faulty: tuple[Source, ...]
    """The texts below faulty headers, ordered by path: what is wrong with them is said in the same run."""
    paths: frozenset[str]
    """Paths of all files, including unreadable ones."""
    uncopied: frozenset[str]
    """Paths of files that are neither read nor copied, because nothing makes them part of the site."""
    read: int
    """The number of files that had to be read."""
    sources: str
    """A hash of the paths and contents of all files, those that are copied too."""


def read(
    root: str,
    kinds: Sequence[Kind],
    options: Options,
    store: Store,
    workers: int,
    ignore: Iterable[str],
    gate: Gate,
    progress: Callable[[str, int, int], None],
    child: StandbyChild | None = None,
    keep: bool = True,
    meanwhile: Callable[[int], None] | None = None,
) -> Content:
    """Read the content folder `root`, except files that the store has already.

    `keep`: the store is to know what is read now; a build says so, and a command that only looks does not.
    `meanwhile` is called then, with the number of files to read, where this process waits until the child has read them;
    and once more when no more than a few are left.
    """
    stored = store.sources()
    began = time.time_ns()
    scanned = scan(root, ignore, gate.declared.named)
    stamps = dict(sorted(scanned.files))
    names = _kinds_of(stamps, kinds)
    excluded = frozenset(path for path, name in names.items() if gate.leaves_out(path, name))
    verdicts = {path: None if path in excluded else gate.judge(path) for path, name in names.items() if not name}
    problems = [gate.refuse(*odd) for odd in scanned.odd]
    problems += gate.missing(stamps.keys() | {odd.path for odd in scanned.odd})
    problems += [verdict for verdict in verdicts.values() if isinstance(verdict, Problem)]
    uncopied = excluded.union(path for path, verdict in verdicts.items() if verdict is not True)
    for path in uncopied:
        del stamps[path], names[path]
    current: Sources = {}
    unread: list[tuple[str, str]] = []
    has_new_stamps = False
    for path, mark in stamps.items():
        stored_row = stored.get(path)
        if stored_row is None or stored_row.kind != names[path]:
            unread.append((path, names[path]))
        elif stored_row.settled and stored_row.stamp == mark:  # as for nearly all: its stamp says that it is unchanged
            current[path] = stored_row
        elif file_digest(f"{root}/{path}") == stored_row.hash:
            # its bytes say so; its times, and whether it rests now, are new
            current[path] = replace(stored_row, stamp=mark, settled=_is_settled(mark, began))
            has_new_stamps = has_new_stamps or current[path] != stored_row
        else:
            unread.append((path, names[path]))
    stored_values: Values = {}
    reused, decode = tuple(current.items()), Decoder(kinds)

    def work_meanwhile(files: int) -> None:
        if meanwhile:
            meanwhile(files)
            stored_values.update(store.values())
            for path, source in reused:
                if source.kind:
                    decode(path, source.kind, stored_values[path])

    fresh: Values = {}
    bodies: list[tuple[str, str]] = []
    faulty: dict[str, Source] = {}
    for number, (moment, file) in enumerate(
        _results(root, options, unread, workers, child, work_meanwhile if keep else None), start=1
    ):
        problems += file.problems
        if file.faulty:
            faulty[file.path] = msgspec.msgpack.decode(file.faulty, type=Source)
        name = names[file.path]
        if file.value or not (name or file.problems):
            keys = tuple(key for key, _ in file.bodies)
            mark = stamps[file.path]
            current[file.path] = Stored(mark, _is_settled(mark, moment), file.hash, name, keys)
            bodies += file.bodies
            if keep and len(bodies) > MANY:
                store.keep_bodies(bodies)
                bodies.clear()
            if name:
                fresh[file.path] = file.value
        progress("Reading", number, len(unread))
    encoded: Callable[[], Values] = store.values
    if has_new_stamps or unread or stored.keys() != current.keys():
        stored_values = stored_values or store.values()
        values = {path: fresh.get(path) or stored_values[path] for path, row in current.items() if row.kind}
        if keep:
            store.keep_sources(current, values, bodies, _unused(stored, current))
        encoded = values.copy
    texts = tuple(text for _, text in sorted(faulty.items()))
    return _content(decode, current, names, encoded, problems, texts, uncopied, len(unread))


class Decoder:
    """Decodes values of sources, each once as long as its bytes are the same object."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self._kinds = {kind.name: kind for kind in kinds}
        self._by_kind: dict[str, msgspec.msgpack.Decoder[Any]] = {}  # one takes milliseconds to make
        self._decoded: dict[str, tuple[bytes, Source]] = {}

    def __call__(self, path: str, kind: str, data: bytes) -> Source:
        """Return the value of the source at `path`."""
        decoded = self._decoded.get(path)
        if decoded is None or decoded[0] is not data:
            if kind not in self._by_kind:
                self._by_kind[kind] = msgspec.msgpack.Decoder(self._kinds[kind].type)
            decoded = self._decoded[path] = (data, self._by_kind[kind].decode(data))
        return decoded[1]

    @property
    def kinds(self) -> Iterable[str]:
        """The names of the kinds."""
        return self._kinds


def _kinds_of(paths: Iterable[str], kinds: Sequence[Kind]) -> dict[str, str]:
    """Return the name of the first kind to which each file belongs; empty for none."""
    folders: dict[str, list[Kind]] = {}
    for kind in kinds:
        folders.setdefault(kind.folder.partition("/")[0], []).append(kind)
    names = {}
    for path in paths:
        names[path] = ""
        for kind in folders.get(path[: max(path.find("/"), 0)], ()):
            if kind.holds(path):
                names[path] = kind.name
                break
    return names


def _results(
    root: str,
    options: Options,
    files: Sequence[tuple[str, str]],
    workers: int,
    child: StandbyChild | None,
    meanwhile: Callable[[int], None] | None,
) -> Iterator[tuple[int, ReadFile]]:
    """Yield the results of reading files, in any order: by the child process, and the rest by this one."""
    unread = dict(files)
    if child and files:
        with suppress(Gone):
            results = child.spread(READER, (root, options), files, workers, LEAST)
            if meanwhile:
                meanwhile(len(files))
            for moment, result in results:
                del unread[result.path]
                if meanwhile and len(unread) == FEW:
                    meanwhile(FEW)
                yield moment, result
    yield from spread(_reader, (root, options), tuple(unread.items()), workers, LEAST)


def _reader(root: str, options: Options) -> Callable[[tuple[str, str]], tuple[int, ReadFile]]:
    from lodestar.base.front_matter.reading import reader

    return reader(root, options)


def _unused(before: Sources, now: Sources) -> set[str]:
    """Return the keys of documents that no source has any more."""
    gone = {key for path, row in before.items() if now.get(path) is not row for key in row.bodies}
    return gone and gone.difference(key for row in now.values() for key in row.bodies)


def _content(
    decode: Decoder,
    current: Sources,
    names: Mapping[str, str],
    encoded: Callable[[], Values],
    problems: list[Problem],
    faulty: tuple[Source, ...],
    uncopied: frozenset[str],
    read: int,
) -> Content:
    ordered = sorted(current.items())
    static = tuple(File(path, row.hash) for path, row in ordered if not row.kind)
    sources = fingerprint([(path, row.hash) for path, row in ordered])

    def values() -> dict[str, tuple[Any, ...]]:
        by_path = encoded()
        results: dict[str, list[Source]] = {kind: [] for kind in decode.kinds}
        for path, row in ordered:
            if row.kind:
                results[row.kind].append(decode(path, row.kind, by_path[path]))
        return {name: tuple(item) for name, item in results.items()}

    return Content(values, static, tuple(problems), faulty, uncopied.union(names), uncopied, read, sources)


def _is_settled(mark: bytes, moment: int) -> bool:
    """Return whether a file with the stamp `mark` had not changed for a while at `moment` (ns since 1970)."""
    return max(int(part) for part in mark.split()[1:3]) < moment - DOUBT
