"""The table of posts: search, filters, order, and changes to several posts at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from lodestar.base.digest import digest
from lodestar.base.front_matter.edit import CannotEdit, add_to_list, as_list, edit
from lodestar.base.front_matter.header import Fault, decode, split
from lodestar.base.names import fold
from lodestar.desk.actions import ORDER
from lodestar.desk.library import Row
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.saving import read, readable, reason_of
from lodestar.desk.writing import Conflict, save_file

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

ORDERS: Mapping[str, Callable[[Row], Any]] = {
    "title": lambda row: row.title.casefold(),
    "date": lambda row: row.instant,
    "words": lambda row: row.words,
}
"""What the table can be sorted by."""


CURLY = (("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'))


class Change(NamedTuple):
    """A change to the names that several posts list."""

    key: str
    """The key of the header that lists them."""
    add: bool
    words: str


CHANGES = {
    "tag": Change("tags", True, "Add the tag"),
    "untag": Change("tags", False, "Take off the tag"),
    "category": Change("categories", True, "Add the category"),
    "uncategory": Change("categories", False, "Take off the category"),
    "author": Change("authors", True, "Add the author"),
    "unauthor": Change("authors", False, "Take off the author"),
}
"""The changes, by the value that the form sends."""


def year_of(row: Row, desk: Desk) -> str:
    """Return the year of a post in the site's time zone; empty for one without a date."""
    return str(datetime.fromtimestamp(row.instant, desk.zone).year) if row.instant else ""


def offered(rows: Iterable[Row], desk: Desk) -> dict[str, list[str]]:
    """Return the categories, years and authors that posts can be chosen by."""
    rows = list(rows)
    return {
        "category": sorted({name for row in rows for name in row.categories}, key=str.casefold),
        "year": sorted({year for row in rows if (year := year_of(row, desk))}, reverse=True),
        "author": sorted({name for row in rows for name in row.authors}, key=str.casefold),
    }


def matching_posts(rows: Iterable[Row], query: Mapping[str, str], desk: Desk) -> list[Row]:
    """Return the posts that match a query, in its order."""
    words = _plain(query.get("q", "")).split()
    tests: dict[str, Callable[[Row, str], bool]] = {
        "status": lambda row, value: desk.state_of(row) == value,
        "tag": lambda row, value: value in row.tags,
        "category": lambda row, value: value in row.categories,
        "author": lambda row, value: value in row.authors,
        "year": lambda row, value: year_of(row, desk) == value,
    }
    filters = [(test, value) for name, test in tests.items() if (value := query.get(name, ""))]
    filtered = [row for row in rows if all(test(row, value) for test, value in filters)]
    results = [row for row in filtered if all(word in row.search for word in words)]
    if words and not results:
        results = [row for row in filtered if _contains_words(row, words, desk)]
    key = query.get("sort", "")
    if order := ORDERS.get(key.removeprefix("-")):
        results.sort(key=order, reverse=key.startswith("-"))
    return results


def _contains_words(row: Row, words: list[str], desk: Desk) -> bool:
    """Return whether each of the words is in the title, a tag, the file name or the text of a post."""
    text = _plain((readable(desk.content / row.path) or b"").decode("utf-8", "replace"))
    return all(word in row.search or word in text for word in words)


def _plain(text: str) -> str:
    """Return a text in lower case, with straight quotes and apostrophes."""
    for curly, straight in CURLY:
        text = text.replace(curly, straight)
    return text.casefold()


def change(desk: Desk, paths: Iterable[str], action: str, name: str) -> str:
    """Add a name to several posts, or remove it; return which ones failed and why, empty where none did.

    A name that the site has in another spelling is written in that spelling.
    """
    desk.library.refresh()
    rows = [row for path in dict.fromkeys(paths) if (row := desk.library.row(path)) and row.kind == "post"]
    name = " ".join(name.split())
    if action not in CHANGES or not rows or not name:
        return "choose one or more posts, and write a name"
    key, add, _ = CHANGES[action]
    spellings = {fold(term): term for row in desk.library.rows("post") for term in getattr(row, key)}
    faults = []
    for row in rows:
        try:
            data = read(place(desk.content, row.path))
            if data is None:
                raise PathRefused("the text is not there any more")
            new_data = _changed(data, key, add, spellings.get(fold(name), name))
            if new_data != data:
                save_file(desk, row.path, new_data, digest(data))
        except (CannotEdit, Fault, PathRefused, Conflict, OSError) as reason:
            faults.append(f"“{row.title}”: {reason_of(reason)}")
    return "; ".join(faults)


def _changed(data: bytes, key: str, add: bool, name: str) -> bytes:
    """Return a text with a name added to a key, or removed from it."""
    listed = as_list(split(decode(data)).fields.get(key))
    remaining = [term for term in listed if fold(term) != fold(name)]
    if add:
        return add_to_list(data, key, [name], ORDER) if remaining == listed else data
    return edit(data, {key: remaining or None}, None, ORDER) if remaining != listed else data
