"""Bring the comments of an Isso server into the repository, so that the site owns them.

Isso's API: `GET /?uri=/post/&plain=1` gives a thread's comments with `id`, `parent`, `author`, `text` (Markdown),
`created` (seconds since 1970) and, within each, its `replies`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import yaml

TIMEOUT = 20
"""Seconds to wait for the server."""
MARK = "isso-"
"""Stands before the server's own number in a comment's id."""
ANONYMOUS = "Anonymous"


def fetch(server: str, url: str) -> list[dict[str, Any]]:
    """The comments on the page at `url` (a path), answers included, the oldest first. Raises OSError."""
    try:
        with urlopen(f"{server.rstrip('/')}/?uri={quote(url)}&plain=1&nested_limit=0", timeout=TIMEOUT) as answer:
            top = json.load(answer)["replies"]
        with urlopen(f"{server.rstrip('/')}/?uri={quote(url)}&plain=1", timeout=TIMEOUT) as answer:
            nested = json.load(answer)["replies"]
    except HTTPError as error:
        if error.code == 404:  # a page that nobody has commented on
            return []
        raise
    found = {each["id"]: each for thread in (top, nested) for each in _all(thread)}
    return sorted(found.values(), key=lambda each: (each["created"], each["id"]))


def _all(comments: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in comments:
        yield each
        yield from _all(each.get("replies") or ())


def entries(comments: Iterable[dict[str, Any]], known: Iterable[str], zone: tzinfo) -> list[dict[str, str]]:
    """Comments as entries of a file, without those whose ids are `known` and those that were deleted."""
    have = set(known)
    made = []
    for each in comments:
        name = f"{MARK}{each['id']}"
        if name in have or not (each.get("text") or "").strip():
            continue
        entry = {
            "id": name,
            "name": " ".join((each.get("author") or ANONYMOUS).split()),
            "date": datetime.fromtimestamp(each["created"], zone).isoformat(sep=" ", timespec="seconds"),
            "text": each["text"].replace("\r\n", "\n").strip() + "\n",
        }
        parent = f"{MARK}{each['parent']}" if each.get("parent") else ""
        if parent in have:
            entry["reply_to"] = parent
        have.add(name)
        made.append(entry)
    return made


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks."""


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if text.endswith("\n") else None
    ),
)


def written(new: list[dict[str, str]]) -> str:
    """Entries as YAML, to go at the end of a file."""
    return yaml.dump(new, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000) if new else ""
