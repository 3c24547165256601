"""Files: told apart by what they hold, named as the author knows them, and what became of those that were read."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from lodestar.base.problems import Problem
from lodestar.base.values import Value

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


def replace(path: Path, data: bytes, durable: bool = False) -> None:
    """Write a file so that nobody ever meets half of it; the permissions of the one before stay.

    Folders are made as needed. `durable`: it is on the disk when this returns, and outlives a loss of power. Raises
    OSError, and leaves the file as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name[:200]}.{os.getpid()}.new")
    try:
        with open(new, "wb") as stream:
            stream.write(data)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        with suppress(FileNotFoundError):
            new.chmod(path.stat().st_mode & 0o7777)
        os.replace(new, path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def shown(folder: Path) -> str:
    """A folder as the author knows it: relative to where she works."""
    try:
        return folder.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return folder.as_posix()


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
