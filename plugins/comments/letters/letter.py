"""Reads the letter that "Leave a comment" fills in: the comment, its author's name, and its post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from lodestar.base.digest import digest
from lodestar.base.front_matter.fault import Fault
from lodestar.base.front_matter.invisible import is_visible
from lodestar.base.languages import ENGLISH, Language, gettext, gettext_noop
from plugins.comments.core import ANONYMOUS, DEAR, NAME, SUBJECT, TAIL
from plugins.comments.letters.message import ADDRESS, Mail, MailRefused, read_mail
from plugins.comments.letters.plain import own_words, paragraphs
from plugins.comments.reading import LONGEST, check_text

MARK = "mail-"
"""Precedes the part of a comment's id that comes from the mail."""
LONGEST_NAME = 80
HIDDEN = gettext_noop("[address]")
"""Replaces a mail address."""
WEB = re.compile(r"https?://[^\s<>\"')\]&]*?(?=https?://|[\s<>\"')\]&]|\Z)", re.IGNORECASE)
"""Matches a web address, also within the address of a service that checks links."""
DASHES = re.compile(r"[-–—_*]{2,}")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff]")
"""Matches control characters that no comment needs; some reverse the text after them."""
TAG = re.compile(r"<(?=[a-z/!?])(?!https?://)", re.IGNORECASE)
HEADING = re.compile(r"^(?=#|-+$)", re.MULTILINE)
QUOTES = "\"“”„'«»‹›‘’「"
"""Characters that may precede a title: programs change quotes."""


class Wording(NamedTuple):
    """The prepared words of the letter, in every language in which it can have been filled in."""

    dear: re.Pattern[str]
    label: re.Pattern[str]
    titled: re.Pattern[str]
    """Matches the subject; the one group that matches is the title."""
    tail: re.Pattern[str]
    """Matches the beginning of the letter's prepared end."""


@lru_cache(maxsize=8)
def wording(languages: tuple[Language, ...]) -> Wording:
    """Return the wording of the letter in English and in some other languages."""
    all_languages = tuple(dict.fromkeys((ENGLISH, *languages)))

    def translations(message: str) -> list[str]:
        return [language.words.gettext(message) for language in all_languages]

    def pattern(message: str, name: str = "", value: str = "") -> str:
        return "|".join(re.escape(text).replace(re.escape(f"%({name})s"), value) for text in translations(message))

    ends = [text.partition("%(title)s")[0].rstrip(QUOTES + " ") for text in translations(TAIL)]
    return Wording(
        re.compile(pattern(DEAR, "name", ".{1,200}")),
        re.compile(rf"\(?\s*(?:{pattern(NAME).replace(',', ',?')})\s*:?"),
        re.compile(pattern(SUBJECT, "title", "(.+)")),
        re.compile("|".join(rf"{re.escape(end)}\s?[{QUOTES}]" for end in filter(None, ends))),
    )


class CommentLetter(NamedTuple):
    """A comment that came by mail."""

    id: str
    """The id, always the same for the same mail."""
    name: str
    date: datetime | None
    text: str
    """In Markdown."""
    places: tuple[str, ...]
    """The addresses in the mail, those at its end first: they say where the comment belongs."""
    title: str
    """The title of the post in the subject; empty for none."""
    left_out: tuple[str, ...]
    """The names of attached files."""


def read_letter(data: bytes, own: str = "", languages: tuple[Language, ...] = ()) -> CommentLetter:
    """Return the comment in a mail; `own` is the address that letters go to. Raises MailRefused.

    `languages` are those in which a page may have filled the letter in, beside English.
    """
    prepared = wording(languages)
    mail = read_mail(data)
    if mail.automatic:
        raise MailRefused("a program wrote it, not a reader")
    if own and own.casefold() in map(str.casefold, mail.senders):
        raise MailRefused("you sent it yourself; answer comments at the desk")
    text = CONTROLS.sub("", mail.text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    places = tuple(dict.fromkeys(reversed(WEB.findall(unquote(text)))))
    words, name = _split_name(own_words(text), prepared)
    plain = paragraphs(words)
    if len(plain) > LONGEST:
        raise MailRefused(f"the comment has {len(plain):,} characters; {LONGEST:,} are the most")
    text = _markdown(_without_addresses(plain, mail.senders))
    try:
        check_text(text, 1)
    except Fault as fault:
        raise MailRefused(fault.what) from None
    if not is_visible(text):
        raise MailRefused("it holds no words of its own: all of it is quoted, or a signature")
    subject_match = prepared.titled.search(mail.subject)
    shown_name = _name(name, mail.senders) or _name(mail.name, mail.senders) or gettext(ANONYMOUS)
    left_out = tuple(_without_addresses(name, mail.senders) for name in mail.left_out)
    return CommentLetter(
        _id(mail),
        shown_name,
        mail.date,
        text,
        places,
        next(filter(None, subject_match.groups()), "") if subject_match else "",
        left_out,
    )


def _id(mail: Mail) -> str:
    """Return an id that tells mails apart but reveals nothing of their authors."""
    identity = mail.id or f"{mail.date} {mail.subject} {mail.text}"
    return MARK + digest(identity.encode("utf-8", "replace"))[:16]


def _split_name(lines: Sequence[str], prepared: Wording) -> tuple[list[str], str]:
    """Return the lines of the comment, and the name on its line."""
    lines = _without_tail(lines, prepared)
    if (first := _first(lines)) is not None and prepared.dear.fullmatch(lines[first].strip()):
        lines = [*lines[:first], *lines[first + 1 :]]
    label_line = next((number for number, line in enumerate(lines) if prepared.label.match(line.strip())), None)
    if label_line is None:
        return list(lines), ""
    comment_lines = list(lines[:label_line])
    other_lines = [prepared.label.sub("", lines[label_line].strip(), count=1), *lines[label_line + 1 :]]
    other_lines = [line if "(" in line else line.rstrip().removesuffix(")").rstrip() for line in other_lines]
    if _first(comment_lines) is None:  # for readers who write everything below the line for the name
        comment_lines, name = other_lines, ""
    else:
        first = _first(other_lines)
        name = other_lines[first] if first is not None else ""
        comment_lines += other_lines[first + 1 :] if first is not None else []
    return comment_lines, name


def _without_tail(lines: Sequence[str], prepared: Wording) -> Sequence[str]:
    """Return lines without the prepared ones at the end, which name the post."""
    for number, line in enumerate(lines):
        if prepared.tail.match(line.strip()):
            end = number
            while end and (not lines[end - 1].strip() or DASHES.fullmatch(lines[end - 1].strip())):
                end -= 1
            return lines[:end]
    return lines


def _first(lines: Sequence[str]) -> int | None:
    return next((number for number, line in enumerate(lines) if line.strip()), None)


def _without_addresses(text: str, senders: Iterable[str]) -> str:
    """Return a text without mail addresses: their owners have not agreed to publish them."""
    for sender in senders:
        text = re.sub(re.escape(sender), lambda _: gettext(HIDDEN), text, flags=re.IGNORECASE)
    return ADDRESS.sub(lambda _: gettext(HIDDEN), text)


def _name(text: str, senders: Iterable[str]) -> str:
    """Return a name fit to be shown above a comment; empty for anything else."""
    plain = " ".join(CONTROLS.sub("", text).split())[:LONGEST_NAME].strip(" ,;<>\"'*_")
    return "" if _without_addresses(plain, senders) != plain else plain


def _markdown(text: str) -> str:
    """Return a text escaped so that Markdown shows it as written; links and lists stay."""
    return HEADING.sub(r"\\", TAG.sub("&lt;", text)).strip()
