"""The page of comments that came by mail and wait until the author approves, answers or deletes them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.base.front_matter.header import Fault
from lodestar.desk.incoming import STALE, Form, Stale, form_of
from lodestar.desk.pages import answer
from lodestar.desk.readers import HELD
from lodestar.desk.saving import Changed, Reason, reason_of
from lodestar.desk.site_now import SiteUnreadable, site_now
from lodestar.desk.waiting import NOWHERE, State, Waiting, WaitingComments, answer_to, approve, take
from plugins.comments.letters.places import LetterPlaces

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

NOTE = "letters read"
"""The key in `Desk.notes` for what became of the letters read last."""
OUTCOMES: Mapping[str, tuple[State, str]] = {
    "delete": ("deleted", "refused"),
    "back": ("waiting", "waits"),
    "gone": ("gone", "gone"),
}
"""The new state of a comment, and the message, by the value of a button."""


ASK = "it does not say which post it is about; choose the letter once more, and the post with it"
NO_POST = "its post is not there any more; delete the comment, or put the post back"
OFFERED = 300
"""Most posts, newest first, that are offered for a letter that names none."""


class TypedComment(NamedTuple):
    """The fields in the form of a comment."""

    name: str
    text: str
    answer: str = ""


class CommentsPage:
    """Lists waiting comments, and approves or deletes them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shelf = WaitingComments(desk.content)
        self._lock = threading.Lock()
        """Held while the site is read or a comment changed, so that a button pressed twice acts once."""

    async def page(self, request: Request) -> Response:
        """Show waiting comments; or approve, delete or restore one; or read letters."""
        if not hasattr(self._desk.settings.get("COMMENTS"), "address"):
            raise HTTPException(404, "There are no comments here: PLUGINS does not name plugins.comments.")
        if request.method == "GET":
            return await asyncio.to_thread(self._show, said=request.query_params.get("said", ""))
        try:
            form = await form_of(request, self._desk.origins.token)
        except Stale as stale:
            return await asyncio.to_thread(self._show, STALE, 403, stale.form)
        return await asyncio.to_thread(self._do_alone, form)

    def _do_alone(self, form: Form) -> Response:
        with self._lock:
            return self._do(form)

    def _do(self, form: Form) -> Response:
        action, waiting = form.get("do"), self._shelf.get(form.get("id"))
        try:
            if action == "take":
                self._desk.notes[NOTE] = self._take(form)
                return RedirectResponse("/comments", 303)
            if waiting is None or waiting.state == "gone" or action not in ("approve", *OUTCOMES):
                raise HTTPException(404, "There is no such comment: it was approved or deleted before, or never was.")
            if action == "approve":
                self._approve(waiting, form)
                return RedirectResponse("/comments?said=approved", 303)
            state, message = OUTCOMES[action]
            self._shelf.set(waiting.id, state)
            return RedirectResponse(f"/comments?said={message}", 303)
        except Fault as fault:
            return self._show(fault.what, 422, form)
        except SiteUnreadable as unreadable:
            return self._show(unreadable.reason, 422, form)
        except LookupError as error:
            return self._show(Reason(NO_POST, str(error)), 422, form)
        except ValueError as reason:
            return self._show(reason_of(reason), 422, form)
        except Changed:
            return self._show("the file of comments was changed at this moment; press the button again", 409, form)
        except OSError as error:
            return self._show(reason_of(error), 507, form)

    def _places(self) -> LetterPlaces:
        """Return the posts of the site as they are now. Raises SiteUnreadable."""
        return LetterPlaces(site_now(self._desk))

    def _take(self, form: Form) -> list[str]:
        """Read the uploaded letters, and return what became of each, in sentences."""
        places, lines = self._places(), []
        for name, data in form.uploads:
            result = take(self._desk.content, places, data, self._desk.now(), form.get("about"))
            if result.waiting:
                files = result.waiting.left_out
                attachments = f"; what came with it is left out: {', '.join(files)}" if files else ""
                lines.append(f"“{name}” waits below{attachments}.")
            else:
                lines.append(f"“{name}” made no comment: {ASK if result.why == NOWHERE else result.why}.")
        return lines or ["No letter was chosen."]

    def _approve(self, waiting: Waiting, form: Form) -> None:
        desk, typed = self._desk, _typed(form, waiting)
        if not typed.name or not typed.text:
            raise ValueError("a comment needs a name and a text")
        waiting = msgspec.structs.replace(waiting, name=typed.name, text=typed.text + "\n")
        answers = []
        if typed.answer:
            names = self._authors()
            slug = form.get("author") if form.get("author") in names else next(iter(names), "")
            name = names.get(slug) or desk.settings["AUTHOR"] or desk.settings["SITENAME"]
            answers = [answer_to(waiting, typed.answer, name, slug, desk.now(), desk.zone)]
        approve(desk.content, self._places(), waiting, answers)
        desk.changed()

    def _authors(self) -> dict[str, str]:
        """Return the names of the authors who may answer, by file name; the site's author first."""
        rows = self._desk.library.rows("author")
        own = sorted(rows, key=lambda row: (row.title != self._desk.settings["AUTHOR"], row.title))
        return {row.path.removeprefix("authors/").removesuffix(".md"): row.title for row in own}

    def _show(self, fault: str = "", status: int = 200, form: Form | None = None, said: str = "") -> Response:
        desk = self._desk
        desk.library.refresh()

        def titled(path: str) -> str:
            return row.title if (row := desk.library.row(path)) else path

        typed_id = form.get("id") if form else ""
        waiting = [
            (item, titled(item.post), _typed(form, item) if form and item.id == typed_id else _stored(item))
            for item in self._shelf.all()
        ]
        deleted = [(item, titled(item.post)) for item in self._shelf.all("deleted")]
        return answer(
            desk, "comments.html", status, title="Comments", here="comments", said=said, fault=fault, waiting=waiting, deleted=deleted,
            authors=self._authors(), posts=[row for row in desk.library.rows("post") if desk.state_of(row) in HELD][:OFFERED], read=desk.notes.pop(NOTE, ()), by_mail=bool(desk.settings["COMMENTS"].address),
        )  # fmt: skip


def _stored(waiting: Waiting) -> TypedComment:
    return TypedComment(waiting.name, waiting.text.rstrip("\n"))


def _typed(form: Form, waiting: Waiting) -> TypedComment:
    """Return what was typed into the form of a comment; a field that it lacks keeps its value."""
    stored = _stored(waiting)
    lines = (
        form.get(name, default).replace("\r\n", "\n").strip()
        for name, default in zip(TypedComment._fields, stored, strict=True)
    )
    name, text, reply = lines
    return TypedComment(" ".join(name.split()), text, reply)
