"""In preview the index of the search page may wait: making it takes longer than all else that a saved post changes.

A build after a save takes the index as it was; once nothing has been saved for a while, one more build makes it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from plugins.values import fingerprint


class LaterIndex:
    """Stands in the place of `plugins.search.index.index` in the builder's own process."""

    def __init__(self) -> None:
        from plugins.search import index

        self._make = index.index
        self._known: list[tuple[str, dict[str, str]]] = []
        """What each index was made of, and its pieces, in their order."""
        self._number = 0
        self._now = True
        self.behind = False
        """Whether an index is not what it should be."""
        index.index = self

    def begin(self, now: bool) -> None:
        """Before each build; `now`: make every index that is not up to date."""
        self._number, self._now, self.behind = 0, now, False

    def __call__(
        self, records: Sequence[Any], html: Callable[[str], str], language: str, cache: Path
    ) -> dict[str, str]:
        """The pieces of an index, as they are or as they were."""
        number, mark = self._number, fingerprint(tuple(records))
        self._number += 1
        if number < len(self._known) and not self._now:
            made_of, pieces = self._known[number]
            self.behind = self.behind or made_of != mark
            return pieces
        pieces = self._make(records, html, language, cache)
        self._known[number : number + 1] = [(mark, pieces)]
        return pieces
