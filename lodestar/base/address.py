"""The address of something on the site: one type, one form, compared by equality."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from typing import NewType
from urllib.parse import quote, unquote, unquote_to_bytes

INDEX = "index.html"
INDEXES = (INDEX, "index.xml")
"""Names of files that a host answers for their folder."""
PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*").fullmatch
"""Whether a path stands in an address as it is: nearly all do, and asking is cheaper than quoting."""
AS_THEY_ARE = "!$&'()*+,;=:@~"
"""What may stand unquoted in a segment of a path beside letters, digits, `-`, `.` and `_` (RFC 3986, section 3.3)."""

Address = NewType("Address", str)
"""Where something is below the root of the site (`/2025/02/05/listening/`), normalized: equal ones are one address."""
OutputPath = NewType("OutputPath", str)
"""Path of a file below the output folder: the one that answers an address."""


def quoted(path: str) -> str:
    """Return a path as it stands in an address (RFC 3986): what need not be quoted stays as it is."""
    return path if PLAIN(path) else quote(path, safe="/" + AS_THEY_ARE)


def read_address(written: str) -> Address:
    """Return the address that a person or a program wrote, in the one form in which addresses are compared.

    As RFC 3986 (section 6.2.2) and RFC 3987 (section 3.1) say: percent signs stand where they must and nowhere else,
    with capital digits; `.` and `..` are followed; letters of other alphabets are composed (NFC), then quoted. Octets
    that somebody quoted stay the octets they are, be they UTF-8 or not. A query and a fragment stay as they are written.
    """
    end = min((index for mark in "?#" if (index := written.find(mark)) >= 0), default=len(written))
    path, rest = written[:end], written[end:]
    if not PLAIN(path):
        octets = map(unquote_to_bytes, unicodedata.normalize("NFC", path).split("/"))
        path = "/".join(quote(segment, safe=AS_THEY_ARE) for segment in octets)
    if "/." in path:
        path = _followed(path)
    return Address(path + rest)


def read_page_address(written: str) -> Address:
    """Return the address of a page: it ends in a slash, unless in `.html`.

    Raises ValueError ("what is wrong; what would be right") for one that no file can answer.
    """
    result = answered(read_address(written))
    if result and not result.endswith(("/", ".html")):
        result += "/"
    if quoted(unquote(result)) != result or "//" in result:
        raise ValueError(f'no page can stand at "{written}"; write it without "?", "#", "//" and quoted slashes')
    return Address(result)


def has_answer(link: Address, known: Container[str]) -> bool:
    """Return whether one of the `known` addresses answers a link: hosts add the slash of a folder by themselves."""
    path = answered(link)
    return path in known or f"{path}/" in known


def _followed(path: str) -> str:
    """Return a path without `.` and `..` (RFC 3986, section 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    return "/".join([*kept, ""] if segments[-1] in (".", "..") else kept)


def answered(path: str) -> str:
    """Return the path to which a host answers with the file `path`."""
    folder, slash, name = path.rpartition("/")
    return folder + slash if name in INDEXES else path
