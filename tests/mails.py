"""Mails as the common programs write them, for tests of comments that come by mail; people and addresses are invented."""

from __future__ import annotations

from base64 import b64encode
from quopri import encodestring

URL = "https://example.com/2026/01/01/hello/"
TAIL = f"---\nA comment on “Hello”\n{URL}\n"
FILLED = f"Dear Margaret,\n\n{{}}\n\nMy name, as it should stand under my comment: {{}}\n\n{TAIL}"
CANARY = "canary.reader@mail.example"
"""The address of every reader; it may stand nowhere."""


def mail(body: str | bytes, kind: str = "text/plain; charset=utf-8", encoding: str = "8bit", **headers: str) -> bytes:
    """Return a mail of one part; `headers` take the place of the usual ones, with _ for -, and an empty one is left out."""
    fields = {
        "From": f"Ada Lovelace <{CANARY}>",
        "To": "hello@example.com",
        "Subject": "Comment on “Hello”",
        "Date": "Thu, 15 Jan 2026 19:50:00 +0100",
        "Message-ID": f"<one-{CANARY}>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
        "MIME-Version": "1.0",
        "Content-Type": kind,
        "Content-Transfer-Encoding": encoding,
    }
    data = body.encode() if isinstance(body, str) else body
    data = {"base64": b64encode, "quoted-printable": encodestring}.get(encoding, bytes)(data)
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return head.encode() + b"\r\n" + data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def part(body: str, kind: str = "text/plain; charset=utf-8", **headers: str) -> str:
    """Return one part of a mail of several."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return f"Content-Type: {kind}\n{lines}\n{body}\n"


def several(*parts: str, kind: str = "mixed", **headers: str) -> bytes:
    """Return a mail of several parts."""
    body = "".join(f"--mark-{kind}\n{item}" for item in parts) + f"--mark-{kind}--\n"
    return mail(body, f'multipart/{kind}; boundary="mark-{kind}"', **headers)


def within(*parts: str, kind: str = "alternative") -> str:
    """Several parts as one part of another mail."""
    body = "".join(f"--mark-{kind}\n{item}" for item in parts) + f"--mark-{kind}--"
    return part(body, f'multipart/{kind}; boundary="mark-{kind}"')
