"""An index of all files below content/, read from their headers alone: it exists before the first build, and includes
files that cannot be built.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from lodestar.base.digest import digest
from lodestar.base.front_matter.fields import read_date
from lodestar.base.front_matter.header import Fault, decode, split
from lodestar.base.values import Value
from lodestar.desk.kinds import HEADINGS, kind_of
from lodestar.desk.saving import read
from lodestar.engine.scan import scan

VERSION = 2


class Row(Value):
    """A content file."""

    path: str
    kind: str
    stamp: bytes
    digest: str
    title: str
    date: str
    """As the author wrote it."""
    instant: float
    """Seconds since 1970; 0 for what has no date."""
    status: str
    """What the header says; `faulty` for a file that cannot be read."""
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    authors: tuple[str, ...]
    call: str
    words: int
    """Approximate number of words."""
    fault: str
    search: str
    """The text that a search looks through, in lower case."""
    id: str = ""
    """Its id in feeds."""
    shown_status: str = ""
    """`published`, `draft`, `hidden`, `scheduled` or `faulty`, now."""


class Library:
    """The rows of all content files; a row is read again when its file's stamp changes."""

    def __init__(
        self,
        content: Path,
        zone: Callable[[], ZoneInfo],
        now: Callable[[], datetime],
        ignore: Iterable[str],
        cache: Path | None,
    ) -> None:
        self._content, self._zone, self._now, self._ignore, self._cache = content, zone, now, tuple(ignore), cache
        self._known: dict[str, Row] = {}
        self._rows: tuple[Row, ...] = ()
        self._lock = threading.Lock()
        self.pictures: tuple[str, ...] = ()
        """Paths of the files of no kind, such as pictures."""
        if cache and cache.is_file():
            try:
                version, rows = msgspec.msgpack.decode(cache.read_bytes(), type=tuple[int, tuple[Row, ...]])
                self._known = {row.path: row for row in rows} if version == VERSION else {}
            except (msgspec.MsgspecError, OSError):
                self._known = {}

    def refresh(self) -> None:
        """Update the rows from the files on disk."""
        with self._lock:
            rows_by_path, pictures, changed = {}, [], False
            for path, mark in scan(str(self._content), self._ignore).files:
                kind = kind_of(path)
                if kind is None:
                    pictures.append(path)
                    continue
                known_row = self._known.get(path)
                if known_row is None or known_row.stamp != mark:
                    known_row, changed = self._read(path, kind.name, mark), True
                rows_by_path[path] = known_row
            changed = changed or len(rows_by_path) != len(self._known)
            self._known, self.pictures = rows_by_path, tuple(sorted(pictures))
            now = self._now().timestamp()
            rows = [
                msgspec.structs.replace(row, shown_status=status_at(row, now)) if row.kind in ("post", "page") else row
                for row in rows_by_path.values()
            ]
            self._rows = tuple(sorted(rows, key=_newest_first))
            if changed and self._cache:
                with suppress(OSError):  # it only makes the next start faster
                    self._cache.parent.mkdir(parents=True, exist_ok=True)
                    self._cache.write_bytes(msgspec.msgpack.encode((VERSION, tuple(rows_by_path.values()))))

    def rows(self, kind: str = "") -> tuple[Row, ...]:
        """Return all rows of a kind, newest first."""
        return tuple(row for row in self._rows if row.kind == kind) if kind else self._rows

    def row(self, path: str) -> Row | None:
        """Return the row of a file."""
        result = self._known.get(path)
        return result and msgspec.structs.replace(result, shown_status=status_at(result, self._now().timestamp()))

    def unpublished(self) -> tuple[Row, ...]:
        """Return the posts and pages that readers do not see, or not in lists."""
        return tuple(row for row in self._rows if row.shown_status in ("draft", "scheduled", "hidden"))

    def _read(self, path: str, kind: str, mark: bytes) -> Row:
        try:
            data = read(f"{self._content}/{path}")
        except OSError:
            return _faulty(path, kind, mark, "", "cannot be read; open it to see why")
        if data is None:
            return _faulty(path, kind, mark, "", "is not there any more")
        try:
            header = split(decode(data))
        except Fault as fault:
            return _faulty(path, kind, mark, digest(data), f"line {fault.line}: {fault.what}")
        return make_row(path, kind, mark, data, header.fields, words(header.body), self._zone())


def make_row(
    path: str, kind: str, mark: bytes, data: bytes, fields: dict[str, Any], length: int, zone: ZoneInfo
) -> Row:
    """Return the row of a file, made from its parsed header."""
    title = next((text_in(fields.get(key)) for key in HEADINGS if fields.get(key)), "")
    date, instant, fault = text_in(fields.get("date")), 0.0, ""
    if date:
        try:
            instant = read_date(date, zone).timestamp()
        except ValueError as error:
            fault = str(error)
    tags, categories, authors = (names_in(fields.get(key)) for key in ("tags", "categories", "authors"))
    search = "\n".join((title, path, *tags, *categories, *authors)).casefold()
    status = text_in(fields.get("status")) or "published"
    return Row(
        path, kind, mark, digest(data), title or path, date, instant, status, tags, categories, authors, text_in(fields.get("call")), length, fault, search, text_in(fields.get("id")),
    )  # fmt: skip


def _newest_first(row: Row) -> tuple[float, str]:
    """Return the sort key of a row: newest first, posts without a date before all others."""
    undated = row.kind == "post" and not row.date and not row.fault
    return (-math.inf if undated else -row.instant, row.path)


def status_at(row: Row, now: float) -> str:
    """Return the status of a file at a moment: a published one with a later date is `scheduled`."""
    if row.status == "published" and row.instant > now:
        return "scheduled"
    return row.status


def _faulty(path: str, kind: str, mark: bytes, hash: str, fault: str) -> Row:
    return Row(
        path, kind, mark, hash, path.rpartition("/")[2], "", 0.0, "faulty", (), (), (), "", 0, fault, path.casefold()
    )


def words(text: str) -> int:
    """Return the approximate number of words in a text, by counting the spaces between them."""
    return text.count(" ") + text.count("\n") - text.count("\n\n") + 1 if text.strip() else 0


def text_in(value: Any) -> str:
    """Return a value of a header as one line; empty for what is no text."""
    return (
        value
        if isinstance(value, str) and "  " not in value and "\n" not in value
        else " ".join(value.split())
        if isinstance(value, str)
        else ""
    )


def names_in(value: Any) -> tuple[str, ...]:
    """Return a value of a header as names: a list of them, or one alone."""
    values = [value] if isinstance(value, str) and value else value or []
    return tuple(text_in(entry) for entry in values if isinstance(entry, str)) if isinstance(values, list) else ()
