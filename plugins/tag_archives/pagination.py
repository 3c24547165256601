"""Pages that stay still: an archive is cut from its oldest end.

Page 1 holds the oldest posts, and holds them for ever. The archive's own address shows the newest posts, a page full
of them, so it overlaps with the last numbered page; what it shows whole needs no numbered page yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")


class Cut(NamedTuple, Generic[Item]):
    """One page of an archive."""

    number: int
    """0 for the archive's own address, else counted from the oldest page."""
    items: Sequence[Item]
    """Newest first."""
    newer: int | None
    """Number of the page with newer items; None on the archive's own."""
    older: int | None
    """Number of the page with older items; None on the oldest."""


def paginate(items: Sequence[Item], size: int, shown: int = 0) -> list[Cut[Item]]:
    """Cut `items` (newest first) into pages of `size`, the archive's own page first, then from the newest to the oldest.

    The own page shows the newest `shown`, which is `size` when left out.
    """
    total, shown = len(items), shown or size
    numbered = max(0, -((shown - total) // size))
    pages = [Cut(0, items[:shown], None, numbered or None)]
    for number in range(numbered, 0, -1):
        start = total - number * size
        pages.append(
            Cut(number, items[start : start + size], number + 1 if number < numbered else 0, number - 1 or None)
        )
    return pages
