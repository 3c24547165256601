"""Comments under a post, and the ways to leave one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from urllib.parse import quote

from plugins.comments.settings import CommentSettings
from plugins.values import Body, Document, Source, Value

GISCUS = "https://giscus.app"
SUBJECT = "Comment on “{title}”"
LETTER = """\
Dear {name},



(My name as it should stand under my comment:)

---
A comment on "{title}"
{url}
"""


class Left(Value):
    """A comment as it stands in its file."""

    id: str
    name: str
    date: str
    text: Document
    reply_to: str = ""


class CommentsFile(Source):
    """What readers left under the post with the same slug."""

    comments: tuple[Left, ...]


class Comment(Value):
    """A comment as it stands on the page."""

    id: str
    name: str
    date: str
    body: Body
    replies: tuple[Comment, ...] = ()


class Leave(Value):
    """How to leave a comment: the provider, and what its template needs."""

    provider: str
    url: str = ""
    """`mail`: to whom the letter goes; `isso`: address of the server; `giscus`: that of its script."""
    attributes: tuple[tuple[str, str], ...] = ()
    """`mail`: what the letter is filled in with; `giscus`: what its script is told."""
    origin: str = ""
    """Where it loads from; empty for what loads nothing."""


class Discussion(Value):
    """The section of a post's page for comments."""

    comments: tuple[Comment, ...]
    """Those that answer no other, the oldest first."""
    count: int
    leave: Leave | None
    """None where comments are closed."""


def threads(left: Iterable[Left]) -> tuple[Comment, ...]:
    """Comments with the answers to each within it, the oldest first throughout."""
    found = sorted(left, key=lambda each: (each.date, each.id))
    answers: dict[str, list[Left]] = {}
    for each in found:
        answers.setdefault(each.reply_to, []).append(each)

    def below(name: str) -> tuple[Comment, ...]:
        return tuple(
            Comment(each.id, each.name, each.date, Body(each.text.key, words=each.text.words), below(each.id))
            for each in answers.get(name, ())
        )

    return below("")


def way_to_leave(settings: CommentSettings, title: str, url: str, site_name: str) -> Leave | None:
    """How readers leave a comment on the post at `url`, a whole address; None where they cannot."""
    if settings.provider == "mail" and settings.address:
        return Leave("mail", settings.address, (("name", site_name), ("title", title), ("url", url)))
    if settings.provider == "isso" and settings.server:
        server = settings.server.rstrip("/") + "/"
        return Leave("isso", server, origin="/".join(server.split("/")[:3]))
    if settings.provider == "giscus" and settings.giscus:
        return Leave("giscus", GISCUS + "/client.js", tuple(sorted(settings.giscus.items())), GISCUS)
    return None


def letter(address: str, fields: Iterable[tuple[str, str]]) -> str:
    """A `mailto:` address (RFC 6068) with subject and text filled in; for templates, which make it when it is shown."""
    subject, text = _frame()
    quoted = {name: quote(value) for name, value in fields}
    return f"mailto:{quote(address, safe='@')}?subject={subject.format(**quoted)}&body={text.format(**quoted)}"


@cache
def _frame() -> tuple[str, str]:
    """Subject and text of a letter, quoted but for the places that are filled in: thousands are made of one."""
    return quote(SUBJECT, safe="{}"), quote(LETTER.replace("\n", "\r\n"), safe="{}")
