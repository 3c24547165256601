"""The editor: one file, as a form derived from its model, with its text and a preview in the site's own style.

A form is read before anything is refused; whatever keeps it from being saved, the response is the editor with
everything that was typed, and the reason.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.base.digest import digest
from lodestar.base.front_matter.edit import CannotEdit, to_yaml
from lodestar.base.front_matter.header import FENCE, Fault, Header, decode, split
from lodestar.desk.actions import moment_of
from lodestar.desk.checker import Checker
from lodestar.desk.choices import calls, choices, pictures
from lodestar.desk.differences import compared
from lodestar.desk.form_values import shown, typed, unknown
from lodestar.desk.incoming import Form, Stale, form_of
from lodestar.desk.kept import Typed
from lodestar.desk.kinds import TextKind, kind_of
from lodestar.desk.opened import EMPTY, Opened, built, origin_of, readable_header
from lodestar.desk.pages import answer
from lodestar.desk.paths import PathRefused, is_portable, place
from lodestar.desk.pictures import ACCEPTED, Unfit, markdown, store
from lodestar.desk.removing import DELETABLE
from lodestar.desk.saving import Reason, read, reason_of
from lodestar.desk.writing import Conflict, problems_of, save_file

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

STATE_SENTENCES = {
    "draft": "A draft: readers do not see it.",
    "scheduled": "Scheduled for {}. At that moment something has to publish: you (press Publish after it), or GitHub if you set it up.",
    "live": "Live: readers have it as it is here.",
    "changed": "Live, changed since: readers get your changes when you publish.",
    "waiting": "Not out yet: readers get it when you publish.",
    "withdrawn": "A draft since your last change. Readers still see it until you publish.",
}
"""What the editor says about a text, by its state with readers."""
PUBLISHABLE = ("post", "page")
"""Kinds whose texts can be published one by one."""
STALE = "The desk was started anew since this page was opened. Look at it once more, then press Save again."
MISSING_FILE = (
    "The file {} is not there any more: it was renamed or removed. If you save again, it is made again under this name."
)


class WritePage:
    """Opens and saves a file."""

    def __init__(self, desk: Desk, checker: Checker, opened: Opened) -> None:
        self._desk, self._checker, self._opened = desk, checker, opened

    async def page(self, request: Request) -> Response:
        """Show a file for editing, or save it."""
        path, query, form, stale = request.path_params["path"], request.query_params, None, ""
        if request.method == "POST":
            try:
                form = await form_of(request, self._desk.origins.token)
            except Stale as reason:
                form, stale = reason.form, STALE
        return await asyncio.to_thread(self._answer, path, query, form, stale)

    def _answer(self, path: str, query: Mapping[str, str], form: Form | None, stale: str) -> Response:
        kind = kind_of(path, self._desk.settings) if path.endswith(".md") else None
        if kind is None:
            raise HTTPException(404, f'There is no text "{path}".')
        data, trouble = None, ""
        try:
            data = read(place(self._desk.content, path))
        except PathRefused as reason:
            if not is_portable(path):
                raise HTTPException(404, f"{reason}.") from None
            trouble = f"{reason}."
        except OSError as error:
            trouble = f"The file {path} cannot be read: {reason_of(error)}."
        if form is not None:
            return self._take(path, kind, data, form, stale, trouble)
        self._desk.readers.want()
        unsaved = self._desk.kept.get(query.get("kept", ""))
        if unsaved and unsaved.path == path:
            return self._back(path, kind, data, Form({**unsaved.fields, "draft": [unsaved.id]}), unsaved.when)
        if data is None:
            if not (offers := self._opened.offers(path, kind, data)):
                raise HTTPException(
                    404, trouble or f'There is no text "{path}": it was renamed or removed, or never was.'
                )
            return self._back(path, kind, data, Form({**offers[0].fields, "draft": [offers[0].id]}), offers[0].when)
        return self._show(
            path,
            kind,
            data,
            raw="raw" in query,
            said=query.get("said", ""),
            offers=self._opened.offers(path, kind, data),
        )

    def _show(
        self, path: str, kind: TextKind, data: bytes, *, raw: bool = False, said: str = "", status: int = 200, faults: list[str] | None = None,
        typed_values: dict[str, Any] | None = None, text: str | None = None, conflict: Conflict | None = None, base: str | None = None,
        draft: str = "", offers: list[Typed] | None = None, back: float = 0.0, moved: tuple[str, str] = ("", ""),
    ) -> Response:  # fmt: skip
        """Return the editor with what is on disk, or with what was typed (`typed_values`, `text`)."""
        desk, problem = self._desk, ""
        try:
            header = split(decode(data))
        except Fault as fault:
            header, raw = Header({}, {}, "", 1), True
            problem = " ".join(f"Line {item.line}: {item.what}; {item.cure}." for item in fault.every)
        full_text = data.decode("utf-8", "replace")
        values = typed_values if typed_values is not None else header.fields
        form, mark = shown(kind.model, values), self._opened.remember(data)
        place_, row = desk.place_of(path), desk.library.row(path)
        publishable = kind.name in PUBLISHABLE
        state = desk.state_of(row) if row and publishable else ""
        return answer(
            desk, "write.html", status, title=f"Write: {values.get(kind.heading) or path!s}", here=kind.name if kind.name != "post" else "posts",
            path=path, kind=kind, raw=raw, problem=problem, said=said, faults=faults or [], base=mark if base is None else base, draft=draft, origin=mark,
            form=[item for item in form if not item.field.folded], folded=[item for item in form if item.field.folded],
            state=state, standing=STATE_SENTENCES.get(state, "").format(row.date if row else ""), publishable=publishable, deletable=kind.name in DELETABLE, first=1 if raw else header.body_line + len(header.body) - len(header.body.lstrip("\n")),
            body=text if text is not None else (full_text if raw else header.body.lstrip("\n")), unknown=unknown(kind.model, header.fields),
            convertible=not raw and not full_text.lstrip("\ufeff").startswith(FENCE), choices=choices(desk), calls=calls(desk),
            pictures=pictures(desk), url=desk.url_of(path), place=place_, conflict=conflict,
            changes=compared(kind, conflict.theirs or b"", conflict.mine) if conflict else None,
            offers=offers or [], back=back, moved=moved, accept=ACCEPTED,
        )  # fmt: skip

    def _again(
        self, path: str, kind: TextKind, data: bytes, form: Form, status: int, faults: list[str], *, base: str | None = None,
        conflict: Conflict | None = None, back: float = 0.0, moved: tuple[str, str] = ("", ""), text: str | None = None,
    ) -> Response:  # fmt: skip
        """Return the editor with everything as it was typed."""
        raw, typed_values = "raw" in form.values, None
        if "body" not in form.values:  # a button beside the editor: nothing was typed
            return self._show(path, kind, data, status=status, faults=faults)
        if not raw:
            typed_values = typed(kind.model, split(decode(data)).fields, form)
        body = form.get("body").replace("\r\n", "\n") if text is None else text
        return self._show(
            path, kind, data, raw=raw, status=status, faults=faults, typed_values=typed_values, text=body, conflict=conflict,
            base=form.get("base") if base is None else base, draft=form.get("draft"), back=back, moved=moved,
        )  # fmt: skip

    def _back(self, path: str, kind: TextKind, data: bytes | None, form: Form, moment: float) -> Response:
        """Return the editor with text that was kept at the time `moment` and not saved."""
        opened = self._opened.before(origin_of(form), data, path, "raw" in form.values)
        if data is not None:
            return self._again(path, kind, opened, form, 200, [], back=moment)
        moved = self._opened.moved(path, form.get("base"))
        return self._again(
            path, kind, opened, form, 200, _missing_messages(path, moved), base="", back=moment, moved=moved
        )

    def _take(self, path: str, kind: TextKind, data: bytes | None, form: Form, stale: str, trouble: str) -> Response:
        """Save a form, or return the editor with the reason why that was not possible."""
        desk = self._desk
        base = form.values["base"] = [form.get("moved") or form.get("base")]
        if data is not None and desk.kept.is_own(form.get("draft"), base[0], digest(data)):
            base[0] = self._opened.remember(data)  # the response to an earlier save of this page was lost
        opened = self._opened.before(origin_of(form), data, path, "raw" in form.values)
        if form.get("do") == "back":
            return self._back(path, kind, data, form, float(form.get("when") or 0))
        if "body" not in form.values and form.get("do") != "convert":
            raise HTTPException(400, "There is no text in this.")
        if stale:
            return self._again(path, kind, opened, form, 403, [stale])
        if trouble:
            return self._unsaved(path, kind, opened, form, [trouble])
        if data is None and base[0]:
            moved = self._opened.moved(path, base[0])
            return self._unsaved(path, kind, opened, form, _missing_messages(path, moved), 409, "", moved)
        try:
            return self._save(path, kind, opened, form)
        except OSError as error:
            desk.library.refresh()
            return self._unsaved(
                path,
                kind,
                opened,
                form,
                [Reason(f"{reason_of(error)}, then press Save again.", reason_of(error).details)],
            )
        except PathRefused as reason:
            return self._unsaved(path, kind, opened, form, [f"{reason}."], 403)

    def _unsaved(
        self, path: str, kind: TextKind, opened: bytes, form: Form, faults: list[str], status: int = 507, base: str | None = None,
        moved: tuple[str, str] = ("", ""),
    ) -> Response:  # fmt: skip
        """Keep what could not be saved, and return the editor with it."""
        form.values["path"] = [path]
        try:
            self._opened.keep(form)
        except (OSError, ValueError):
            faults = [*faults, "Leave this page open until it is saved: the desk cannot keep it elsewhere"]
        return self._again(path, kind, opened, form, status, faults, base=base, moved=moved)

    def _save(self, path: str, kind: TextKind, opened: bytes, form: Form) -> Response:
        """Save a form, or show it again with what is wrong. Raises OSError, PathRefused."""
        if form.get("do") == "convert":
            return self._store(path, kind, opened, to_yaml(opened), form, "converted")
        try:
            self._date(kind, opened, form)
            body, extra = self._with_picture(kind, form, form.get("body"))
            mine = built(kind, opened, form, extra, body)
        except (CannotEdit, Unfit) as reason:
            words = reason_of(reason)
            return self._again(path, kind, opened, form, 422, [Reason(f"{words}.", words.details)])
        except Fault as fault:
            return self._again(
                path, kind, opened, form, 422, [f"Line {item.line}: {item.what}; {item.cure}." for item in fault.every]
            )
        if "raw" not in form.values:
            faults = [
                f"{problem.what}; {problem.cure}." for problem in problems_of(self._desk, path, mine) if problem.fatal
            ]
            changed = form.get("date") if form.get("date") != split(decode(opened)).fields.get("date") else ""
            if faults := faults or _impossible(changed, self._desk.zone):
                return self._again(path, kind, opened, form, 422, faults, text=body)
        return self._store(path, kind, opened, mine, form, "saved", body)

    def _date(self, kind: TextKind, opened: bytes, form: Form) -> None:
        """Fill in the empty date of a post that its form publishes: the one in the file, else the present one."""
        if kind.name == "post" and form.get("status") == "published" and not form.get("date", "-").strip():
            now = self._desk.now().astimezone(self._desk.zone)
            form.values["date"] = [str(split(decode(opened)).fields.get("date") or f"{now:%Y-%m-%d %H:%M}")]

    def _with_picture(self, kind: TextKind, form: Form, body: str) -> tuple[str, dict[str, Any]]:
        """Store the picture uploaded with a form; return the body with it, or the header keys for it. Raises Unfit."""
        if "picture" not in form.files:
            return body, {}
        alt = " ".join(form.get("picture.alt").split())
        if not alt and form.get("picture.plain") != "yes":
            raise Unfit("say what the picture shows, for readers who do not see it; or tick that it only decorates")
        name, data = form.files["picture"]
        path = store(self._desk.content, name, data, self._desk.slug).path
        self._desk.library.refresh()
        if form.get("picture.where") == "header" and "image" in kind.model.model_fields:
            return body, {"image": path, "image_alt": alt}
        return body.rstrip() + f"\n\n{markdown(path, alt)}\n", {}

    def _store(
        self, path: str, kind: TextKind, opened: bytes, mine: bytes, form: Form, said: str, text: str | None = None
    ) -> Response:
        self._desk.kept.write_down(form.get("draft"), form.get("base"), digest(mine))
        self._opened.hold(form, path, text)
        try:
            save_file(self._desk, path, mine, form.get("base"))
        except Conflict as conflict:
            if conflict.theirs is None:
                return self._unsaved(path, kind, opened, form, _missing_messages(path, ("", "")), 409, "")
            base = self._opened.remember(conflict.theirs)
            theirs = conflict.theirs if "raw" in form.values or readable_header(conflict.theirs) else EMPTY
            return self._again(path, kind, theirs, form, 409, [], base=base, conflict=conflict, text=text)
        self._desk.kept.drop(form.get("draft"))
        self._checker.want()
        if form.get("do") == "out":
            return RedirectResponse(f"/out/{quote(path)}", 303)
        return RedirectResponse(f"/write/{quote(path)}?said={said}" + ("&raw=1" if "raw" in form.values else ""), 303)


def _missing_messages(path: str, moved: tuple[str, str]) -> list[str]:
    """Return the messages about a file that is not there any more."""
    name = moved[0].rpartition("/")[2]
    result = f"What it held is in {moved[0]} now: “Save it as {name}” puts your words there."
    return [MISSING_FILE.format(path), *([result] if name else [])]


def _impossible(date: str | None, zone: ZoneInfo) -> list[str]:
    """Return why a changed date does not exist, as in the hour that daylight saving time skips; empty where it does."""
    try:
        if date:
            moment_of(date, zone)
    except ValueError as reason:
        return [f"{reason}."]
    return []
