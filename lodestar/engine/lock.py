"""One build at a time: an advisory lock, which the system releases when its holder ends in any way."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO
from weakref import WeakSet


class Locked(Exception):
    """Another process holds the lock."""


class Lock:
    """A lock on the file at `path`, held until it is released. Raises Locked where another process holds it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[bytes] = open(path, "ab")  # noqa: SIM115 - open as long as the lock is held
        try:
            lock(self._file.fileno())
        except OSError:
            self._file.close()
            raise Locked from None
        _held.add(self)

    def release(self) -> None:
        """Let the next build begin."""
        self._file.close()


_held: WeakSet[Lock] = WeakSet()


def _release_in_child() -> None:
    """Close inherited locks in a worker, which may briefly outlive its parent."""
    for lock in _held:
        lock.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_release_in_child)

if sys.platform == "win32":
    import msvcrt

    def lock(descriptor: int) -> None:
        """Lock an open file or folder until it is closed. Raises OSError when another process has it."""
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def lock(descriptor: int) -> None:
        """Lock an open file or folder until it is closed. Raises OSError when another process has it."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
