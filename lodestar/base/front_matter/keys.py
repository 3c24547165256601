"""The names of header keys, as models have them."""

from __future__ import annotations

from functools import lru_cache

from lodestar.base.kinds import TERM_FOLDERS


@lru_cache(maxsize=1000)
def key_name(word: str) -> str:
    """Return a key as models have it: in lower case, with underscores, and our name for Pelican's."""
    key = word.strip().lower().replace(" ", "_").replace("-", "_")
    return TERM_FOLDERS.get(key, key)
