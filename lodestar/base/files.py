"""Files: told apart by what they hold, named as the author knows them, and what became of those that were read."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lodestar.base.problems import Problem
from lodestar.base.values import Value

BINARY = getattr(os, "O_BINARY", 0)  # Windows would write CR LF for LF
LARGE = 1 << 20
"""Bytes hashed at once."""


UNFINISHED = re.compile(r"\..*\.\d+-\d+\.new")
"""Names of files that `write_temporary` writes, or wrote when it was killed; hidden, so that no build reads them."""


def file_digest(path: str | Path) -> str:
    """Return the digest of a file's bytes (`base.digest`); empty when it cannot be read."""
    state = hashlib.blake2b(digest_size=16)
    try:
        with open(path, "rb") as stream:
            while block := stream.read(LARGE):
                state.update(block)
    except OSError:
        return ""
    return state.hexdigest()


def readable_bytes(path: Path) -> bytes:
    """Return the bytes of a file; empty when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def replace(path: Path, data: bytes, durable: bool = False, private: bool = False) -> None:
    """Write a file so that nobody ever meets half of it; the permissions of the one before stay.

    Folders are made as needed. `durable`: it is on the disk when this returns, and outlives a loss of power. `private`:
    its owner alone can read it. Raises OSError, and leaves the file as it was.
    """
    with write_temporary(path, data, durable, private) as new:
        os.replace(new, path)
    if durable:
        sync(path.parent)


@contextmanager
def write_temporary(path: Path, data: bytes, durable: bool = False, private: bool = False) -> Iterator[Path]:
    """Write `data` to a temporary file next to `path`, which may be renamed to it; removed at the end otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    name = path.name.encode()[:180].decode(errors="ignore")
    new = path.with_name(f".{name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        new.unlink(missing_ok=True)  # of a process that had the same number, and was killed
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600 if private else 0o666)
        with open(descriptor, "wb") as stream:
            stream.write(data)
            if durable:
                stream.flush()
                os.fsync(descriptor)
        if not private:
            with suppress(FileNotFoundError):
                new.chmod(path.stat().st_mode & 0o7777)
        yield new
    finally:
        new.unlink(missing_ok=True)


def sync(folder: Path) -> None:
    """Make a new name last through a loss of power, where the system can."""
    with suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def shown(folder: Path) -> str:
    """Return a folder as the author knows it: relative to where she works."""
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
    faulty: bytes = b""
    """In MessagePack, as a `Source`, the text below a header that is faulty, for what is wrong in the text."""
