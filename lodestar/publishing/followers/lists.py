"""Reads lists of followers as other services export them, in several encodings, with and without a header."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

from lodestar.publishing.followers.columns import (
    DATES,
    EMAIL,
    FILES,
    FIRST,
    LAST,
    NAME,
    SOURCES,
    key_of,
    refusal_of,
    service_of,
)

SEPARATORS = ",;\t|"
ENCODINGS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
ADDRESS = re.compile(
    r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+"
)
"""A valid e-mail address by the HTML standard, with at least one dot after the @."""
LONGEST = 254
"""The most characters of an address (RFC 5321, section 4.5.3.1.3, without its angle brackets)."""
DATE_FORMS = ("%m/%d/%Y %H:%M", "%m/%d/%Y", "%d.%m.%Y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y")
"""Date formats other than ISO 8601; those with slashes are American, as these services write them."""


class ListError(Exception):
    """A file that cannot be read as a list: its one argument is `path:line: what is wrong; what would be right`."""


class FollowerRow(NamedTuple):
    """A row of a list."""

    file: str
    line: int
    email: str
    """The address, with its domain in lower case; as written where it is not valid."""
    name: str = ""
    date: str = ""
    """When the person subscribed: an instant in UTC (ISO 8601), or a day; empty where the list does not say."""
    source: str = ""
    """How the person subscribed, or the service that exported the list."""
    refusal: str = ""
    """Why the person gets no letters; empty for a follower who does."""

    @property
    def key(self) -> str:
        """The same for all rows of one person."""
        return self.email.casefold()


def read_list(path: Path) -> list[FollowerRow]:
    """Return the rows of a list. Raises ListError for any other file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ListError(f"{path}:1: it cannot be read ({error.strerror}); name the file as it was saved") from None
    text = _decode(data)
    if "\0" in text or data[:2] == b"PK":
        raise ListError(f"{path}:1: it is no text; open it in a spreadsheet and save it as CSV, or unpack it first")
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None:
        raise ListError(f"{path}:1: it is empty; export the list again")
    separator = _separator(lines[first])
    if lines[first].casefold().startswith("sep="):  # Excel's hint about the separator
        separator, first = lines[first][4:5] or separator, first + 1
    rows = csv.reader(io.StringIO("\n".join(lines[first:]), newline=""), delimiter=separator)
    return list(_rows(path, first, rows))


def _rows(path: Path, skipped: int, reader: Iterator[Sequence[str]]) -> Iterator[FollowerRow]:
    columns: dict[str, int] | None = None
    file_refusal = next((reason for start, reason in FILES.items() if path.name.casefold().startswith(start)), "")
    source, last_line = "a list of addresses", 0
    try:
        for cells in reader:
            line = skipped + last_line + 1
            last_line = reader.line_num  # type: ignore[attr-defined]  # csv's reader has it
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = _columns(path, line, cells)
                source = service_of(columns) or source
                if "@" not in "".join(cells):
                    continue
            yield _row(path.name, line, _cells(cells, columns), source, file_refusal)
    except csv.Error as error:
        raise ListError(f"{path}:{skipped + last_line + 1}: {error}; export the list again") from None


def _columns(path: Path, line: int, cells: Sequence[str]) -> dict[str, int]:
    """Return the index of each column by its name; a list without a header has addresses and perhaps dates."""
    if any("@" in cell for cell in cells):
        place = next(index for index, cell in enumerate(cells) if "@" in cell)
        dates = [index for index, cell in enumerate(cells) if index != place and read_date(cell)]
        return {"email": place, **({"date": dates[0]} if dates else {})}
    columns: dict[str, int] = {}
    for index, name in enumerate(cells):
        columns.setdefault(key_of(name), index)
    if not any(name in columns for name in EMAIL):
        names = ", ".join(cell.strip() for cell in cells)[:80]
        raise ListError(f'{path}:{line}: no column is called "email" ({names}); name that of the addresses so')
    return columns


def _cells(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {name: cells[index].strip(" \t\u00a0\u200b\ufeff") for name, index in columns.items() if index < len(cells)}


def _row(file: str, line: int, cells: Mapping[str, str], service: str, file_refusal: str) -> FollowerRow:
    text = _first(cells, EMAIL)
    display_name, address = parseaddr(text.removeprefix("mailto:"))
    email, fault = normalize(address or text)
    name = _first(cells, NAME) or " ".join(filter(None, (_first(cells, FIRST), _first(cells, LAST)))) or display_name
    moments = (date for column in DATES if (date := read_date(cells.get(column, ""))))
    source = _first(cells, SOURCES)
    return FollowerRow(
        file,
        line,
        email,
        _plain(name),
        next(moments, ""),
        f"{service}: {_plain(source)}" if source else service,
        refusal_of(cells) or file_refusal or fault,
    )


def normalize(address: str) -> tuple[str, str]:
    """Return an address with its domain in lower case, and what is wrong with it; empty for a valid one."""
    if not address:
        return "", "no address"
    local, _, domain = address.strip().rpartition("@")
    with_ascii = domain.casefold().rstrip(".")
    if not with_ascii.isascii():
        try:
            with_ascii = with_ascii.encode("idna").decode("ascii")
        except UnicodeError:
            return address, "no valid address"
    email = f"{local}@{with_ascii}"
    if local and not local.isascii():
        return address, "letters before the @ that mail services do not take"
    if not ADDRESS.fullmatch(email) or ".." in local or local[:1] == "." or local[-1:] == "." or len(email) > LONGEST:
        return address, "no valid address"
    return email, ""


def read_date(text: str) -> str:
    """Return a date as ISO 8601, in UTC if it has a time; empty for anything else."""
    text = text.strip()
    if not text or not re.search(r"\d{4}", text):
        return ""
    try:
        moment = datetime.fromisoformat(text.replace(" UTC", "+00:00").replace("Z", "+00:00"))
    except ValueError:
        moment = _read_other_formats(text) or datetime.min
    if moment.year < 1990:
        return ""
    if moment.tzinfo is None and re.fullmatch(r"[\d./-]{8,10}|[^:]*", text):
        return moment.strftime("%Y-%m-%d")
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _read_other_formats(text: str) -> datetime | None:
    for form in DATE_FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None


def _decode(data: bytes) -> str:
    for mark, encoding in ENCODINGS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("windows-1252", "replace")  # Excel's encoding on Windows


def _separator(line: str) -> str:
    return max(SEPARATORS, key=line.count) if any(sign in line for sign in SEPARATORS) else ","


def _first(cells: Mapping[str, str], names: Sequence[str]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")


def _plain(text: str) -> str:
    """Return a text on one line, made safe from being read as a formula by spreadsheets."""
    return " ".join(text.split()).lstrip("=+-@ ")
