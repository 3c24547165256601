"""A request to a service that tells whether it certainly failed, or may have arrived."""

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
"""The most characters of a service's message that are shown."""


class HttpAnswer(NamedTuple):
    """The response of a service."""

    status: int
    text: str

    @property
    def good(self) -> bool:
        """Whether the request succeeded."""
        return 200 <= self.status < 300

    def data(self) -> dict[str, Any]:
        """Return the JSON object in it; an empty one for anything else."""
        try:
            result = json.loads(self.text)
        except ValueError:
            return {}
        return result if isinstance(result, dict) else {}

    def words(self, secret: str = "") -> str:
        """Return its error message on one line, without the secret if it repeats that."""
        line = " ".join(str(self.data().get("detail") or "").split())
        line = line.replace(secret, "...") if secret else line
        return f"it answered {self.status}" + (f": {line[:SHOWN]}" if line else "")


def ask(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> HttpAnswer:
    """Send a request and return the answer; redirects are not followed, since they would send a key elsewhere.

    Raises NotTaken where the service could not be reached, Unanswered where the answer was lost.
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
        return HttpAnswer(reply.status, reply.read().decode("utf-8", "replace"))
    except ValueError:  # its message holds the header with the key
        raise NotTaken("the key in the environment has a character that no key has") from None
    except (OSError, http.client.HTTPException) as error:
        raise Unanswered(f"{parts.netloc} did not answer ({error})") from None
    finally:
        connection.close()
