"""The hash by which bytes are known, everywhere."""

from __future__ import annotations

import hashlib


def digest(data: bytes | bytearray) -> str:
    """Return the hash by which bytes are known: BLAKE2 of 128 bits, in hexadecimal."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def key_of(html: str) -> str:
    """Return the key under which the HTML of a document is kept."""
    return digest(html.encode())
