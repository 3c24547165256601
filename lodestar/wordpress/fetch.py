"""Fetch files of the old blog, with limits: only from its own hosts, resumed where they broke off, never trusted."""

from __future__ import annotations

import http.client
import ipaddress
import json
import os
import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from lodestar.html_to_markdown.urls import host_of, split
from lodestar.wordpress.pictures import Lying, checked

OWN = re.compile(r"(?:^|\.)(?:files\.wordpress\.com|wp\.com|wordpress\.com)$")
PART = ".part"
BLOCK = 1 << 16


@dataclass(frozen=True)
class Limits:
    """How much may be fetched, from where, and how patiently."""

    hosts: frozenset[str] = frozenset()
    """Hosts (`host` or `host:port`) that are allowed whatever their address."""
    most: int = 60 << 20
    """Bytes of one file."""
    total: int = 20 << 30
    """Bytes of all files."""
    wait: float = 20.0
    """Seconds without an answer."""
    longest: float = 300.0
    """Seconds for one file."""
    tries: int = 3
    pause: float = 1.0
    """Seconds before the second try; twice as many before each further one."""
    turns: int = 5
    """Redirects that are followed."""


class DownloadFailed(Exception):
    """Why a file could not be fetched; `again`: whether another try may help."""

    def __init__(self, reason: str, again: bool = False) -> None:
        super().__init__(reason)
        self.again = again


@dataclass
class _Run:
    """The state of one download of files."""

    limits: Limits
    blog: frozenset[str]
    """Hosts of the blog's own files."""
    left: int = 0
    reasons: dict[str, str] = field(default_factory=dict)
    """Why files could not be fetched, by their paths."""


def fetch(
    files: Mapping[str, Sequence[str]],
    folder: Path,
    limits: Limits = Limits(),
    progress: Callable[[str, int, int], None] = lambda step, done, total: None,
) -> Mapping[str, str]:
    """Fetch files into `folder`: by the path of each there, the addresses to try; why some could not be fetched."""
    hosts = frozenset(filter(None, (host_of(url) for urls in files.values() for url in urls)))
    run = _Run(limits, hosts, limits.total)
    for number, (name, urls) in enumerate(files.items(), start=1):
        for url in urls:
            if (folder / name).is_file():
                break
            try:
                _fetch_one(run, url, folder / name)
                run.reasons.pop(name, None)
            except DownloadFailed as failure:
                run.reasons.setdefault(name, str(failure))
        progress("Fetching", number, len(files))
    return run.reasons


def _fetch_one(run: _Run, url: str, target: Path) -> None:
    part = target.with_name(target.name + PART)
    pause = run.limits.pause
    for attempt in range(1, run.limits.tries + 1):
        try:
            _follow(run, url, part)
            data = part.read_bytes()
            try:
                checked(target.name, data)
            except Lying as error:
                part.unlink()
                raise DownloadFailed(str(error)) from None
            os.replace(part, target)
            part.with_suffix(part.suffix + ".json").unlink(missing_ok=True)
            return
        except DownloadFailed as failure:
            if not failure.again or attempt == run.limits.tries:
                raise
            time.sleep(pause)
            pause *= 2


def _follow(run: _Run, url: str, part: Path) -> None:
    for _ in range(run.limits.turns + 1):
        answer = _request(run, url, part)
        if not answer:
            return
        try:
            url = urljoin(url, answer)
        except ValueError:
            raise DownloadFailed("a redirect to no address") from None
    raise DownloadFailed("too many redirects")


def _request(run: _Run, url: str, part: Path) -> str:
    """Ask for the rest of a file and append it; where to ask instead, when the answer is a redirect."""
    connection, path = _connect(run, url)
    start, mark = _state(part)
    headers = {"User-Agent": "lodestar-import", "Accept-Encoding": "identity"}
    if start and mark:
        headers |= {"Range": f"bytes={start}-", "If-Range": mark}
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        if answer.status in (301, 302, 303, 307, 308):
            return answer.getheader("Location") or ""
        if answer.status == 416:
            part.unlink(missing_ok=True)
            raise DownloadFailed("the file changed on the way", again=True)
        if answer.status not in (200, 206):
            raise DownloadFailed(f"the server says {answer.status}", again=answer.status >= 500 or answer.status == 429)
        _receive(run, answer, part, start if answer.status == 206 else 0)
    except (OSError, http.client.HTTPException) as error:
        raise DownloadFailed(f"no whole answer ({_words(error)})", again=True) from None
    finally:
        connection.close()
    return ""


