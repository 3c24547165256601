"""Buttondown: a draft for the author to review and send, or, if so set, a letter that goes out at once.

Follows its documentation (docs.buttondown.com: API, "Creating an email", "Listing emails", "Idempotency keys",
"Versioning"). The letter's key is sent twice: as `X-Idempotency-Key`, so that a repeated request makes no second
e-mail, and in the e-mail's metadata, by which it is found when the answer was lost.
"""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from lodestar.base.languages import gettext, using
from lodestar.base.settings import SettingsModel
from lodestar.publishing.channels import http
from lodestar.publishing.channels.letter import Letter, NotTaken, Unanswered
from lodestar.publishing.digest import LOOPBACK, facts, subject
from lodestar.publishing.manifest import NAME

KEY = "BUTTONDOWN_API_KEY"
VERSION = "2026-04-01"
"""The API version: in this one a letter is a draft by default, and drafts are listed too."""
METADATA = "lodestar"
UNSURE = (409, 500, 502, 503, 504)
"""Status codes after which the request may have been carried out, or still be."""
MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|"} | {"{": "&#123;", "}": "&#125;"})
"""Escapes what would be Markdown, or a variable of Buttondown's, in a line of plain text."""


class ButtondownChannel(SettingsModel, tag_field="kind", tag="buttondown"):
    """Buttondown; the key comes from the environment, as BUTTONDOWN_API_KEY."""

    send_now: bool = False
    """Whether the letter goes out at once; otherwise it becomes a draft at Buttondown."""
    api: str = "https://api.buttondown.com/v1"
    """Where its API is."""

    def describe(self, letter: Letter) -> str:
        """Return what would be told to whom."""
        action = "a letter to all subscribers at Buttondown" if self.send_now else "a draft at Buttondown"
        return f"{action} about {letter.title}{'' if os.environ.get(KEY) else f' ({KEY} is not in the environment)'}"

    def send(self, letter: Letter) -> None:
        """Create the e-mail. Raises NotTaken, and Unanswered where it may exist."""
        headers = {"X-Idempotency-Key": letter.key, "Content-Type": "application/json"}
        if self.send_now:
            headers["X-Buttondown-Live-Dangerously"] = "true"  # required once per key, before its first letter goes out
        with using(letter.site.language):
            title, text = subject(letter.posts, letter.site.settings["SITENAME"]), body(letter)
        mail = {
            "subject": title,
            "body": text,
            "status": "about_to_send" if self.send_now else "draft",
            "metadata": {METADATA: letter.key},
        }
        answer = self._ask("POST", "/emails", headers, json.dumps(mail).encode())
        if answer.status in UNSURE:
            raise Unanswered(answer.words())
        if not answer.good:
            raise NotTaken(answer.words(_key()))

    def arrived(self, letter: Letter) -> bool | None:
        """Search the e-mails since the release that brought the posts. Raises NotTaken."""
        since = datetime.strptime(letter.since, NAME) - timedelta(days=1)
        number = 1
        while True:
            parameters = {"creation_date__start": since.date().isoformat(), "excluded_fields": "body", "page": number}
            try:
                answer = self._ask("GET", f"/emails?{urlencode(parameters)}", {})
            except Unanswered as error:
                raise NotTaken(str(error)) from None
            data = answer.data()
            if not answer.good or not isinstance(data.get("results"), list):
                raise NotTaken(answer.words(_key()))
            if any((mail.get("metadata") or {}).get(METADATA) == letter.key for mail in data["results"]):
                return True
            if not data.get("next"):
                return False
            number += 1

    def _ask(self, method: str, path: str, extra_headers: dict[str, str], body: bytes = b"") -> http.HttpAnswer:
        parts = urlsplit(self.api)
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise NotTaken(f"{self.api} is no https address, and a key is sent to nobody in the open")
        headers = {
            "Authorization": f"Token {_key()}",
            "X-API-Version": VERSION,
            "Accept": "application/json",
            **extra_headers,
        }
        return http.ask(method, self.api.rstrip("/") + path, headers, body)


def _key() -> str:
    key = os.environ.get(KEY, "").strip()
    if not key:
        raise NotTaken(f"{KEY} is not in the environment")
    return key


def body(letter: Letter) -> str:
    """Return the letter in Markdown, which the author can edit there: each post's title, first words and link."""
    parts, read_on = ["<!-- buttondown-editor-mode: plaintext -->"], _plain(gettext("Read on"))
    for post in letter.posts:
        article, url = post.article, f"{letter.site.url}{post.url}"
        parts += [
            f"## [{_plain(article.title)}]({url})",
            f"*{_plain(facts(post))}*",
            _plain(article.summary),
            f"[{read_on}]({url})",
        ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(MARKS)
