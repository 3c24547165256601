"""Services on loopback, made from their documentation: Buttondown's API and a WebSub hub.

Buttondown: docs.buttondown.com, the pages "Authentication", "Versioning", "Creating an email", "Listing emails",
"Pagination", "Idempotency keys", "API error codes", and the schemas `EmailInput` and `Email` of its openapi.json; a hub:
what pubsubhubbub.appspot.com says of itself, and PubSubHubbub 0.3, section 7.1.
"""

from __future__ import annotations

import email
import email.policy
import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

EMAIL = {
    "archival_mode", "attachments", "body", "canonical_url", "commenting_mode", "description", "email_type", "featured",
    "filters", "image", "metadata", "publish_date", "related_email_ids", "secondary_id", "slug", "status", "subject",
    "template",
}  # fmt: skip
"""What `EmailInput` may hold."""
PAGE = 2
"""E-mails on a page of the list."""
Reply = tuple[int, Any]


class Service(ABC):
    """A server on loopback that can lose its answers."""

    def __init__(self) -> None:
        self.lose: str = ""
        """`request`: hang up before it is taken; `answer`: hang up after; only once."""
        self.broken: Reply | None = None
        """What is answered instead."""
        self.requests: list[tuple[str, str]] = []
        self.port = 0

    @abstractmethod
    def answer(self, method: str, path: str, headers: Any, body: bytes) -> Reply:
        """Return what is answered to a request."""


@contextmanager
def serving(service: Service) -> Iterator[str]:
    """Serve a service, and yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            lost_part, service.lose = service.lose, ""
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            service.requests.append((self.command, self.path))
            if lost_part == "request":
                return
            status, data = service.broken or service.answer(self.command, self.path, self.headers, body)
            if lost_part == "answer":
                return
            text = json.dumps(data).encode() if data is not None else b""
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_GET

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Buttondown(Service):
    """One newsletter."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.emails: list[dict[str, Any]] = []
        self.headers: list[Any] = []
        self._key, self._replies, self._confirmed = key, dict[str, Reply](), False

    def answer(self, method: str, path: str, headers: Any, body: bytes) -> Reply:
        self.headers.append(headers)
        if headers["Authorization"] != f"Token {self._key}":
            return 401, {"code": "authentication_invalid", "detail": f"No such key: {headers['Authorization']}"}
        assert headers["X-API-Version"] == "2026-04-01"
        parts = urlsplit(path)
        assert parts.path == "/v1/emails"
        if method == "GET":
            return self._list({name: values[0] for name, values in parse_qs(parts.query).items()})
        key = headers["X-Idempotency-Key"]
        if key not in self._replies:
            self._replies[key] = self._create(json.loads(body), headers)
        return self._replies[key]

    def _create(self, mail: dict[str, Any], headers: Any) -> Reply:
        if unknown_keys := mail.keys() - EMAIL:
            location = ["body", "payload", sorted(unknown_keys)[0]]
            return 422, {
                "detail": [{"type": "extra_forbidden", "loc": location, "msg": "Extra inputs are not permitted"}]
            }
        if mail.get("status", "draft") == "about_to_send":
            self._confirmed = self._confirmed or headers["X-Buttondown-Live-Dangerously"] == "true"
            if not self._confirmed:
                return 400, {"code": "sending_requires_confirmation", "detail": "Are you sure?"}
        if len(mail["subject"]) > 2000 or mail["body"].startswith("---"):
            return 400, {"code": "subject_invalid", "detail": "No."}
        self.emails.append({"status": "draft", "metadata": {}, **mail, "id": f"em_{len(self.emails)}"})
        return 201, self.emails[-1]

    def _list(self, query: dict[str, str]) -> Reply:
        assert query["creation_date__start"] <= "9999-12-31"
        page = int(query.get("page", 1))
        mails = [dict(mail) for mail in self.emails[(page - 1) * PAGE : page * PAGE]]
        for mail in mails:
            mail.pop(query.get("excluded_fields", ""), None)
        next_page = f"https://elsewhere.example/v1/emails?page={page + 1}" if page * PAGE < len(self.emails) else None
        return 200, {"count": len(self.emails), "next": next_page, "previous": None, "results": mails}


class Hub(Service):
    """A hub that notes which feeds it was told of."""

    def __init__(self) -> None:
        super().__init__()
        self.topics: list[str] = []

    def answer(self, method: str, path: str, headers: Any, body: bytes) -> Reply:
        assert (method, headers["Content-Type"]) == ("POST", "application/x-www-form-urlencoded")
        fields = parse_qs(body.decode())
        assert fields["hub.mode"] == ["publish"]
        self.topics += fields["hub.url"]
        return 204, None


class MailingList:
    """A mailing list, which can take a letter and lose its answer, or refuse it."""

    def __init__(self) -> None:
        self.arrived: list[tuple[list[str], EmailMessage]] = []
        self.lose = False
        self.refusal = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refusal:
            return self.refusal
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.arrived.append((envelope.rcpt_tos, message))
        if self.lose:
            server.transport.abort()
        return "250 taken"