def _receive(run: _Run, answer: http.client.HTTPResponse, part: Path, start: int) -> None:
    length = answer.getheader("Content-Length") or ""
    expected = start + int(length) if length.isdigit() else None
    if expected is not None and expected > run.limits.most:
        raise DownloadFailed(f"larger than {run.limits.most >> 20} MB")
    part.parent.mkdir(parents=True, exist_ok=True)
    mark = answer.getheader("ETag") or answer.getheader("Last-Modified") or ""
    part.with_suffix(part.suffix + ".json").write_text(json.dumps({"mark": mark}), encoding="utf-8")
    deadline = time.monotonic() + run.limits.longest
    size = start
    with open(part, "r+b" if start else "wb") as stream:
        stream.seek(start)
        stream.truncate()
        while block := answer.read(BLOCK):
            size += len(block)
            run.left -= len(block)
            if size > run.limits.most:
                raise DownloadFailed(f"larger than {run.limits.most >> 20} MB")
            if run.left < 0:
                raise DownloadFailed("all that may be fetched in one run has been fetched; run it again")
            if time.monotonic() > deadline:
                raise DownloadFailed("too slow", again=True)
            stream.write(block)
    if expected is not None and size < expected:
        raise DownloadFailed("the file broke off", again=True)


def _state(part: Path) -> tuple[int, str]:
    """Return how many bytes of a file have arrived, and the server's validator for its version."""
    try:
        mark = json.loads(part.with_suffix(part.suffix + ".json").read_text(encoding="utf-8"))["mark"]
        return part.stat().st_size, str(mark)
    except (OSError, ValueError, KeyError, TypeError):
        return 0, ""


def _connect(run: _Run, url: str) -> tuple[http.client.HTTPConnection, str]:
    """Return a connection to the host of an address, if one may be made. Raises DownloadFailed."""
    parts = split(url)
    host, port = (parts.hostname or "").lower(), parts.port
    if parts.scheme not in ("http", "https") or not host:
        raise DownloadFailed("no web address")
    named = host in run.limits.hosts or f"{host}:{port}" in run.limits.hosts
    if not (named or host in run.blog or OWN.search(host)):
        raise DownloadFailed(f"{host} is not a host of this blog (allow it with --media-host {host})")
    address = _address(host, port or (443 if parts.scheme == "https" else 80), named)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = _Pinned(host, port, timeout=run.limits.wait, context=ssl.create_default_context())
        connection.address = address
    else:
        connection = http.client.HTTPConnection(address, port or 80, timeout=run.limits.wait)
        connection.host = host

        def connect_to_address(place: tuple[str, int], timeout: float, source: object) -> socket.socket:
            return socket.create_connection((address, place[1]), timeout)

        connection._create_connection = connect_to_address  # type: ignore[attr-defined]
    return connection, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


class _Pinned(http.client.HTTPSConnection):
    """A connection to an address that was checked before, under the name of its host."""

    address = ""

    def connect(self) -> None:
        self._create_connection = lambda place, timeout, source: socket.create_connection(
            (self.address, place[1]), timeout
        )
        super().connect()


def _address(host: str, port: int, named: bool) -> str:
    """Return the internet address of a host; one inside a private network only for hosts that were named."""
    try:
        resolved = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise DownloadFailed(f"there is no host {host}") from None
    for *_, place in resolved:
        address = str(place[0]).partition("%")[0]
        if named or ipaddress.ip_address(address).is_global:
            return address
    raise DownloadFailed(f"{host} is inside a private network (allow it with --media-host {host})")


def _words(error: BaseException) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
