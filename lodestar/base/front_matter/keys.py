"""The keys of a header, as the models know them."""

from __future__ import annotations

from functools import lru_cache

from lodestar.base.kinds import TERM_FOLDERS


@lru_cache(maxsize=1000)
def key_name(word: str) -> str:
    """Return a key as models know it: lower case, underscores, and Pelican's names for lists as ours."""
    key = word.strip().lower().replace(" ", "_").replace("-", "_")
    return TERM_FOLDERS.get(key, key)
