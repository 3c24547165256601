"""Texts that templates make of posts, kept from one build to the next beside the posts' bodies.

A trick for speed. An edit changes some ten feeds, which show 150 posts, and all but one of these read as before; to make
them anew and clean them for feeds took a tenth of the edit (docs/speed.md). A kept text is used only where its proof is a
hash of itself and of all that it is made from; `tests/equivalence/` sees that nothing is shown that has grown old.
"""

from __future__ import annotations

from lodestar.base.digest import digest
from lodestar.engine.store import Bodies, Shown


class KeptTexts:
    """The texts of earlier builds, one for each body, and the `fresh` ones of this build."""

    def __init__(self, bodies: Bodies, made_of: str) -> None:
        self._bodies, self._made_of = bodies, made_of
        self._fresh: Shown = {}

    def find(self, key: str, made_from: str) -> str | None:
        """Return the text of the body with a key; None where there is none that was made from this."""
        if row := self._bodies.shown(key):
            proof, text = row
            return text if proof == self._proof(made_from, text) else None
        return None

    def add(self, key: str, made_from: str, text: str) -> None:
        """Keep a text."""
        self._fresh[key] = (self._proof(made_from, text), text)

    def take(self) -> Shown:
        """Return what was added since the last call."""
        fresh, self._fresh = self._fresh, {}
        return fresh

    def _proof(self, made_from: str, text: str) -> str:
        return digest(f"{self._made_of}\0{made_from}\0{text}".encode())
