"""Finds addresses of files anywhere in finished HTML: in any attribute, in styles and in scripts.

A file is published with the texts that refer to it, so even an unforeseen way to name one must count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

from lodestar.base.markers import WORD

TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
VALUE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
BLOCK = re.compile(r"<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
PIECE = re.compile(r"[^\s\"'()<>,;=\\]+")
QUERY = re.compile("[?#]")
ELSEWHERE = re.compile(r"(?:mailto|tel|sms|javascript|data|urn):", re.IGNORECASE).match
LONGEST = 8
"""The most characters of a file name's ending."""
PAGES = (".html", ".htm", ".php", ".asp", ".aspx")
"""Endings of addresses with a host that are page addresses."""


def addresses(html: str) -> Iterator[str]:
    """Yield every address of a file in some HTML; one with a host is given without it."""
    for text in _values(html):
        if ELSEWHERE(text):
            continue
        for address in dict.fromkeys((text.strip(), *PIECE.findall(text))):
            if WORD not in address and _ends_as_file(address) and (result := _local(address)):
                yield result


def _values(html: str) -> Iterator[str]:
    """Yield the values of attributes and the texts of styles and scripts."""
    for tag in TAG.findall(html):
        if "." in tag:
            for value in VALUE.finditer(tag):
                text = value[1] or value[2] or value[3] or ""
                if "." in text:
                    yield unescape(text)
    if "<s" in html or "<S" in html:
        yield from (unescape(block[0]).replace("\\/", "/") for block in BLOCK.finditer(html))


def _ends_as_file(address: str) -> bool:
    name = QUERY.split(address, maxsplit=1)[0].rpartition("/")[2]
    stem, _, ending = name.rpartition(".")
    return bool(stem.strip(".")) and len(ending) <= LONGEST and ending.isalnum()


def _local(address: str) -> str:
    """Return an address without its host; empty for a page."""
    if "//" not in address:
        return address
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    return "" if path.lower().endswith(PAGES) else path


def plain_path(address: str) -> str:
    """Return the path below content/ that an address from the site's root, or a path, means."""
    try:
        path = urlsplit(address).path if "//" in address else QUERY.split(address, maxsplit=1)[0]
    except ValueError:
        return ""
    return unquote(path).lstrip("/")
