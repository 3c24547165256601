"""Addresses on the site: one type, one normalized form, compared by equality."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from typing import NewType
from urllib.parse import quote, unquote, unquote_to_bytes

INDEX = "index.html"
INDEXES = (INDEX, "index.xml")
"""Names of files that a host serves for their folder."""
PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*").fullmatch
"""Matches a path that needs no quoting, as nearly all do: matching is cheaper than quoting."""
AS_THEY_ARE = "!$&'()*+,;=:@~"
"""Characters that need no quoting in a path segment, besides letters, digits, `-`, `.` and `_` (RFC 3986, 3.3)."""

Address = NewType("Address", str)
"""Where something is below the root of the site (`/2025/02/05/listening/`), normalized: equal ones are one address."""
OutputPath = NewType("OutputPath", str)
"""Path, below the output folder, of the file that answers an address."""


def quoted(path: str) -> str:
    """Return a path quoted for use in an address (RFC 3986); what needs no quoting stays as it is."""
    return path if PLAIN(path) else quote(path, safe="/" + AS_THEY_ARE)


def read_address(text: str) -> Address:
    """Return an address that a person or a program wrote, normalized for comparison.

    Follows RFC 3986 (section 6.2.2) and RFC 3987 (section 3.1): only what must be quoted is,
    with capital digits; `.` and `..` are resolved; letters of other alphabets are composed (NFC), then quoted. Octets
    that were quoted already stay the same, valid UTF-8 or not. A query and a fragment stay as they are written.
    """
    path, rest = text, ""
    if not PLAIN(path):
        end = min((index for mark in "?#" if (index := text.find(mark)) >= 0), default=len(text))
        path, rest = text[:end], text[end:]
        octets = map(unquote_to_bytes, unicodedata.normalize("NFC", path).split("/"))
        path = "/".join(quote(segment, safe=AS_THEY_ARE) for segment in octets)
    if "/." in path:
        path = _without_dots(path)
    return Address(path + rest)


def read_page_address(text: str) -> Address:
    """Return the normalized address of a page: it ends in a slash, unless it ends in `.html`.

    Raises ValueError ("what is wrong; what would be right") for one that no file can answer.
    """
    result = answered(read_address(text))
    if result and not result.endswith(("/", ".html")):
        result += "/"
    if quoted(unquote(result)) != result or "//" in result:
        raise ValueError(f'no page can stand at "{text}"; write it without "?", "#", "//" and quoted slashes')
    return Address(result)


def has_answer(link: Address, addresses: Container[str]) -> bool:
    """Return whether one of `addresses` answers a link; hosts add a missing slash at the end of a folder."""
    path = answered(link)
    return path in addresses or f"{path}/" in addresses


def _without_dots(path: str) -> str:
    """Return a path without `.` and `..` (RFC 3986, section 5.2.4)."""
    results: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == ".." and len(results) > 1:
            results.pop()
        elif segment not in (".", ".."):
            results.append(segment)
    return "/".join([*results, ""] if segments[-1] in (".", "..") else results)


def answered(path: str) -> str:
    """Return the path at which a host serves the file `path`."""
    folder, slash, name = path.rpartition("/")
    return folder + slash if name in INDEXES else path
