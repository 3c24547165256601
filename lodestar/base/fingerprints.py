"""The hash that tells values apart, and large values that are hashed once for all outputs that show them."""

from __future__ import annotations

import threading
from typing import Any

import msgspec

from lodestar.base.digest import digest
from lodestar.base.values import Value


def fingerprint(value: object) -> str:
    """Return the hash of a value; only equal values have the same one."""
    _encoder.encode_into(value, _room.buffer)
    return digest(_room.buffer)


def _shared(value: Any) -> str:
    if type(value) is Keyed:
        return value.key
    raise TypeError(f"{type(value).__name__} is no value")


class Keyed:
    """A large value that many outputs show, identified by its fingerprint.

    A value that holds it is hashed with the key in its place, so ten thousand archive pages do not hash every post
    again. Attribute access is passed through, so a template sees no difference.
    """

    __slots__ = ("key", "value")

    def __init__(self, value: Value) -> None:
        self.value = value
        self.key = fingerprint(value)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.value, name)

    def __reduce__(self) -> tuple[type[Keyed], tuple[Value]]:
        return (Keyed, (self.value,))


class _Room(threading.local):
    """The buffer in which each thread encodes values: allocating one for each value takes as long as encoding it."""

    def __init__(self) -> None:
        self.buffer = bytearray()


_room = _Room()
_encoder = msgspec.msgpack.Encoder(enc_hook=_shared, order="sorted")
