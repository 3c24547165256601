"""The hash by which values are told apart, and heavy values that are hashed once for all that show them."""

from __future__ import annotations

import threading
from typing import Any

import msgspec

from lodestar.base.digest import digest
from lodestar.base.values import Value


def fingerprint(value: object) -> str:
    """Return a hash that two values share only when they are equal."""
    _encoder.encode_into(value, _room.buffer)
    return digest(_room.buffer)


def _shared(value: Any) -> str:
    if type(value) is Keyed:
        return value.key
    raise TypeError(f"{type(value).__name__} is no value")


class Keyed:
    """Something heavy that many outputs show, known by the fingerprint of its value.

    A value that holds it is hashed with the key in its place, so ten thousand archive pages do not hash every post
    again. Attributes are read through, so a template sees no difference.
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
    """Room to encode a value in, each thread's own: making it for each value takes as long as the encoding."""

    def __init__(self) -> None:
        self.buffer = bytearray()


_room = _Room()
_encoder = msgspec.msgpack.Encoder(enc_hook=_shared, order="sorted")
