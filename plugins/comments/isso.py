"""Fetches the comments of an Isso server into the repository, so that the site owns them.

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

from lodestar.base.languages import gettext
from plugins.comments.core import ANONYMOUS

TIMEOUT = 20
"""Seconds to wait for the server."""
MARK = "isso-"
"""Precedes the server's own number in a comment's id."""


def fetch(server: str, url: str) -> list[dict[str, Any]]:
    """Return the comments on the page at `url` (a path), including replies, oldest first. Raises OSError."""
    try:
        with urlopen(f"{server.rstrip('/')}/?uri={quote(url)}&plain=1&nested_limit=0", timeout=TIMEOUT) as answer:
            top = json.load(answer)["replies"]
        with urlopen(f"{server.rstrip('/')}/?uri={quote(url)}&plain=1", timeout=TIMEOUT) as answer:
            nested = json.load(answer)["replies"]
    except HTTPError as error:
        if error.code == 404:  # a page without comments
            return []
        raise
    results = {item["id"]: item for thread in (top, nested) for item in _all(thread)}
    return sorted(results.values(), key=lambda item: (item["created"], item["id"]))


def _all(comments: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for comment in comments:
        yield comment
        yield from _all(comment.get("replies") or ())


def entries(comments: Iterable[dict[str, Any]], existing_ids: Iterable[str], zone: tzinfo) -> list[dict[str, str]]:
    """Return comments as entries of a file, without deleted ones and those whose ids are among `existing_ids`."""
    ids = set(existing_ids)
    results = []
    for comment in comments:
        name = f"{MARK}{comment['id']}"
        if name in ids or not (comment.get("text") or "").strip():
            continue
        entry = {
            "id": name,
            "name": " ".join((comment.get("author") or gettext(ANONYMOUS)).split()),
            "date": datetime.fromtimestamp(comment["created"], zone).isoformat(sep=" ", timespec="seconds"),
            "text": comment["text"].replace("\r\n", "\n").strip() + "\n",
        }
        parent = f"{MARK}{comment['parent']}" if comment.get("parent") else ""
        if parent in ids:
            entry["reply_to"] = parent
        ids.add(name)
        results.append(entry)
    return results
