"""Saving files: atomically, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from lodestar.base.digest import digest
from lodestar.base.files import UNFINISHED, sync, write_temporary
from lodestar.base.front_matter.edit import CannotEdit
from lodestar.base.front_matter.header import Fault
from lodestar.base.problems import Problem
from lodestar.engine.lock import lock
from lodestar.engine.stopping import NOT_WRITTEN

TRIES, PAUSE = 500, 0.01
"""How often, and after how many seconds, to retry a folder that another desk has locked; a save takes milliseconds."""


class Changed(Exception):
    """The file is not the one that was opened."""

    def __init__(self, now: bytes | None) -> None:
        super().__init__("the file changed since it was opened")
        self.now = now
        """What it holds now; None when it is gone."""


ODD = (
    "this text keeps its details in a form that the desk does not change by itself; "
    "open it in the editor, and bring it up to date there, or change the whole file"
)


class Reason(str):
    """Why something was not done, in words for the author."""

    details: str
    """Technical details, for whoever looks after the author's computer; empty for none."""

    def __new__(cls, words: str, details: str = "") -> Reason:
        """Return the words, with their details."""
        result = super().__new__(cls, words)
        result.details = details
        return result


def reason_of(error: Exception) -> Reason:
    """Return why something was not done and what helps, in plain words; our own exceptions are in plain words already."""
    if isinstance(error, OSError):
        return Reason(_refusal(error), f"{type(error).__name__}: {error}")
    if isinstance(error, Fault):
        return Reason("what stands above this text cannot be read; open it, and mend that first", f"line {error}")
    if isinstance(error, CannotEdit):
        return Reason(ODD, str(error))
    return Reason(str(error))


def _refusal(error: OSError) -> str:
    """Return why a file could not be written or read."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "the disk is full; make room on it"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "the file, or the folder it is in, may not be written; allow it"
    if error.errno in (errno.EISDIR, errno.ENOTDIR, errno.EINVAL):
        return "there is something else in the place of the file; move it away"
    if error.errno == errno.ENAMETOOLONG:
        return "the name of the file is too long; take a shorter one"
    return (
        "the computer could not write or read it; try once more, and ask whoever looks after it if that does not help"
    )


def refused(problem: Problem) -> Problem:
    """Return a problem that kept a build from writing the site in plain words, with its path apart; any other problem
    as it is.
    """
    if problem.cure != NOT_WRITTEN or problem.path:
        return problem
    place, _, reason = problem.what.rpartition(": ")
    full = reason == os.strerror(errno.ENOSPC)
    fault = f"the site could not be written: {'the disk is full; make room on it' if full else reason}"
    return Problem(place, 0, fault, "it goes on by itself once that is mended")


def read(path: Path | str) -> bytes | None:
    """Return the bytes of a file; None where there is none.

    Raises OSError for anything but a regular file: opening a pipe would wait forever for a writer.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError):
        return None
    with open(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is no file, but a pipe, a device or a folder", str(path))
        return stream.read()


def readable(path: Path | str) -> bytes | None:
    """Return the bytes of a file; None where there is none, or none that can be read."""
    with suppress(OSError):
        return read(path)
    return None


def save(path: Path, data: bytes, opened: str) -> str:
    """Replace a file by `data` atomically, and return its new digest.

    `opened` is the digest of the file as it was opened; empty for one that must not exist yet. Raises Changed, OSError.
    """
    _check_unchanged(path, opened)
    with write_temporary(path, data, durable=True) as new, _locked(path.parent):
        _check_unchanged(path, opened)
        if opened:
            os.replace(new, path)
        else:
            _create(new, path)
    sync(path.parent)
    return digest(data)


def keep(folder: Path, name: str, data: bytes, moment: datetime) -> Path:
    """Write a text that could not be saved into `folder`, and return its path."""
    stem, _, ending = name.replace("/", "--").rpartition(".")
    path = folder / f"{stem}.{moment:%Y%m%dT%H%M%S}-{digest(data)[:6]}.{ending}"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def sweep(root: Path) -> int:
    """Delete the temporary files of saves that were killed, and return how many."""
    result = 0
    for folder, _, names in os.walk(root):
        for name in names:
            if UNFINISHED.fullmatch(name):
                with suppress(OSError):
                    os.unlink(os.path.join(folder, name))
                    result += 1
    return result


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other desks from saving in a folder meanwhile: to compare a file with the one that was opened and to replace
    it are two steps.

    A folder that cannot be locked, or stays locked, is written to anyway.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        yield
        return
    try:
        for _ in range(TRIES):
            try:
                lock(descriptor)
                break
            except BlockingIOError:
                time.sleep(PAUSE)
            except OSError:
                break
        yield
    finally:
        os.close(descriptor)


def _check_unchanged(path: Path, opened: str) -> None:
    current = read(path)
    if (digest(current) if current is not None else "") != opened:
        raise Changed(current)


def _create(new: Path, path: Path) -> None:
    """Give a new file its name. Raises Changed where another file took the name meanwhile."""
    try:
        os.link(new, path)
    except FileExistsError:
        raise Changed(read(path)) from None
    except OSError:  # a file system without links
        os.replace(new, path)
    else:
        os.unlink(new)
