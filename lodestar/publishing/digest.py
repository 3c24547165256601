"""An e-mail of new posts: HTML that mail programs accept, plain text, a preheader, a place for the unsubscribe link."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from textwrap import fill

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lodestar.base.dates import long_date
from lodestar.engine.site import Published, Site

UNSUBSCRIBE = "{{ unsubscribe_url }}"
"""What the provider puts the address to stop at in the place of; Buttondown, Mailchimp and Kit can be told to."""
TEMPLATES = Path(__file__).parent / "templates"
SMTPS = 465
"""The port at which TLS comes first (RFC 8314)."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PATIENCE = 30.0
"""Seconds that a server may take to answer."""
WIDE = 72
"""Characters in a line of plain text."""


def new_posts(site: Site, since: datetime) -> tuple[Published, ...]:
    """Return the posts published since a moment, newest first."""
    return tuple(article for article in site.articles if article.article.instant >= since.timestamp())


def subject(posts: Sequence[Published], site_name: str) -> str:
    """Return what the e-mail is about: the one title, or how many there are."""
    first = posts[0].article.title
    return first if len(posts) == 1 else f"{first}, and {len(posts) - 1} more from {site_name}"


def message(site: Site, posts: Sequence[Published], sender: str, to: str) -> EmailMessage:
    """Return the e-mail, in both forms. Its date is that of the newest post, so the same posts make the same e-mail."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject(posts, site.settings["SITENAME"])
    mail["From"], mail["To"] = sender, to
    mail["Date"] = format_datetime(datetime.fromisoformat(posts[0].article.date))
    mail["Message-ID"] = (
        f"<{posts[0].article.instant}.{len(posts)}@{site.settings['SITEURL'].partition('//')[2] or 'localhost'}>"
    )
    mail["List-Unsubscribe"] = f"<{UNSUBSCRIBE}>"
    mail.set_content(plain(site, posts), cte="quoted-printable")
    mail.add_alternative(html(site, posts), subtype="html", cte="quoted-printable")
    mail.set_boundary("lodestar-digest")
    return mail


def html(site: Site, posts: Sequence[Published]) -> str:
    """Return the HTML: tables and styles in attributes, for mail programs know little else."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("digest.html")
    return template.render(
        name=site.settings["SITENAME"],
        url=site.url,
        language=site.settings["DEFAULT_LANG"],
        preheader=posts[0].article.summary,
        posts=[
            {
                "title": post.article.title,
                "url": post.url,
                "summary": post.article.summary,
                "image": site.image_of(post.article),
                "authors": [term.label for term in post.authors],
                "date": post.article.date,
            }
            for post in posts
        ],
        day=long_date,
        unsubscribe=UNSUBSCRIBE,
    )


def plain(site: Site, posts: Sequence[Published]) -> str:
    """Return the plain text."""
    url = site.url
    parts = [site.settings["SITENAME"], ""]
    for post in posts:
        article = post.article
        by = ", ".join(term.label for term in post.authors)
        parts += [
            article.title,
            "=" * min(len(article.title), WIDE),
            f"{long_date(article.date)}{f' by {by}' if by else ''}",
            "",
        ]
        parts += [fill(article.summary, WIDE), "", f"{url}{post.url}", "", ""]
    return "\n".join([*parts, "-- ", f"You asked for new posts of {url}/", f"To stop: {UNSUBSCRIBE}", ""])


def send(mail: EmailMessage, host: str, port: int, user: str = "", password: str = "") -> None:
    """Hand the e-mail to an SMTP server, over TLS where it can; a password goes to no other machine without.

    Raises OSError or smtplib.SMTPException.
    """
    secure = ssl.create_default_context()
    result = (
        smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=secure)
        if port == SMTPS
        else smtplib.SMTP(host, port, timeout=PATIENCE)
    )
    with result as server:
        server.ehlo()
        if port != SMTPS and server.has_extn("starttls"):
            server.starttls(context=secure)
            server.ehlo()
        elif port != SMTPS and user and host not in LOOPBACK:
            raise smtplib.SMTPNotSupportedError("it offers no TLS, and a password is sent to nobody in the open")
        if user:
            server.login(user, password)
        server.send_message(mail)
