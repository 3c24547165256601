"""What a build remembers for the next one: an SQLite file that is believed only as far as it proves itself.

Every row of a source carries a checksum and every body is checked against its key, so a store that was truncated,
overwritten or made by another version costs a slower build and never a wrong page.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value BLOB, checksum INTEGER) WITHOUT ROWID;
CREATE TABLE sources (path TEXT PRIMARY KEY, stamp BLOB, seen INTEGER, hash TEXT, kind TEXT, value BLOB, bodies TEXT,
                      checksum INTEGER);
CREATE TABLE bodies (key TEXT PRIMARY KEY, html TEXT);
CREATE TABLE outputs (address TEXT PRIMARY KEY, fingerprint TEXT, stamp BLOB, checksum INTEGER) WITHOUT ROWID;
"""


class Stored(NamedTuple):
    """What is remembered of one source file."""

    path: str
    stamp: bytes
    """Size, times and inode of the file when it was read."""
    seen: int
    """When that was, in nanoseconds; a file that changed in the same moment is read again."""
    hash: str
    kind: str
    value: bytes
    bodies: str
    """Keys of its documents, parted by spaces."""


class Written(NamedTuple):
    """What is remembered of one output."""

    address: str
    fingerprint: str
    """Empty while a commit is under way: the file is ours, but what it holds is not known."""
    stamp: bytes
    """Size, times and inode of the file after it was written."""


class BodyLost(Exception):
    """A stored text is missing or damaged."""


def stamp(status: os.stat_result) -> bytes:
    """What tells without reading that a file is unchanged; a restored modification time shows in its change time."""
    return b"%d %d %d %d" % (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def _checksum(*columns: str | bytes | int) -> int:
    """A checksum of a row; a damaged one may hold anything, so no column is taken for what it should be."""
    return zlib.crc32(repr(columns).encode())


class Store:
    """The store at `path`; one that is foreign, older, newer or damaged is discarded, and `discarded` says why."""

    def __init__(self, path: Path, identity: str, fresh: bool = False) -> None:
        self.path = path
        self.discarded = ""
        path.parent.mkdir(parents=True, exist_ok=True)
        if fresh:
            self._remove()
        try:
            self._open(identity)
        except sqlite3.Error as error:
            self._discard(f"it is damaged ({error})", identity)

    def _open(self, identity: str) -> None:
        new = not self.path.exists() or self.path.stat().st_size == 0
        self._db = sqlite3.connect(self.path, isolation_level=None)
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA cache_size=-8000")
        if new:
            self._create(identity)
            return
        if self._length() != self.path.stat().st_size:
            raise sqlite3.DatabaseError("its end is missing")
        if self.note("identity") != identity.encode():
            self._discard("", identity)

    def _length(self) -> int:
        """How many bytes the file should have."""
        pages, size = (self._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return int(pages) * int(size)

    def _create(self, identity: str) -> None:
        self._db.executescript("BEGIN;" + SCHEMA)
        self._db.execute("COMMIT")
        self.remember([("identity", identity.encode())])

    def _discard(self, why: str, identity: str) -> None:
        self.discarded = why
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
        """Close the file; nothing more may be asked."""
        with suppress(AttributeError, sqlite3.Error):
            self._db.close()

    def note(self, name: str) -> bytes | None:
        """A remembered note."""
        row = self._db.execute("SELECT value, checksum FROM about WHERE name=?", (name,)).fetchone()
        return row[0] if row and _checksum(name, row[0]) == row[1] else None

    def remember(self, notes: Iterable[tuple[str, bytes]]) -> None:
        """Remember notes by name."""
        with self._transaction():
            rows = ((name, value, _checksum(name, value)) for name, value in notes)
            self._db.executemany("REPLACE INTO about VALUES (?,?,?)", rows)

    def sources(self) -> dict[str, Stored]:
        """What is remembered of every source, by path; damaged rows are left out."""
        rows = self._db.execute("SELECT path, stamp, seen, hash, kind, value, bodies, checksum FROM sources")
        found = {}
        for *columns, checksum in rows:
            if _checksum(*columns) == checksum:
                found[columns[0]] = Stored(*columns)
        return found

    def keep_sources(
        self, changed: Iterable[Stored], bodies: Iterable[tuple[str, str]], gone: Iterable[str], needed: set[str]
    ) -> None:
        """Remember changed sources and their bodies, and forget what is gone; `needed` are all keys still in use."""
        with self._transaction():
            self._db.executemany("DELETE FROM sources WHERE path=?", ((path,) for path in gone))
            self._db.executemany(
                "REPLACE INTO sources VALUES (?,?,?,?,?,?,?,?)", ((*row, _checksum(*row)) for row in changed)
            )
            self._db.executemany("REPLACE INTO bodies VALUES (?,?)", bodies)
            unused = [row for row in self._db.execute("SELECT key FROM bodies") if row[0] not in needed]
            self._db.executemany("DELETE FROM bodies WHERE key=?", unused)

    def body_keys(self) -> set[str]:
        """The keys of all remembered bodies."""
        return {key for (key,) in self._db.execute("SELECT key FROM bodies")}

    def outputs(self) -> dict[str, Written]:
        """What is remembered of every output, by address; damaged rows are left out."""
        rows = self._db.execute("SELECT address, fingerprint, stamp, checksum FROM outputs")
        return {row[0]: Written(*row[:-1]) for row in rows if _checksum(*row[:-1]) == row[-1]}

    def keep_outputs(self, written: Iterable[Written], gone: Iterable[str] = ()) -> None:
        """Remember outputs, and forget those that are gone."""
        with self._transaction():
            self._db.executemany("DELETE FROM outputs WHERE address=?", ((address,) for address in gone))
            self._db.executemany("REPLACE INTO outputs VALUES (?,?,?,?)", ((*row, _checksum(*row)) for row in written))

    class _Transaction:
        def __init__(self, db: sqlite3.Connection) -> None:
            self._db = db

        def __enter__(self) -> None:
            self._db.execute("BEGIN IMMEDIATE")

        def __exit__(self, kind: object, *_: object) -> None:
            self._db.execute("COMMIT" if kind is None else "ROLLBACK")

    def _transaction(self) -> _Transaction:
        return self._Transaction(self._db)


class Bodies:
    """Reads the HTML of documents from a store, in whatever process it is used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process = 0
        self._db: sqlite3.Connection | None = None

    def __getitem__(self, key: str) -> str:
        if self._db is None or self._process != os.getpid():  # a connection does not survive a fork
            self._db, self._process = sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True), os.getpid()
        row = self._db.execute("SELECT html FROM bodies WHERE key=?", (key,)).fetchone()
        if (
            row is None
            or not isinstance(row[0], str)
            or hashlib.blake2b(row[0].encode(), digest_size=16).hexdigest() != key
        ):
            raise BodyLost(key)
        return str(row[0])
