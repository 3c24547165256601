"""A letter of new posts: HTML for mail programs, in the theme's light and dark colors, and plain text."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from textwrap import fill
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lodestar.base.digest import digest
from lodestar.base.languages import current, direction, gettext, long_date, ngettext, using
from lodestar.engine.accent import accent
from lodestar.engine.site import Published, Site
from lodestar.engine.templates import TRANSLATION
from lodestar.engine.tokens import Color, colors, tokens
from plugins.feeds.media import FeedImage, feed_image

UNSUBSCRIBE = "{{ unsubscribe_url }}"
"""A placeholder that the mail service replaces with the unsubscribe address; Buttondown, Mailchimp and Kit can."""
TEMPLATES = Path(__file__).parent / "templates"
SMTPS = 465
"""The port with implicit TLS (RFC 8314)."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PATIENCE = 30.0
"""Seconds that a server may take to answer."""
WIDE = 72
"""Characters in a line of plain text."""
SPEED = 230
"""Words read per minute."""
ROLES = {
    "paper": ("paper", Color("#ffffff", "#121212")),
    "ink": ("ink", Color("#222222", "#eeeeee")),
    "soft": ("ink-soft", Color("#595959", "#b3b3b3")),
    "line": ("line", Color("#cccccc", "#444444")),
    "heading": ("teal", Color("#222222", "#eeeeee")),
    "link": ("terracotta", Color("#222222", "#eeeeee")),
    "mark": ("ochre", Color("#666666", "#999999")),
    "button": ("button", Color("#222222", "#eeeeee")),
    "on-button": ("on-button", Color("#ffffff", "#121212")),
}
"""The theme's token for each role in a letter, and the color to use in a theme without it."""
FONTS = {"serif": "Georgia, serif", "sans": "Arial, sans-serif"}
"""Tokens of fonts, with the fonts to use in a theme without them."""


class _Whole(UnstructuredHeader, BaseHeader):
    """A header whose value stays on one line: Python would fold and encode a long word (RFC 2047), even an address."""

    def fold(self, *, policy: Any) -> str:
        """Return it on one line."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Whole)
POLICY = SMTP.clone(header_factory=_HEADERS)


def new_posts(site: Site, since: datetime) -> tuple[Published, ...]:
    """Return the posts published since a moment, newest first."""
    return tuple(article for article in site.articles if article.article.instant >= since.timestamp())


def subject(posts: Sequence[Published], site_name: str) -> str:
    """Return the subject of the e-mail: the title of the one post, or the number of posts."""
    first = posts[0].article.title
    others = len(posts) - 1
    return (
        ngettext(
            "%(title)s, and %(num)s more from %(site)s",
            "%(title)s, and %(num)s more from %(site)s",
            others,
            title=first,
            site=site_name,
        )
        if others
        else first
    )


def facts(post: Published) -> str:
    """Return when a post was published, and by whom."""
    day, names = long_date(post.article.date), ", ".join(term.label for term in post.authors)
    return gettext("%(day)s by %(names)s", day=day, names=names) if names else day


def host_of(site: Site) -> str:
    """Return the host of the site, in the form that mail addresses use."""
    host = urlsplit(site.url).hostname or "localhost"
    return host.encode("idna").decode()


def sender_of(site: Site, setting: str = "") -> str:
    """Return the sender of a letter: as given, else the site under its name."""
    return setting or str(Address(site.settings["SITENAME"], "posts", host_of(site)))


def message(site: Site, posts: Sequence[Published], sender: str, to: str, unsubscribe: str = "") -> EmailMessage:
    """Return the e-mail, as HTML and plain text, in the language of the site.

    Its date is that of the newest post, so the same posts make the same e-mail.

    `unsubscribe` is the unsubscribe address; the one in the settings of feeds where it is empty. Raises ValueError for a
    sender or recipient that no header can hold.
    """
    unsubscribe = unsubscribe or str(getattr(site.settings.get("FEEDS"), "unsubscribe", ""))
    mail = EmailMessage(policy=POLICY)
    with using(site.language):
        mail["Subject"] = subject(posts, site.settings["SITENAME"])
    mail["From"], mail["To"] = sender, to
    mail["Date"] = format_datetime(datetime.fromisoformat(posts[0].article.date))
    stop = unsubscribe or UNSUBSCRIBE
    with using(site.language):
        text, page = plain(site, posts, stop), html(site, posts, stop)
    mail["Message-ID"] = f"<{posts[0].article.instant}.{digest((text + page).encode())[:12]}@{host_of(site)}>"
    if unsubscribe:
        mail["List-Unsubscribe"] = f"<{unsubscribe}>"  # RFC 2369, section 3.2
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    mail.set_boundary("lodestar-digest")
    return mail


def html(site: Site, posts: Sequence[Published], stop: str) -> str:
    """Return the HTML; `stop` is the unsubscribe address."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[TRANSLATION],
    )
    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
    theme_tokens, palette, pictures = tokens(Path(site.settings["THEME"])), _colors(site), _pictures(site)
    summaries = [post.article.summary or post.article.title for post in posts[:1]]
    return environment.get_template("digest.html").render(
        subject=subject(posts, site.settings["SITENAME"]),
        name=site.settings["SITENAME"],
        url=site.url,
        language=current().code,
        direction=direction(),
        preheader="; ".join((*summaries, *(post.article.title for post in posts[1:]))),
        posts=[
            {
                "title": post.article.title,
                "url": site.url + post.url,
                "summary": post.article.summary,
                "image": {"url": _whole(site, image.url), "alt": image.alt} if (image := pictures(post)) else None,
                "facts": _facts(post),
            }
            for post in posts
        ],
        day={role: color.light for role, color in palette.items()},
        dark={role: color.dark for role, color in palette.items()},
        unsubscribe=stop,
        **{name: theme_tokens.get(name, fallback).replace('"', "") for name, fallback in FONTS.items()},
    )


