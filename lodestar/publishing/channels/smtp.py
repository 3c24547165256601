"""The digest by SMTP, to the address of a mailing list, which distributes it to its readers.

A mail server cannot be asked what it accepted. An error before the end of the text means nothing was (RFC 5321,
section 4.1.1.4); where the answer after the end is lost, only the author can find out.
"""

from __future__ import annotations

import os
import smtplib
from contextlib import closing, suppress
from email.message import EmailMessage
from typing import Annotated

from msgspec import Meta

from lodestar.base.settings import SettingsModel
from lodestar.publishing.channels.letter import Letter, NotTaken, Unanswered
from lodestar.publishing.digest import connect, host_of, message, sender_of
from plugins.feeds.core import common_settings

USER, PASSWORD = "SMTP_USER", "SMTP_PASSWORD"
PORT = 587
"""The port for mail submission (RFC 6409)."""
OK, FORWARDED = 250, 251
NO_WAY_OUT = "nobody could stop it; write where readers do, as FEEDS: {'unsubscribe': 'https://...'}"


class SmtpChannel(SettingsModel, tag_field="kind", tag="smtp"):
    """A mailing list; name and password for the server come from SMTP_USER and SMTP_PASSWORD."""

    server: Annotated[str, Meta(pattern=r"^[^\s:]+(:\d{1,5})?$", examples=["mail.example.com:587"])]
    """`mail.example.com`, or with its port: `mail.example.com:465`."""
    to: Annotated[str, Meta(pattern=r"^[^\s@<>,]+@[^\s@<>,]+$", examples=["readers@lists.example.com"])]
    """The address of the list, never that of a reader."""
    sender: Annotated[str, Meta(pattern=r"^([^\r\n]*[^\s@<>]+@[^\s@<>]+>?)?$", examples=["Ada <ada@example.com>"])] = ""
    """Who it is from, such as `Ada <ada@example.com>`; the site's name and `posts@` its host when left out."""

    def describe(self, letter: Letter) -> str:
        """Return what would be told to whom."""
        warning = "" if common_settings(letter.site).unsubscribe else f" ({NO_WAY_OUT})"
        return f"a letter to {self.to} by {self.server} about {letter.title}{warning}"

    def send(self, letter: Letter) -> None:
        """Submit the digest. Raises NotTaken, and Unanswered where the last answer is lost."""
        if not common_settings(letter.site).unsubscribe:
            raise NotTaken(NO_WAY_OUT)
        host, _, port = self.server.partition(":")
        login = (os.environ.get(USER, ""), os.environ.get(PASSWORD, ""))
        try:
            mail = digest_of(letter, self)
            server = connect(host, int(port or PORT), *login)
            with closing(server):
                _envelope(server, mail["From"].addresses[0].addr_spec, self.to)
                _text(server, bytes(mail))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise NotTaken(f"{self.server} did not take the letter: {_words(error)}") from None

    def arrived(self, letter: Letter) -> bool | None:
        """Return None: a mail server cannot be asked."""
        return None


def _envelope(server: smtplib.SMTP, sender: str, to: str) -> None:
    code, words = server.mail(sender)
    if code == OK:
        code, words = server.rcpt(to)
    if code not in (OK, FORWARDED):
        raise smtplib.SMTPResponseException(code, words)


def _text(server: smtplib.SMTP, text: bytes) -> None:
    """Submit the text. Raises SMTPException where it is refused, Unanswered where the last answer is lost."""
    try:
        code, words = server.data(text)
    except smtplib.SMTPDataError:
        raise
    except (OSError, smtplib.SMTPException) as error:
        raise Unanswered(str(error)) from None
    if code < 0:
        raise Unanswered("what it answered cannot be read")
    if code != OK:
        raise smtplib.SMTPResponseException(code, words)
    with suppress(OSError, smtplib.SMTPException):
        server.quit()


def _words(error: Exception) -> str:
    """Return the server's message in readable form."""
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        return f"{error.smtp_code} {answer.decode('utf-8', 'replace') if isinstance(answer, bytes) else answer}"
    return str(error)


def digest_of(letter: Letter, setting: SmtpChannel) -> EmailMessage:
    """Return the digest of the letter's posts, with an id that is the same for every try. Raises ValueError."""
    site = letter.site
    mail = message(site, letter.posts, sender_of(site, setting.sender), setting.to)
    del mail["Message-ID"]
    mail["Message-ID"] = f"<{letter.key}@{host_of(site)}>"
    return mail
