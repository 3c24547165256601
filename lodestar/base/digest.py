"""The one hash by which bytes are identified."""

from __future__ import annotations

import hashlib


def digest(data: bytes | bytearray) -> str:
    """Return the hash that identifies some bytes: 128 bits of BLAKE2, in hexadecimal."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def key_of(html: str) -> str:
    """Return the key under which the store keeps the HTML of a document."""
    return digest(html.encode())
