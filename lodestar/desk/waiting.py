"""Comments that came by mail and wait for approval, in `content/.waiting/`, which no build reads and git ignores.

A file holds one comment, and nothing about its writer but the name to show above it. A rejected comment stays there, so
that its letter is recognized when it is read again, and the author may reconsider; once a comment is deleted for good,
its file holds its id alone.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from lodestar.base.digest import digest
from lodestar.base.languages import using
from lodestar.desk.saving import Changed, read, readable, save
from plugins.comments.core import is_open
from plugins.comments.letters.letter import read_letter
from plugins.comments.letters.message import LARGEST, MailRefused
from plugins.comments.letters.places import LetterPlace, LetterPlaces
from plugins.comments.reading import check_text
from plugins.comments.writing import with_entries

FOLDER = ".waiting"
ID = re.compile(r"mail-[0-9a-f]{16}")
ANSWER = "-answer"
"""The suffix that makes the id of the author's answer from that of a comment."""

State = Literal["waiting", "deleted", "gone"]


class Waiting(msgspec.Struct, frozen=True):
    """A comment that came by mail."""

    id: str
    post: str = ""
    """Path of the post below content/."""
    url: str = ""
    """The post's address, by which it is found when its file was renamed."""
    name: str = ""
    date: str = ""
    """As the file of comments has it."""
    text: str = ""
    """In Markdown."""
    reply_to: str = ""
    left_out: tuple[str, ...] = ()
    """Names of the files attached to the letter."""
    state: State = "waiting"


NOWHERE = "it names no post of this site; add the post's address to its end"


class Taken(NamedTuple):
    """The result of reading a letter."""

    waiting: Waiting | None
    """The comment that waits now; None where there is none."""
    why: str
    """Why there is none; empty for one that waits."""
    known: bool = False
    """Whether that is because the letter was read before."""


class WaitingComments:
    """The folder of waiting comments."""

    def __init__(self, content: Path) -> None:
        self._folder = content / FOLDER

    def all(self, state: State = "waiting") -> list[Waiting]:
        """Return all comments of a state, the oldest first."""
        names = sorted(file.stem for file in self._folder.glob("*.json")) if self._folder.is_dir() else []
        results = [waiting for name in names if (waiting := self.get(name)) and waiting.state == state]
        return sorted(results, key=lambda waiting: (waiting.date, waiting.id))

    def get(self, id: str) -> Waiting | None:
        """Return a comment, whatever its state; None where there is none of this id."""
        data = readable(self._folder / f"{id}.json") if ID.fullmatch(id) else None
        try:
            return msgspec.json.decode(data, type=Waiting) if data else None
        except msgspec.MsgspecError:
            return None

    def put(self, waiting: Waiting) -> None:
        """Store a comment. Raises OSError."""
        ignored, file = self._folder / ".gitignore", self._folder / f"{waiting.id}.json"
        if not ignored.exists():
            with suppress(Changed):  # another desk created it at the same moment
                save(ignored, b"*\n", "")
        old_data = read(file)
        data = msgspec.json.format(msgspec.json.encode(waiting)) + b"\n"
        save(file, data, digest(old_data) if old_data is not None else "")

    def set(self, id: str, state: State) -> None:
        """Change the state of a comment; of one that is gone, only the id stays. Raises OSError."""
        if waiting := self.get(id):
            self.put(Waiting(id, state=state) if state == "gone" else msgspec.structs.replace(waiting, state=state))

    def drop(self, id: str) -> None:
        """Delete a comment that is in the file of its post now. Raises OSError."""
        if ID.fullmatch(id):
            (self._folder / f"{id}.json").unlink(missing_ok=True)


def read_mail_file(file: Path) -> bytes:
    """Return the bytes of a mail; of one that is too large, enough to recognize that. Raises OSError."""
    if not file.is_file():
        raise OSError(errno.EINVAL, "it is no file", str(file))
    with file.open("rb") as stream:
        return stream.read(LARGEST + 1)


def take(content: Path, places: LetterPlaces, data: bytes, now: datetime, about: str = "") -> Taken:
    """Read a letter and store its comment, for the post in the file `about` where it names none itself. Raises OSError."""
    shelf, site = WaitingComments(content), places.site
    try:
        with using(site.language):
            letter = read_letter(data, site.settings["COMMENTS"].address, site.languages.with_words)
    except MailRefused as refused:
        return Taken(None, str(refused))
    if shelf.get(letter.id) or letter.id in places.ids:
        return Taken(None, "it was read before", known=True)
    place = places.find(letter.places, letter.title)
    if place is None and (post := places.post(about, "")):
        place = LetterPlace(post, "")
    if place is None:
        return Taken(None, NOWHERE)
    if not is_open(place.post.article):
        return Taken(None, f"comments on “{place.post.article.title}” are closed")
    date = _moment(letter.date, place.post.article.instant, now, site.zone)
    post, text = place.post, letter.text + "\n"
    waiting = Waiting(letter.id, post.article.path, post.url, letter.name, date, text, place.reply_to, letter.left_out)
    shelf.put(waiting)
    return Taken(waiting, "")


def _moment(claimed: datetime | None, published: int, now: datetime, zone: ZoneInfo) -> str:
    """Return the date of a letter, within what is possible: not before its post, and not in the future."""
    first = datetime.fromtimestamp(published, UTC)
    moment = now if claimed is None or not first - timedelta(days=1) <= claimed <= now + timedelta(days=1) else claimed
    return max(moment, first).astimezone(zone).isoformat(sep=" ", timespec="seconds")


def approve(content: Path, places: LetterPlaces, waiting: Waiting, answer: Sequence[dict[str, str]] = ()) -> str:
    """Move a comment into the file of its post, with the author's answers, and return that file's path below content/.

    A comment that is there already is not added again. Raises Fault for a text that no page can hold, LookupError where
    the post is gone, Changed, OSError.
    """
    post = places.post(waiting.post, waiting.url)
    if post is None:
        raise LookupError(f'the post "{waiting.post}" is not there any more')
    for text in (waiting.text, *(entry["text"] for entry in answer)):
        check_text(text, 1)
    path = places.path_of(post.article)
    old_data = read(content / path)
    file = places.file_of(post.article)
    ids = {comment.id for comment in file.comments} if file else set()
    entry = {"id": waiting.id, "name": waiting.name, "date": waiting.date, "text": waiting.text}
    if waiting.reply_to in ids:
        entry["reply_to"] = waiting.reply_to
    new = [item for item in (entry, *answer) if item["id"] not in ids]
    if new:
        text = with_entries((old_data or b"").decode("utf-8"), new)
        save(content / path, text.encode(), digest(old_data) if old_data is not None else "")
    WaitingComments(content).drop(waiting.id)
    return path


def answer_to(waiting: Waiting, text: str, name: str, author: str, now: datetime, zone: ZoneInfo) -> dict[str, str]:
    """Return the author's answer to a comment, as an entry of its file."""
    date = now.astimezone(zone).isoformat(sep=" ", timespec="seconds")
    entry = {"id": waiting.id + ANSWER, "name": name, "date": date, "reply_to": waiting.id}
    return entry | ({"author": author} if author else {}) | {"text": text.replace("\r\n", "\n").strip() + "\n"}
