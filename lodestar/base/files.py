"""Files: their digests, atomic writing, their names in messages, and the results of reading them."""

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

BINARY = getattr(os, "O_BINARY", 0)  # Windows would write CR LF instead of LF
LARGE = 1 << 20
"""Bytes hashed at a time."""


UNFINISHED = re.compile(r"\..*\.\d+-\d+\.new")
"""Matches names of `write_temporary`'s files, which stay when it is killed; hidden, so that no build reads them."""


def file_digest(path: str | Path) -> str:
    """Return the digest of a file's bytes; empty when it cannot be read."""
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
    """Replace a file atomically, keeping its permissions.

    Folders are created as needed. `durable`: the file survives a power failure once this returns. `private`:
    only its owner can read it. Raises OSError, and leaves the file as it was.
    """
    with write_temporary(path, data, durable, private) as new:
        os.replace(new, path)
    if durable:
        sync(path.parent)


@contextmanager
def write_temporary(path: Path, data: bytes, durable: bool = False, private: bool = False) -> Iterator[Path]:
    """Write `data` to a temporary file next to `path`; the caller may rename it to `path`, else it is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    name = path.name.encode()[:180].decode(errors="ignore")
    new = path.with_name(f".{name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        new.unlink(missing_ok=True)  # left by a killed process that had the same process id
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
    """Write a folder's entries to the disk (`fsync`), where the system can."""
    with suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def shown(folder: Path) -> str:
    """Return a folder's path as the author knows it: relative to the working directory."""
    try:
        return folder.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return folder.as_posix()


class ReadFile(Value):
    """The result of reading one file."""

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
