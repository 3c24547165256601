"""What tests of letters share: a letter, read back as a mail program does."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any


def read(path: Path) -> EmailMessage:
    """Return a mail, which has no defect."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage) and not message.defects
    assert not [part.defects for part in message.walk() if part.defects]
    assert not [header.defects for _, header in message.items() if header.defects]
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None and part.get_content_charset() == "utf-8"
    return str(part.get_content()).replace("\r\n", "\n")


def letter(site: Any, *words: str) -> EmailMessage:
    """Return the letter of all posts."""
    code, output = site.run("digest", "--since", "2026-01-01", "--file", "x.eml", *words)
    assert code == 0, output
    return read(site.folder / "x.eml")
