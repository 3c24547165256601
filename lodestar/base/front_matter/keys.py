"""The keys of a header, as the models know them."""

from __future__ import annotations

from functools import lru_cache

SINGULAR = {"category": "categories", "author": "authors", "tag": "tags"}
"""Pelican's names for keys that hold a list here."""


@lru_cache(maxsize=1000)
def key_name(word: str) -> str:
    """Return a key as models know it: lower case, underscores, and Pelican's names for lists as ours."""
    key = word.strip().lower().replace(" ", "_").replace("-", "_")
    return SINGULAR.get(key, key)
