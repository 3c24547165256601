"""Keeps the texts that templates make of posts from one build to the next, beside the posts' bodies.

A trick for speed. An edit changes some ten feeds, which show 150 posts, and all but one of these read as before; to make
them anew and clean them for feeds took a tenth of the edit (docs/speed.md). A kept text is used only where its proof is a
hash of itself and of all that it is made from; `tests/equivalence/` sees that nothing is shown that has grown old.
"""

from __future__ import annotations

from lodestar.base.digest import digest
from lodestar.engine.store import Bodies


class KeptTexts:
    """The texts of earlier builds, one for each body, and those of this build.

    `common_ingredients` names what all of them are made from, such as the theme's hash; `ingredients`, what one is.
    """

    def __init__(self, bodies: Bodies, common_ingredients: str) -> None:
        self._bodies, self._common_ingredients = bodies, common_ingredients
        self._new_texts: list[tuple[str, str, str]] = []

    def find(self, key: str, ingredients: str) -> str | None:
        """Return the text kept for the body with a key; None where none was made from these ingredients."""
        if row := self._bodies.kept_text(key):
            proof, text = row
            return text if proof == self._proof(ingredients, text) else None
        return None

    def add(self, key: str, ingredients: str, text: str) -> None:
        """Keep a text."""
        self._new_texts.append((key, self._proof(ingredients, text), text))

    def store(self) -> None:
        """Store what was added, whatever becomes of the build: a text is used where its proof holds, and only there."""
        if self._new_texts:
            self._bodies.keep_texts(self._new_texts)
            self._new_texts.clear()

    def _proof(self, ingredients: str, text: str) -> str:
        return digest(f"{self._common_ingredients}\0{ingredients}\0{text}".encode())
