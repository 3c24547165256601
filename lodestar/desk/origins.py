"""The origins and secrets of one run of the desk, and the sockets that it listens on."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass, field

from lodestar.desk.session import secret

PORT = 8000
"""The port that is tried first."""
TRIED = 20
"""Number of ports that are tried, from the first one on."""
POLICY = (
    "default-src 'self'; {own}img-src 'self' data: blob: {site}; media-src {site}; frame-src 'self' {site}; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
OWN = "script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "


@dataclass(frozen=True)
class Origins:
    """The two origins of one run, and its secrets."""

    port: int
    cookie: str = field(default_factory=secret)
    """Identifies a browser that was let in."""
    token: str = field(default_factory=secret)
    """Included in each form of the desk; a change without it is refused."""

    @property
    def desk_host(self) -> str:
        """The Host header of requests to the desk."""
        return f"127.0.0.1:{self.port}"

    @property
    def site_host(self) -> str:
        """The Host header of requests to the preview."""
        return f"localhost:{self.port}"

    @property
    def desk(self) -> str:
        """The desk's origin."""
        return f"http://{self.desk_host}"

    @property
    def site(self) -> str:
        """The preview's origin."""
        return f"http://{self.site_host}"

    def policy(self, nonce: str = "") -> str:
        """Return the desk's content policy; a `nonce` allows scripts and styles inside a page."""
        return POLICY.format(site=self.site, own=OWN.format(nonce=nonce) if nonce else "")


def sockets(port: int, last: int = 0) -> list[socket.socket]:
    """Return listening sockets on this machine's own addresses alone: on `port`, or on the next one that is free.

    `last`, where given and free, is preferred: tabs that are still open ask there. `localhost` may mean ::1 to a
    browser, so both addresses are taken where both exist. Raises OSError where no port is free.
    """
    with suppress(OSError):
        if last:
            return _pair(last)
    for tried in range(port, port + TRIED):
        try:
            return _pair(tried)
        except OSError:
            if tried == port + TRIED - 1:
                raise
    raise AssertionError("unreachable")


def _pair(port: int) -> list[socket.socket]:
    first = _listen(socket.AF_INET, "127.0.0.1", port)
    try:
        return [first, _listen(socket.AF_INET6, "::1", first.getsockname()[1])]
    except OSError:
        if _somebody(first.getsockname()[1]):  # another server has this port on ::1, and would answer for us there
            first.close()
            raise
        return [first]


def _listen(family: int, address: str, port: int) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _somebody(port: int) -> bool:
    try:
        with socket.create_connection(("::1", port), timeout=0.2):
            return True
    except OSError:
        return False
