"""Parsing addresses, whatever they hold."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit


def split(url: str) -> SplitResult:
    """Return the parts of an address; all empty for an invalid one, such as `http://[`."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def origin_of(url: str) -> str:
    """Return scheme and host of an address, as a content policy names a source."""
    parts = split(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def host_of(url: str) -> str:
    """Return the host of an address, in lower case; empty where there is none."""
    return (split(url).hostname or "").lower()
