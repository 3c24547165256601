"""The edits of front matter that publishing makes: a feed id, and an old address."""

from __future__ import annotations

from lodestar.base.front_matter.edit import add_to_list, edit
from lodestar.base.front_matter.header import decode, split


def with_id(data: bytes, id: str) -> bytes:
    """Return the file `data` with `id: ...` after its summary. Raises CannotEdit, and Fault for an unreadable file."""
    return edit(data, {"id": id}, order=_after_summary(data, "id"))


def with_alias(data: bytes, alias: str) -> bytes:
    """Return the file `data` with `alias` among its `aliases`. Raises as `with_id`."""
    return add_to_list(data, "aliases", [alias], _after_summary(data, "aliases"))


def _after_summary(data: bytes, key: str) -> tuple[str, ...]:
    """Return an order of keys that puts a new key after the summary; without a summary it goes to the end."""
    return ("summary", key) if "summary" in split(decode(data)).fields else ()
