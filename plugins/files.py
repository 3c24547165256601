"""Files: told apart by what they hold, and what became of those that were read."""

from __future__ import annotations

import hashlib

from plugins.problems import Problem
from plugins.values import Value

LARGE = 1 << 20
"""Bytes hashed at once."""


def digest(path: str) -> str:
    """BLAKE2 of a file's bytes; empty when it cannot be read."""
    state = hashlib.blake2b(digest_size=16)
    try:
        with open(path, "rb") as stream:
            while block := stream.read(LARGE):
                state.update(block)
    except OSError:
        return ""
    return state.hexdigest()


class ReadFile(Value):
    """What became of one file."""

    path: str
    hash: str
    """BLAKE2 of its bytes."""
    value: bytes
    """The value in MessagePack; empty when the file is faulty."""
    bodies: tuple[tuple[str, str], ...] = ()
    """Key and HTML of each of its documents."""
    problems: tuple[Problem, ...] = ()