def plain(site: Site, posts: Sequence[Published], stop: str) -> str:
    """Return the plain text; `stop` is the unsubscribe address."""
    name, url = site.settings["SITENAME"], site.url
    parts = [name, ""]
    for post in posts:
        article = post.article
        parts += [
            article.title,
            "=" * min(len(article.title), WIDE),
            _facts(post),
            "",
            *([_folded(article.summary), ""] if article.summary else []),
            gettext("Read it: %(url)s", url=url + post.url),
            "",
            "",
        ]
    reason = gettext("You get this letter because you asked for new posts of %(site)s.", site=name)
    end = gettext("To stop these letters: %(url)s", url=stop)
    return "\n".join([*parts, "-- ", _folded(reason), f"{url}/", end, ""])


def _folded(text: str) -> str:
    return fill(text, WIDE, break_long_words=False, break_on_hyphens=False)


def _facts(post: Published) -> str:
    """Return when a post was published, by whom, and how long it takes to read."""
    minutes = max(1, round(post.article.body.words / SPEED))
    return ngettext(
        "%(facts)s, %(num)s minute to read", "%(facts)s, %(num)s minutes to read", minutes, facts=facts(post)
    )


def _pictures(site: Site) -> Callable[[Published], FeedImage | None]:
    """Return a function that finds the picture of a post as in feeds. For a drawing they have a card with the title,
    which stands right above it here."""
    find = feed_image(site)

    def picture(post: Published) -> FeedImage | None:
        return None if post.article.said("image").lower().endswith(".svg") else find(post)

    return picture


def _whole(site: Site, address: str) -> str:
    return address if "//" in address else site.url + address


def _colors(site: Site) -> Mapping[str, Color]:
    """Return the colors of a letter, by role, with the author's own accent color if there is one."""
    theme = Path(site.settings["THEME"])
    theme_colors = colors(tokens(theme))
    palette = {role: theme_colors.get(token, fallback) for role, (token, fallback) in ROLES.items()}
    light, dark = accent(site.settings.get("SITE") or {}, theme)
    return palette | ({"link": Color(light, dark)} if light else {})


def send(mail: EmailMessage, host: str, port: int, user: str = "", password: str = "") -> None:
    """Submit the e-mail to an SMTP server. Raises OSError or smtplib.SMTPException."""
    with connect(host, port, user, password) as server:
        server.send_message(mail)


def connect(host: str, port: int, user: str = "", password: str = "") -> smtplib.SMTP:
    """Connect to an SMTP server, over TLS where it can; no password is sent to another machine without it.

    Raises OSError or smtplib.SMTPException.
    """
    secure = ssl.create_default_context()
    server = (
        smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=secure)
        if port == SMTPS
        else smtplib.SMTP(host, port, timeout=PATIENCE)
    )
    try:
        server.ehlo()
        if port != SMTPS and server.has_extn("starttls"):
            server.starttls(context=secure)
            server.ehlo()
        elif port != SMTPS and user and host not in LOOPBACK:
            raise smtplib.SMTPNotSupportedError("it offers no TLS, and a password is sent to nobody in the open")
        if user:
            server.login(user, password)
    except BaseException:
        server.close()
        raise
    return server
