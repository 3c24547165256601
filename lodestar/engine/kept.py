"""Texts that templates make of posts, kept from one build to the next beside the posts' bodies.

A trick for speed. An edit changes some ten feeds, which show 150 posts, and all but one of these read as before; to make
them anew and clean them for feeds took a tenth of the edit (docs/speed.md). A kept text is used only where its proof is a
hash of itself and of all that it is made from; `tests/equivalence/` sees that nothing is shown that has grown old.
"""

from __future__ import annotations

from lodestar.base.digest import digest
from lodestar.engine.store import Bodies


class KeptTexts:
    """The texts of earlier builds, one for each body, and those of this build."""

    def __init__(self, bodies: Bodies, made_of: str) -> None:
        self._bodies, self._made_of = bodies, made_of
        self._fresh: list[tuple[str, str, str]] = []

    def find(self, key: str, made_from: str) -> str | None:
        """Return the text of the body with a key; None where there is none that was made from this."""
        if row := self._bodies.shown(key):
            proof, text = row
            return text if proof == self._proof(made_from, text) else None
        return None

    def add(self, key: str, made_from: str, text: str) -> None:
        """Keep a text."""
        self._fresh.append((key, self._proof(made_from, text), text))

    def store(self) -> None:
        """Store what was added, whatever becomes of the build: a text is used where its proof holds, and only there."""
        if self._fresh:
            self._bodies.keep_shown(self._fresh)
            self._fresh.clear()

    def _proof(self, made_from: str, text: str) -> str:
        return digest(f"{self._made_of}\0{made_from}\0{text}".encode())
