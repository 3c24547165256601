"""Messages between the desk and its builder: MessagePack in frames, each after its length (four bytes, big-endian)."""

from __future__ import annotations

import struct
from typing import IO, Any

import msgspec

from lodestar.base.policy import Policy
from lodestar.base.problems import Problem
from lodestar.base.values import Value

LENGTH = struct.Struct(">I")


class ShownPlace(Value):
    """Where a file of the content shows on the site, and which call to action it carries."""

    url: str
    call: str = ""
    why: str = ""
    lost: tuple[tuple[str, str], ...] = ()
    """The other calls, and why each was not chosen."""


class Step(Value):
    """Progress of a build."""

    called: str
    """Name of the step."""
    done: int
    total: int


class Built(Value):
    """The result of a build."""

    good: bool
    seconds: float = 0.0
    changed: tuple[str, ...] = ()
    """Addresses of the outputs that are new, different or gone."""
    problems: tuple[Problem, ...] = ()


class Known(Value):
    """What the desk learns from a successful build."""

    places: dict[str, ShownPlace]
    """By path below content/."""
    addresses: tuple[str, ...]
    """Every address that answers, below the site's root."""
    tags: tuple[tuple[str, str, int], ...]
    """Label, address and number of posts of each tag; so for categories and authors."""
    categories: tuple[tuple[str, str, int], ...]
    authors: tuple[tuple[str, str, int], ...]
    policy: Policy = Policy()
    """What pages may load."""
    url: str = ""
    """Where the site is published."""


class Frame(Value):
    """One frame from the builder."""

    kind: str
    data: bytes


def send(stream: IO[bytes], kind: str, value: Any) -> None:
    """Write one frame."""
    data = msgspec.msgpack.encode(Frame(kind, msgspec.msgpack.encode(value)))
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Built | Known | Step | None:
    """Return the message in the next frame; None at the end of the stream."""
    head = _read_exactly(stream, LENGTH.size)
    data = _read_exactly(stream, LENGTH.unpack(head)[0]) if head else b""
    if not data:
        return None
    answer = msgspec.msgpack.decode(data, type=Frame)
    kinds: dict[str, type[Built | Known | Step]] = {"built": Built, "known": Known, "step": Step}
    return msgspec.msgpack.decode(answer.data, type=kinds[answer.kind])


def _read_exactly(stream: IO[bytes], number: int) -> bytes:
    result = b""
    while len(result) < number:
        chunk = stream.read(number - len(result))
        if not chunk:
            return b""
        result += chunk
    return result
