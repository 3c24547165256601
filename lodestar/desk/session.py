"""The session of a desk, kept from one run to the next, so that open tabs go on working.

The link that lets a browser in is not part of it. The file can be read by its owner alone, and is replaced after a
week, or when others could have read it.
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
"""Seconds for which the secrets are valid."""


def secret() -> str:
    """Return a random value that cannot be guessed."""
    return secrets.token_urlsafe(24)


class Session(msgspec.Struct, frozen=True):
    """What lets an open tab go on after a restart of the desk."""

    made: float
    """Seconds since 1970."""
    cookie: str
    """Identifies a browser that was let in."""
    token: str
    """Included in each form of the desk; a change without it is refused."""
    port: int = 0
    """The last port of the desk, where open tabs ask again."""


def load_session(file: Path, now: float) -> Session:
    """Return the session in a file, or a new one where it is too old, or others may have read or written it."""
    with suppress(OSError, msgspec.MsgspecError):
        status = os.lstat(file)
        private = stat.S_ISREG(status.st_mode) and (
            os.name == "nt" or (status.st_uid == os.getuid() and not stat.S_IMODE(status.st_mode) & 0o077)
        )
        if private and (data := readable(file)):
            session = msgspec.json.decode(data, type=Session)
            if 0 <= now - session.made < LIFE and min(len(session.cookie), len(session.token)) >= len(secret()):
                return session
    return Session(now, secret(), secret())


def store_session(file: Path, session: Session) -> None:
    """Write a session that its owner alone can read; where that fails, the next run makes a new one."""
    write_private(file, msgspec.json.encode(session))


def write_private(file: Path, data: bytes) -> None:
    """Write a file atomically that its owner alone can read; do nothing where the disk refuses."""
    with suppress(OSError):
        replace(file, data, private=True)
