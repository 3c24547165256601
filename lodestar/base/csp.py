"""Matching of addresses against the sources of a directive (Content Security Policy Level 3, section 6.7.2)."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}
SECURER = {"http": {"https"}, "ws": {"wss", "http", "https"}, "wss": {"https"}}
"""The schemes that a source with a scheme allows besides its own."""
CONTROLS = "".join(map(chr, range(0x21)))
SPECIAL = re.compile(r"(https?|wss?|ftp):[/\\]*(?=[^/\\])", re.IGNORECASE)
OTHER = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
SOURCE = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>[^/:]+)(?::(?P<port>\d+|\*))?(?P<path>/.*)?", re.IGNORECASE
)


class Address(NamedTuple):
    """An address as a browser reads it."""

    scheme: str
    host: str
    port: int | None
    path: str

    @property
    def origin(self) -> str:
        """Return the source that allows all of its origin: the origin, or the scheme of an address without a host."""
        if not self.host:
            return f"{self.scheme}:"
        port = "" if self.port in (None, PORTS.get(self.scheme)) else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"


def address(url: str, page: str) -> Address | None:
    """Return what `url` means on the page at `page` (URL Standard, basic URL parser); None for an invalid address."""
    url = re.sub(r"[\t\n\r]", "", url.strip(CONTROLS))
    if special := SPECIAL.match(url):
        url = f"{special[1]}://{url[special.end() :]}"
    if special or not OTHER.match(url):
        head = re.split(r"[?#]", url, maxsplit=1)[0]
        url = head.replace("\\", "/") + url[len(head) :]
        if url.startswith("//"):
            url = f"//{url.lstrip('/')}"
    try:
        parts = urlsplit(urljoin(page, url) if special or not OTHER.match(url) else url)
        host = unquote(parts.hostname or "").encode("idna").decode().lower()
        return Address(parts.scheme.lower(), host, parts.port or PORTS.get(parts.scheme.lower()), parts.path)
    except ValueError:
        return None


def allows(sources: Collection[str], url: Address, page: Address) -> bool:
    """Return whether one of a directive's sources matches the address `url` on the page at `page`."""
    return any(_matches(source, url, page) for source in sources)


def allows_script(sources: Collection[str], url: Address, page: Address) -> bool:
    """Return the same for a script: `'strict-dynamic'` disables host sources (6.7.1.1)."""
    return "'strict-dynamic'" not in sources and allows(sources, url, page)


def allows_inline(sources: Collection[str], hash: str, attribute: bool) -> bool:
    """Return whether inline content is allowed (6.7.3.3); `attribute` for a style or event handler in an attribute."""
    marked = any(source.startswith(("'sha", "'nonce-")) for source in sources) or "'strict-dynamic'" in sources
    if "'unsafe-inline'" in sources and not marked:
        return True
    return hash in sources and (not attribute or "'unsafe-hashes'" in sources)


def _matches(source: str, url: Address, page: Address) -> bool:
    if source == "*":
        return url.scheme in ("http", "https") or url.scheme == page.scheme
    if source.lower() == "'self'":
        return _is_own_origin(url, page)
    if source.startswith("'"):
        return False
    if source.endswith(":") and "/" not in source:
        return _scheme(source[:-1].lower(), url.scheme)
    match = SOURCE.fullmatch(source)
    return (
        match is not None
        and bool(url.host)
        and _scheme((match["scheme"] or page.scheme).lower(), url.scheme)
        and _host(match["host"].lower(), url.host)
        and _port(match["port"] or "", url)
        and _path(match["path"] or "", url.path)
    )


def _is_own_origin(url: Address, page: Address) -> bool:
    if url[:3] == page[:3]:
        return True
    standard = url.port == PORTS.get(url.scheme) and page.port == PORTS.get(page.scheme)
    safe = url.scheme in ("https", "wss") or (page.scheme, url.scheme) == ("http", "ws")
    return bool(url.host) and url.host == page.host and (url.port == page.port or standard) and safe


def _scheme(allowed: str, scheme: str) -> bool:
    return allowed == scheme or scheme in SECURER.get(allowed, ())


def _host(allowed: str, host: str) -> bool:
    return allowed in ("*", host) or (allowed.startswith("*.") and host.endswith(allowed[1:]))


def _port(allowed: str, url: Address) -> bool:
    standard = PORTS.get(url.scheme)
    if allowed in ("", "*"):
        return allowed == "*" or url.port in (None, standard)
    return int(allowed) == url.port or (int(allowed), url.port) == (80, 443) == (80, standard)


def _path(allowed: str, path: str) -> bool:
    """Return whether a path equals `allowed`, or is below it where that ends with a slash."""
    if allowed in ("", "/"):
        return True
    allowed_parts, parts = allowed.split("/"), path.split("/")
    if allowed_parts[-1]:
        return [*map(unquote, allowed_parts)] == [*map(unquote, parts)]
    begins_alike = [*map(unquote, allowed_parts[:-1])] == [*map(unquote, parts[: len(allowed_parts) - 1])]
    return begins_alike and len(parts) >= len(allowed_parts)
