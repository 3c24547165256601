"""What a desk keeps of itself from one start to the next, so that a tab that is still open finds its way.

The link of a start is not among it. What is kept lies in a file that its owner alone can read, and is made anew after
a week, or when others could have read it.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

import msgspec

from lodestar.base.files import replace
from lodestar.desk.saving import readable

LIFE = 7 * 24 * 3600
"""Seconds for which the secrets hold."""


def secret() -> str:
    """Return a value that nobody guesses."""
    return secrets.token_urlsafe(24)


class Session(msgspec.Struct, frozen=True):
    """What lets an open tab go on after the desk was started anew."""

    made: float
    """Seconds since 1970."""
    cookie: str
    """By which a browser that was let in is known again."""
    token: str
    """Stands in each form of the desk; a change without it is refused."""
    port: int = 0
    """Where the desk answered last; a tab asks there again."""


def load_session(file: Path, now: float) -> Session:
    """Return the session that a file keeps, or a new one where it is too old, or may have been read or written by others."""
    with suppress(OSError, msgspec.MsgspecError):
        known = os.lstat(file)
        private = stat.S_ISREG(known.st_mode) and (
            os.name == "nt" or (known.st_uid == os.getuid() and not stat.S_IMODE(known.st_mode) & 0o077)
        )
        if private and (data := readable(file)):
            session = msgspec.json.decode(data, type=Session)
            if 0 <= now - session.made < LIFE and min(len(session.cookie), len(session.token)) >= len(secret()):
                return session
    return Session(now, secret(), secret())


def store_session(file: Path, session: Session) -> None:
    """Keep a session, for its owner alone. Where it cannot be kept, the next start makes a new one."""
    write_private(file, msgspec.json.encode(session))


def write_private(file: Path, data: bytes) -> None:
    """Write a file that its owner alone can read, all at once; leave it out where the disk refuses."""
    with suppress(OSError):
        replace(file, data, private=True)
