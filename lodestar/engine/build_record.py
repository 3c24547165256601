"""The store's record of the last successful build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from lodestar.base.problems import Problem
from lodestar.base.values import Value
from lodestar.engine.store import Store

if TYPE_CHECKING:
    from lodestar.engine.site import Site

NAME = "built"
EMPTIED = "the site has no post any more"


class BuildRecord(Value):
    """The record of the last successful build."""

    inputs: str
    """A hash of its inputs; empty where some outputs were left for a later build."""
    until: float
    """The time at which the same inputs give another site, in seconds since 1970."""
    counts: dict[str, int]
    warnings: tuple[Problem, ...]


def read_build_record(store: Store) -> BuildRecord | None:
    """Return the record of the last successful build; None for none."""
    record = store.record(NAME)
    return msgspec.msgpack.decode(record, type=BuildRecord) if record else None


def emptied(last: BuildRecord | None, site: Site) -> Problem | None:
    """Return a warning where the last build had posts and this one has none; None otherwise."""
    count = last.counts.get("posts", 0) if last else 0
    if not count or site.posts:
        return None
    cure = "look what takes them out (IGNORE_FILES, their status or date, another folder)"
    return Problem(f"{site.shown}/posts", 1, f"{EMPTIED}, and the last build had {count:,}", cure, fatal=False)
