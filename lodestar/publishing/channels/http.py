"""One request to a service, with what matters here: whether it surely did not arrive, or may have."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lodestar.publishing.channels.letter import NotTaken, Unanswered

PATIENCE = 30.0
"""Seconds that a service may take to answer."""
SHOWN = 200
"""Characters of what a service says that are shown."""


class Answer(NamedTuple):
    """What a service answered."""

    status: int
    text: str

    @property
    def good(self) -> bool:
        """Whether it did what it was asked."""
        return 200 <= self.status < 300

    def data(self) -> dict[str, Any]:
        """Return the object that it sent; an empty one for anything else."""
        try:
            result = json.loads(self.text)
        except ValueError:
            return {}
        return result if isinstance(result, dict) else {}

    def words(self, secret: str = "") -> str:
        """Return what it says is wrong, on a line, without a secret that it repeats."""
        line = " ".join(str(self.data().get("detail") or "").split())
        line = line.replace(secret, "...") if secret else line
        return f"it answered {self.status}" + (f": {line[:SHOWN]}" if line else "")


def ask(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
    """Return what a service answers; redirects are not followed, for they would carry a key elsewhere.

    Raises NotTaken where it could not be reached, Unanswered where it was and the answer is lost.
    """
    parts = urlsplit(url)
    place = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    secure = parts.scheme == "https"
    try:
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
        connection.connect()
    except (OSError, http.client.HTTPException, ssl.SSLError, ValueError) as error:
        raise NotTaken(f"{parts.netloc or url} cannot be reached ({error})") from None
    try:
        connection.request(method, place, body or None, dict(headers))
        reply = connection.getresponse()
        return Answer(reply.status, reply.read().decode("utf-8", "replace"))
    except ValueError:  # says the header, which holds the key
        raise NotTaken("the key in the environment has a character that no key has") from None
    except (OSError, http.client.HTTPException) as error:
        raise Unanswered(f"{parts.netloc} did not answer ({error})") from None
    finally:
        connection.close()
