"""Step 1, read: make a validated value of every file below content/, once."""

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
from lodestar.engine.child import ChildEnded, StandbyChild
from lodestar.engine.scan import scan
from lodestar.engine.static import File, Gate
from lodestar.engine.store import Sources, Store, Stored, Values
from lodestar.engine.workers import spread

if TYPE_CHECKING:
    from lodestar.base.front_matter.options import Options

SETTLING_TIME = 2_000_000_000
"""In nanoseconds: a file that changed so shortly before it was read may change again without a new time."""
MIN_FILES = 40
"""The least number of files to read for which one more process is worth starting."""
MAX_HELD = 200
"""How many bodies this process holds, at most, before it stores them, while others read on."""
FEW_FILES = 2 * MIN_FILES - 1
"""How many files, at most, are read by one process alone, or soon will be."""
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
    read_count: int
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
    while_waiting: Callable[[int], None] | None = None,
) -> Content:
    """Read the content folder `root`, except files that the store has already.

    `keep`: the store keeps what is read now; so it does for a build, but not for a command that only looks.
    `while_waiting` is called with the number of files to read, once this process waits until the child has read them,
    and once more when only a few are left.
    """
    stored_sources = store.sources()
    start_time = time.time_ns()
    scanned = scan(root, ignore, gate.declared.named)
    stamps = dict(sorted(scanned.files))
    kind_names = _kinds_of(stamps, kinds)
    excluded = frozenset(path for path, kind_name in kind_names.items() if gate.leaves_out(path, kind_name))
    verdicts = {
        path: None if path in excluded else gate.judge(path) for path, kind_name in kind_names.items() if not kind_name
    }
    problems = [gate.refuse(*odd_file) for odd_file in scanned.odd]
    problems += gate.missing(stamps.keys() | {odd_file.path for odd_file in scanned.odd})
    problems += [verdict for verdict in verdicts.values() if isinstance(verdict, Problem)]
    uncopied = excluded.union(path for path, verdict in verdicts.items() if verdict is not True)
    for path in uncopied:
        del stamps[path], kind_names[path]
    current_sources: Sources = {}
    unread: list[tuple[str, str]] = []
    has_new_stamps = False
    for path, stamp in stamps.items():
        stored_row = stored_sources.get(path)
        if stored_row is None or stored_row.kind != kind_names[path]:
            unread.append((path, kind_names[path]))
        elif stored_row.settled and stored_row.stamp == stamp:  # as for nearly all: its stamp says that it is unchanged
            current_sources[path] = stored_row
        elif file_digest(f"{root}/{path}") == stored_row.hash:
            # its bytes say so; its times, and whether it rests now, are new
            current_sources[path] = replace(stored_row, stamp=stamp, settled=_is_settled(stamp, start_time))
            has_new_stamps = has_new_stamps or current_sources[path] != stored_row
        else:
            unread.append((path, kind_names[path]))
    stored_values: Values = {}
    reused, decode = tuple(current_sources.items()), Decoder(kinds)

    def work_meanwhile(files: int) -> None:
        if while_waiting:
            while_waiting(files)
            stored_values.update(store.values())
            for path, source in reused:
                if source.kind:
                    decode(path, source.kind, stored_values[path])

    new_values: Values = {}
    bodies: list[tuple[str, str]] = []
    faulty: dict[str, Source] = {}
    for number, (read_time, file) in enumerate(
        _read_files(root, options, unread, workers, child, work_meanwhile if keep else None), start=1
    ):
        problems += file.problems
        if file.faulty:
            faulty[file.path] = msgspec.msgpack.decode(file.faulty, type=Source)
        kind_name = kind_names[file.path]
        if file.value or not (kind_name or file.problems):
            keys = tuple(key for key, _ in file.bodies)
            stamp = stamps[file.path]
            current_sources[file.path] = Stored(stamp, _is_settled(stamp, read_time), file.hash, kind_name, keys)
            bodies += file.bodies
            if keep and len(bodies) > MAX_HELD:
                store.keep_bodies(bodies)
                bodies.clear()
            if kind_name:
                new_values[file.path] = file.value
        progress("Reading", number, len(unread))
    load_values: Callable[[], Values] = store.values
    if has_new_stamps or unread or stored_sources.keys() != current_sources.keys():
        stored_values = stored_values or store.values()
        values = {
            path: new_values.get(path) or stored_values[path] for path, row in current_sources.items() if row.kind
        }
        if keep:
            store.keep_sources(current_sources, values, bodies, _unused_bodies(stored_sources, current_sources))
        load_values = values.copy
    faulty_texts = tuple(text for _, text in sorted(faulty.items()))
    return _make_content(
        decode, current_sources, kind_names, load_values, problems, faulty_texts, uncopied, len(unread)
    )


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


def _read_files(
    root: str,
    options: Options,
    files: Sequence[tuple[str, str]],
    workers: int,
    child: StandbyChild | None,
    while_waiting: Callable[[int], None] | None,
) -> Iterator[tuple[int, ReadFile]]:
    """Yield the results of reading files, in any order: by the child process, and the rest by this one."""
    unread = dict(files)
    if child and files:
        with suppress(ChildEnded):
            results = child.spread(READER, (root, options), files, workers, MIN_FILES)
            if while_waiting:
                while_waiting(len(files))
            for read_time, result in results:
                del unread[result.path]
                if while_waiting and len(unread) == FEW_FILES:
                    while_waiting(FEW_FILES)
                yield read_time, result
    yield from spread(_reader, (root, options), tuple(unread.items()), workers, MIN_FILES)


def _reader(root: str, options: Options) -> Callable[[tuple[str, str]], tuple[int, ReadFile]]:
    from lodestar.base.front_matter.reading import reader

    return reader(root, options)


def _unused_bodies(stored: Sources, current: Sources) -> set[str]:
    """Return the keys of documents that no source has any more."""
    dropped = {key for path, row in stored.items() if current.get(path) is not row for key in row.bodies}
    return dropped and dropped.difference(key for row in current.values() for key in row.bodies)


def _make_content(
    decode: Decoder,
    current: Sources,
    kind_names: Mapping[str, str],
    load_values: Callable[[], Values],
    problems: list[Problem],
    faulty: tuple[Source, ...],
    uncopied: frozenset[str],
    read_count: int,
) -> Content:
    ordered = sorted(current.items())
    static = tuple(File(path, row.hash) for path, row in ordered if not row.kind)
    sources = fingerprint([(path, row.hash) for path, row in ordered])

    def values() -> dict[str, tuple[Any, ...]]:
        by_path = load_values()
        results: dict[str, list[Source]] = {kind: [] for kind in decode.kinds}
        for path, row in ordered:
            if row.kind:
                results[row.kind].append(decode(path, row.kind, by_path[path]))
        return {name: tuple(item) for name, item in results.items()}

    return Content(values, static, tuple(problems), faulty, uncopied.union(kind_names), uncopied, read_count, sources)


def _is_settled(stamp: bytes, read_time: int) -> bool:
    """Return whether a file with a stamp had not changed for a while at `read_time` (ns since 1970)."""
    return max(int(part) for part in stamp.split()[1:3]) < read_time - SETTLING_TIME
