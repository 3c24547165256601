"""The store in which a build keeps data for the next one: an SQLite file that is verified before it is used.

Data that is always read completely (sources, their values, outputs) is kept in a few records with checksums: ten thousand rows
would take longer to fetch than to decode. Every body is checked against its key. So a store that was
truncated, overwritten or made by another version costs a slower build and never a wrong page.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from lodestar.base.digest import key_of
from lodestar.base.values import Value

SCHEMA = """
CREATE TABLE records (name TEXT PRIMARY KEY, value BLOB, checksum INTEGER);
CREATE TABLE bodies (key TEXT PRIMARY KEY, html TEXT);
CREATE TABLE shown (key TEXT PRIMARY KEY, proof TEXT, html TEXT);
"""


class Stored(Value):
    """The record of a source file."""

    stamp: bytes
    """Size, times and inode of the file when it was read."""
    settled: bool
    """Whether it had not changed for a while by then, so that the same stamp means the same bytes."""
    hash: str
    kind: str
    bodies: tuple[str, ...]
    """Keys of its documents."""


class Written(Value):
    """The record of an output."""

    fingerprint: str
    """Empty during a commit: the file is ours, but its content is not certain."""
    stamp: bytes
    """Size, times and inode of the file after it was written."""


Sources = dict[str, Stored]
"""Sources by path."""
Values = dict[str, bytes]
"""The value of each source that has one, in MessagePack, by path."""
Outputs = dict[str, Written]
"""Outputs by address."""


LOCK_TIMEOUT = 60.0
"""Seconds for which a process that renders waits while another one stores what it has rendered."""
DAMAGED = "it was damaged"
OTHER_VERSION = "another version of Lodestar, of a library or a plugin made it, or one with other settings for Markdown"
"""Why a store is not used."""


class BodyLost(Exception):
    """A stored text is missing or damaged."""


def stamp(status: os.stat_result) -> bytes:
    """Return the stamp that shows, without reading, whether a file changed; it includes the change time."""
    return b"%d %d %d %d" % (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def is_from_disk(error: sqlite3.Error) -> bool:
    """Return whether an error comes from the disk, which is full or read-only, and not from a damaged file."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)


def _checksum(name: str, value: bytes) -> int:
    return zlib.crc32(value, zlib.crc32(name.encode()))


