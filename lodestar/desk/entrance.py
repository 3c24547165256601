"""The login to the desk: a link that lets one browser in, once.

Every account on the machine can read a command's arguments, so the browser is not started with the link, but with a
file that only its owner can read and that redirects to it.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from pathlib import Path

from lodestar.desk.session import secret, write_private

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={link}">
<title>The desk</title>
</head>
<body><p><a href="{link}">Open the desk</a></p></body>
</html>
"""
NEXT = "One browser was let in. Another one is let in, once, by {}"


class Entrance:
    """Holds the link that lets the next browser in."""

    def __init__(self, file: Path, origin: str, say: Callable[[str], None]) -> None:
        self.file, self._origin, self._say = file, origin, say
        self._renew()

    @property
    def link(self) -> str:
        """The link that lets the next browser in."""
        return f"{self._origin}/?key={self._key}"

    def opens(self, key: str) -> bool:
        """Return whether a key is valid; a valid one is used up, and the next link is announced."""
        if not hmac.compare_digest(key.encode("utf-8", "replace"), self._key.encode()):
            return False
        self._renew()
        self._say(NEXT.format(self.link))
        return True

    def close(self) -> None:
        """Delete the file."""
        self.file.unlink(missing_ok=True)

    def _renew(self) -> None:
        self._key = secret()
        write_private(self.file, PAGE.format(link=self.link).encode())
