"""Submitted forms: values and files, accepted only with the token of this run."""

from __future__ import annotations

import asyncio
import hmac
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

LARGEST = 60_000_000
"""Most bytes of a request; a picture from a camera has a tenth of that."""
PART = re.compile(rb'name="((?:[^"\\]|\\.)*)"(?:;\s*filename="((?:[^"\\]|\\.)*)")?', re.IGNORECASE)


@dataclass
class Form:
    """A submitted form."""

    values: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Name and bytes of the file that was chosen, by the name of its field."""
    uploads: list[tuple[str, bytes]] = field(default_factory=list)
    """Name and bytes of every file that was chosen: a field may hold several."""

    def get(self, name: str, default: str = "") -> str:
        """Return the last value of a field."""
        return self.values.get(name, [default])[-1]

    def all(self, name: str) -> list[str]:
        """Return every value of a field."""
        return self.values.get(name, [])

    def ordered(self, name: str) -> list[str]:
        """Return every value of a field, sorted by the positions requested for them; else in the order sent."""
        places = {value: self.get(f"place.{value}") for value in self.all(name)}
        numbers = {
            value: int(position) if position.isdecimal() else rank
            for rank, (value, position) in enumerate(places.items(), 1)
        }
        return sorted(numbers, key=lambda value: numbers[value])


async def body_of(request: Request, largest: int = LARGEST) -> bytes:
    """Return the body of a request. Raises HTTPException where it has more than `largest` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise HTTPException(413, "That is too large for the desk; make the picture smaller first.")
    return bytes(body)


STALE = "the desk was started anew since this page was opened; look at it once more, and send it again"


class Stale(HTTPException):
    """A form without the token of this run; `form` holds what was typed."""

    def __init__(self, form: Form) -> None:
        super().__init__(403, f"{STALE[:1].upper()}{STALE[1:]}.")
        self.form = form


async def form_of(request: Request, token: str) -> Form:
    """Return the form of a request. Raises Stale for one without the token, HTTPException for what is no form."""
    form = await typed_in(request)
    if not hmac.compare_digest(form.get("token").encode("utf-8", "replace"), token.encode()):
        raise Stale(form)
    return form


async def typed_in(request: Request, largest: int = LARGEST) -> Form:
    """Return the form of a request without checking its token; it is also kept in the scope, for error pages.

    Raises HTTPException for a body that is not a form, or too large.
    """
    kind = request.headers.get("content-type", "")
    data = await body_of(request, largest)
    if kind.startswith("multipart/form-data"):
        form = await asyncio.to_thread(_parts, data, kind)  # photographs take long
    elif kind.startswith("application/x-www-form-urlencoded"):
        form = Form()
        for name, value in parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=10_000):
            form.values.setdefault(name, []).append(value)
    else:
        raise HTTPException(415, "The desk takes forms alone.")
    request.scope["desk.form"] = form
    return form


def _parts(data: bytes, kind: str) -> Form:
    match = re.search(r'boundary=(?:"([^"]+)"|([^;\s]+))', kind)
    if not match:
        raise HTTPException(400, "The form has no boundary.")
    mark = b"--" + (match[1] or match[2]).encode("latin-1")
    form = Form()
    for part in (b"\r\n" + data).split(b"\r\n" + mark)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        named = PART.search(head)
        if not named:
            continue
        name = named[1].decode("utf-8", "replace")
        if named[2] is None:
            form.values.setdefault(name, []).append(content.decode("utf-8", "replace"))
        elif content:
            form.files[name] = (named[2].decode("utf-8", "replace"), content)
            form.uploads.append(form.files[name])
    return form
