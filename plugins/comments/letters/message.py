"""Parses a mail: its author, date and text, and the names of attachments, which no comment takes.

Mails come from strangers. So nothing here trusts a header, a length or the name of a character set, and a mail that
would ask more of the parser than any that somebody writes is refused before it is parsed.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import NamedTuple

from plugins.comments.letters.markup import TooDeep, text_of
from plugins.comments.letters.plain import unflowed

LARGEST = 25_000_000
"""Bytes of a mail; the large services take no larger one."""
LONGEST = 400_000
"""The most characters of a mail's text, including quotations."""
HEADER = 2_000
"""The most characters of a header that are read."""
OUTLOOK = b"\xd0\xcf\x11\xe0"
"""The first bytes of files of Outlook for Windows (MS-CFB, section 2.2)."""
BOUNDARY = re.compile(rb"boundary\*?[\d*]*\s*=", re.IGNORECASE)
PARTS = 40
"""The most parts that contain other parts: the parser searches for the end of each on every line."""
ODD = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7", "utf7"})
"""Codecs that are not character sets of mails, or are too slow."""
ADDRESS = re.compile(
    r"(?:mailto:)?(?:\"[^\"\n]{1,64}\"|[^\s@<>()\[\]{},;:\"'|\\/][^\s@<>()\[\]{},;:\"|\\/]{0,255})@[^\s@<>()\[\]{},;:\"'|\\/]+"
)
"""Matches anything that may be a mail address (RFC 5322, section 3.4.1, and those in other alphabets). An apostrophe
belongs to it (`o'neil@example.com`), except at its beginning, where it is a quotation mark."""
SENDERS = ("From", "Sender", "Reply-To", "Return-Path", "X-Original-From")
"""Headers that may contain the reader's address."""


class MailRefused(Exception):
    """The mail cannot become a comment; the message says why."""


class Mail(NamedTuple):
    """The content of a mail."""

    id: str
    """Its `Message-ID`; empty where it has none."""
    name: str
    """The sender's name; empty where the mail has only an address."""
    senders: tuple[str, ...]
    """The sender's addresses, which are removed from the text and kept nowhere."""
    date: datetime | None
    subject: str
    text: str
    left_out: tuple[str, ...]
    """Names of files that came with it."""
    automatic: bool
    """Whether a program wrote it: an out-of-office reply, a report, a mailing list (RFC 3834)."""


def read_mail(data: bytes) -> Mail:
    """Parse a mail. Raises MailRefused."""
    if len(data) > LARGEST:
        raise MailRefused(f"it has more than {LARGEST // 1_000_000} million bytes")
    if data.startswith(OUTLOOK):
        raise MailRefused("it is in Outlook's own format (.msg); save it as .eml")
    if len(BOUNDARY.findall(data)) > PARTS:
        raise MailRefused(f"it has more than {PARTS} parts within parts")
    try:
        return _parse(message_from_bytes(data.removeprefix(BOM_UTF8).lstrip()))
    except (RecursionError, TooDeep):
        raise MailRefused("its parts lie too deep in one another") from None
    except (ValueError, LookupError, TypeError, AttributeError):  # Python's parser fails on some mails
        raise MailRefused("it is damaged, or not made by a mail program") from None


def _parse(message: Message) -> Mail:
    if not _raw(message, "From") and not _raw(message, "Message-ID"):
        raise MailRefused("it is no mail: it says neither who it is from nor which it is")
    text, left_out = _split_parts(message)
    if len(text) > LONGEST:
        raise MailRefused(f"it says more than {LONGEST:,} characters")
    name, _ = parseaddr(_raw(message, "From"))
    return Mail(
        " ".join(_raw(message, "Message-ID").split()),
        " ".join(_header_text(name).split()),
        tuple(address for header in SENDERS for address in ADDRESS.findall(_raw(message, header))),
        _date(_raw(message, "Date")),
        " ".join(_header_text(_raw(message, "Subject")).split()),
        text,
        tuple(left_out),
        _is_automatic(message),
    )


def _is_automatic(message: Message) -> bool:
    automatic = _raw(message, "Auto-Submitted").partition(";")[0].strip().lower()
    bulk = _raw(message, "Precedence").strip().lower() in ("bulk", "junk", "list", "auto_reply")
    return automatic not in ("", "no") or bulk or message.get_content_type() == "multipart/report"


def _split_parts(message: Message) -> tuple[str, list[str]]:
    """Return the text of a mail's parts, plain text if there is any, and the names of the other parts."""
    plains, pages, left_out = [], [], []
    for part in _leaves(message):
        kind, name = part.get_content_type(), _file_name(part)
        if kind not in ("text/plain", "text/html") or name or part.get_content_disposition() == "attachment":
            left_out.append(name or ("another mail" if kind == "message/rfc822" else kind))
        elif kind == "text/plain":
            plains.append(_plain(part))
        else:
            pages.append(_content(part))
    if any(text.strip() for text in plains):
        return "\n".join(plains), left_out  # some programs split a text around inline pictures
    html = "\n".join(pages)
    if len(html) > LONGEST:
        raise MailRefused(f"its page has more than {LONGEST:,} characters")
    return text_of(html), left_out


def _leaves(message: Message) -> Iterator[Message]:
    """Yield the parts without other parts in them; an attached mail counts as one."""
    queue = [message]
    while queue:
        part = queue.pop()
        payload = part.get_payload() if part.is_multipart() else []
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            queue += (item for item in reversed(payload) if isinstance(item, Message))
        else:
            yield part


def _plain(part: Message) -> str:
    text = _content(part)
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    return unflowed(text, str(part.get_param("delsp", "")).lower() == "yes")


def _content(part: Message) -> str:
    data = part.get_payload(decode=True)
    charset = part.get_content_charset()
    return _text(data if isinstance(data, bytes) else b"", charset if isinstance(charset, str) else "")


def _text(data: bytes, charset: str | None) -> str:
    """Return the text of some bytes; an unknown character set is read as UTF-8, or as Windows writes."""
    name = (charset or "").strip().lower().replace("_", "-")
    for codec in (name if name.replace("-", "_") not in ODD and name not in ODD else "", "utf-8"):
        try:
            text = data.decode(codec or "utf-8")
        except (LookupError, ValueError):
            continue
        return text.encode("utf-8", "replace").decode("utf-8")
    return data.decode("cp1252", "replace")


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (LookupError, ValueError, TypeError):
        return "a file"
    return " ".join(_header_text(name[:HEADER]).split())[:80]


def _raw(message: Message, name: str) -> str:
    """Return the first header of a name on one line, undecoded; empty for none."""
    values = (str(value) for key, value in message.raw_items() if key.lower() == name.lower())
    value = next(values, "")[:HEADER]
    return " ".join(value.encode("utf-8", "surrogateescape").decode("utf-8", "replace").splitlines())


def _header_text(value: str) -> str:
    """Return the words of a header, decoded by RFC 2047."""
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(
        part
        if isinstance(part, str)
        else _text(part, charset)
        if charset
        else part.decode("raw-unicode-escape", "replace")
        for part, charset in parts
    )


def _date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