class Store:
    """The store at `path`; one that is foreign, older, newer or damaged is discarded, and `discarded` says why.

    `start_empty`: what it holds is discarded, or not looked at.
    `read_only`: no file is changed; where the store cannot be used, it is as if there were none.
    """

    def __init__(self, path: Path, identity: str, start_empty: bool = False, read_only: bool = False) -> None:
        self.path = path
        self.discarded = ""
        self._values_checksum: int | None = None
        """The checksum of the values that belong to the sources; None for a store without sources."""
        if read_only:
            self._open_read_only(identity, start_empty)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if start_empty:
            self._remove()
        try:
            self._open(identity)
        except sqlite3.Error as error:
            if is_from_disk(error):
                self.close()
                raise
            self._discard(DAMAGED, identity)

    def _open(self, identity: str) -> None:
        is_new = not self.path.exists() or self.path.stat().st_size == 0
        self._db = sqlite3.connect(self.path, isolation_level=None)
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA cache_size=-8000")
        if is_new:
            self._create(identity)
            return
        if self._length() != self.path.stat().st_size:
            raise sqlite3.DatabaseError("its end is missing")
        tables = self._db.execute("SELECT name FROM sqlite_master WHERE name = 'records'")  # an older version has none
        if not tables.fetchone() or self.record("identity") != identity.encode():
            self._discard(OTHER_VERSION, identity)

    def _open_read_only(self, identity: str, start_empty: bool) -> None:
        """Open the file read-only; where it cannot be used, or with `start_empty`, open an empty one in memory."""
        try:
            self._db = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
            if (
                not start_empty
                and self._length() == self.path.stat().st_size
                and self.record("identity") == identity.encode()
            ):
                return
        except (sqlite3.Error, OSError):
            pass
        self.close()
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        self._create(identity)

    def _length(self) -> int:
        """Return how many bytes the file should have."""
        pages, size = (self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return int(pages) * int(size)

    def _create(self, identity: str) -> None:
        self._db.execute("PRAGMA page_size=32768")  # the records are long: an edit writes them in half the time
        self._db.executescript("BEGIN;" + SCHEMA)
        self._db.execute("COMMIT")
        self.remember(identity=identity.encode())

    def _discard(self, reason: str, identity: str) -> None:
        self.discarded = reason
        self.close()
        self._remove()
        self._db = sqlite3.connect(self.path, isolation_level=None)
        self._db.execute("PRAGMA synchronous=OFF")
        self._create(identity)

    def _remove(self) -> None:
        for name in (self.path, self.path.with_name(self.path.name + "-journal")):
            with suppress(FileNotFoundError):
                name.unlink()

    def close(self) -> None:
        """Close the file."""
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()

    def record(self, name: str) -> bytes | None:
        """Return a record; None for one that is missing or damaged."""
        row = self._db.execute("SELECT value, checksum FROM records WHERE name=?", (name,)).fetchone()
        return row[0] if row and isinstance(row[0], bytes) and _checksum(name, row[0]) == row[1] else None

    def remember(self, **records: bytes) -> None:
        """Save records by name."""
        with self._transaction():
            self._write(records)

    def _write(self, records: Mapping[str, bytes]) -> None:
        rows = [(name, value, _checksum(name, value)) for name, value in records.items()]
        self._db.executemany("REPLACE INTO records VALUES (?,?,?)", rows)

    def sources(self) -> Sources:
        """Return the records of all sources; none where they are damaged."""
        record = self.record("sources")
        sources, self._values_checksum = (
            msgspec.msgpack.decode(record, type=tuple[Sources, int]) if record else ({}, None)
        )
        return sources

    def values(self) -> Values:
        """Return the values of the sources. Raises sqlite3.DatabaseError where they are damaged.

        Values of other sources count as damage, too: a power failure may have left a part unwritten.
        """
        if self._values_checksum is None:
            return {}
        record = self.record("values")
        if record is None or _checksum("values", record) != self._values_checksum:
            raise sqlite3.DatabaseError("its values are damaged")
        return msgspec.msgpack.decode(record, type=Values)

    def keep_bodies(self, bodies: Iterable[tuple[str, str]]) -> None:
        """Save bodies by their keys, before the sources that have them."""
        with self._transaction():
            self._db.executemany("REPLACE INTO bodies VALUES (?,?)", bodies)

    def keep_sources(
        self, sources: Sources, values: Values, bodies: Iterable[tuple[str, str]], unused: Iterable[str]
    ) -> None:
        """Save sources, their values and new bodies; delete `unused` bodies."""
        record, unused_keys = msgspec.msgpack.encode(values), tuple(unused)
        checksum = _checksum("values", record)
        with self._transaction():
            self._write({"values": record, "sources": msgspec.msgpack.encode((sources, checksum))})
            self._db.executemany("REPLACE INTO bodies VALUES (?,?)", bodies)
            for table in ("bodies", "shown"):
                self._db.executemany(f"DELETE FROM {table} WHERE key=?", ((key,) for key in unused_keys))
        self._values_checksum = checksum

    def outputs(self) -> Outputs:
        """Return the records of all outputs; none where they are damaged."""
        record, doubtful = self.record("outputs"), self.record("doubtful")
        if doubtful is None:
            return {}
        doubtful_outputs = dict.fromkeys(msgspec.msgpack.decode(doubtful, type=list[str]), Written("", b""))
        return {**(msgspec.msgpack.decode(record, type=Outputs) if record else {}), **doubtful_outputs}

    def doubt(self, addresses: list[str]) -> None:
        """Mark outputs as files of ours whose content is uncertain, until outputs are saved again."""
        self.remember(doubtful=msgspec.msgpack.encode(addresses))

    def keep_outputs(self, outputs: Outputs) -> None:
        """Save the records of all outputs."""
        with self._transaction():
            self._write({"outputs": msgspec.msgpack.encode(outputs), "doubtful": msgspec.msgpack.encode([])})

    class _Transaction:
        def __init__(self, db: sqlite3.Connection) -> None:
            self._db = db

        def __enter__(self) -> None:
            self._db.execute("BEGIN IMMEDIATE")

        def __exit__(self, kind: object, *_: object) -> None:
            if self._db.in_transaction:  # SQLite itself rolls back what a full disk refused
                self._db.execute("COMMIT" if kind is None else "ROLLBACK")

    def _transaction(self) -> _Transaction:
        return self._Transaction(self._db)


class Bodies:
    """The bodies of a store, which any process can read, and the texts that templates make of them.

    `read_only`: the file is not written to.
    """

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self._path, self._read_only = path, read_only
        self._process = 0
        self._connection: sqlite3.Connection | None = None
        """That of `_process`."""

    def __del__(self) -> None:
        if self._connection and self._process == os.getpid():
            self._connection.close()  # Python 3.13 warns of one that is not

    def __reduce__(self) -> tuple[type[Bodies], tuple[Path, bool]]:
        return (Bodies, (self._path, self._read_only))

    def __getitem__(self, key: str) -> str:
        row = self._db.execute("SELECT html FROM bodies WHERE key=?", (key,)).fetchone()
        if row is None or not isinstance(row[0], str) or key_of(row[0]) != key:
            raise BodyLost(key)
        return str(row[0])

    def kept_text(self, key: str) -> tuple[str, str] | None:
        """Return the proof of the text that a template made of a body, which the caller checks, and the text; None for none."""
        row = self._db.execute("SELECT proof, html FROM shown WHERE key=?", (key,)).fetchone()
        return (str(row[0]), str(row[1])) if row else None

    def keep_texts(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Save texts that a template made of bodies, as far as the disk takes them: of each the body's key, proof and text."""
        with suppress(sqlite3.OperationalError), self._db:
            self._db.executemany("REPLACE INTO shown VALUES (?,?,?)", rows)

    @property
    def _db(self) -> sqlite3.Connection:
        if self._connection is None or self._process != os.getpid():  # a connection does not survive a fork
            # a build may write, if only to undo what a process left that was killed as it wrote
            uri = f"{self._path.as_uri()}?mode={'ro' if self._read_only else 'rw'}"
            # any thread may close it
            self._connection = sqlite3.connect(uri, timeout=LOCK_TIMEOUT, uri=True, check_same_thread=False)
            self._process = os.getpid()
            self._connection.execute("PRAGMA synchronous=OFF")
        return self._connection
