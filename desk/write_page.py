"""The editor: one file, as a form made of its model, with its text and a preview in the site's own style."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from desk.actions import moment_of
from desk.checker import Checker
from desk.checking import answered_yet
from desk.edits import CannotEdit, edited, to_yaml
from desk.forms import changes, order, shown, typed, unknown
from desk.incoming import Form, form_of
from desk.kinds import Kind, kind_of
from desk.pages import answer, fragment
from desk.paths import Refused, place
from desk.pictures import Unfit, markdown, store
from desk.saving import digest, read
from desk.writing import Conflict, converted, difference, html_of, problems_of, save_file
from plugins.front_matter.header import FENCE, Fault, Header, decode, split

if TYPE_CHECKING:
    from desk.state import Desk

REMEMBERED = 200
"""Opened files whose bytes are kept, so that a conflict can be told apart from an edit."""
STANDS = {
    "draft": "A draft: readers do not see it. Set its status to published when it is ready, then publish.",
    "scheduled": "Scheduled: readers see it from {}, once something publishes then.",
    "hidden": "Hidden: it has its address, and no list or feed names it.",
    "published": "Readers get what is saved here when you publish.",
}
"""How a text stands with readers, by its status."""
LINKED = 20
"""Texts that are offered to link to."""
MANY = 150
"""Names that are offered as boxes to tick; all others are offered while one types."""


class WritePage:
    """Opens, previews and saves."""

    def __init__(self, desk: Desk, checker: Checker) -> None:
        self._desk, self._checker = desk, checker
        self._opened: dict[str, bytes] = {}

    async def page(self, request: Request) -> Response:
        """Show a file for editing, or save it."""
        path = request.path_params["path"]
        try:
            file, kind = place(self._desk.content, path), kind_of(path, self._desk.settings)
            data = read(file) if file.is_file() else None
            if kind is None or not path.endswith(".md") or data is None:
                raise Refused(f'There is no text "{path}".')
        except Refused as reason:
            return self._sorry(str(reason), 404 if request.method == "GET" else 403)
        if request.method == "POST":
            form = await form_of(request, self._desk.origins.token)
            return self._save(path, kind, data, form)
        return self._show(
            path, kind, data, raw="raw" in request.query_params, said=request.query_params.get("said", "")
        )

    def _sorry(self, why: str, status: int) -> Response:
        return answer(self._desk, "sorry.html", status, title="Not here", here="", why=why)

    def _remember(self, data: bytes) -> str:
        mark = digest(data)
        self._opened.pop(mark, None)
        self._opened[mark] = data
        while len(self._opened) > REMEMBERED:
            del self._opened[next(iter(self._opened))]
        return mark

    def _show(
        self, path: str, kind: Kind, data: bytes, *, raw: bool = False, said: str = "", status: int = 200, faults: list[str] | None = None,
        given: dict[str, Any] | None = None, text: str | None = None, conflict: Conflict | None = None,
    ) -> Response:  # fmt: skip
        """The editor with what is on disk, or with what was typed (`given`, `text`)."""
        desk, problem = self._desk, ""
        try:
            header = split(decode(data))
        except Fault as fault:
            header, raw, problem = Header({}, {}, "", 1), True, f"Line {fault.line}: {fault.what}; {fault.cure}."
        whole = data.decode("utf-8", "replace")
        values = given if given is not None else header.fields
        form = shown(kind.model, values)
        place_ = desk.place_of(path)
        return answer(
            desk, "write.html", status, title=f"Write: {values.get(kind.heading) or path!s}", here=kind.name if kind.name != "post" else "posts",
            path=path, kind=kind, raw=raw, problem=problem, said=said, faults=faults or [], base=self._remember(data),
            form=[each for each in form if not each.field.folded], folded=[each for each in form if each.field.folded],
            row=desk.library.row(path), stands=STANDS, first=1 if raw else header.body_line + len(header.body) - len(header.body.lstrip("\n")),
            body=text if text is not None else (whole if raw else header.body.lstrip("\n")), unknown=unknown(kind.model, header.fields),
            convertible=not raw and not whole.lstrip("\ufeff").startswith(FENCE), choices=self._choices(), calls=self._calls(),
            pictures=[each for each in desk.library.pictures if each.startswith("images/")], url=desk.url_of(path), place=place_, conflict=conflict,
            changes=difference(conflict.theirs, conflict.mine, ("on disk now", "yours")) if conflict else [], Markup=Markup,
        )  # fmt: skip

    def _choices(self) -> dict[str, dict[str, Any]]:
        """The names that the site has for tags, categories and authors: those to tick, and all."""
        rows = self._desk.library.rows()
        found = {}
        for key, kind in (("tags", "tag"), ("categories", "category"), ("authors", "author")):
            uses = Counter(name for row in rows if row.kind == "post" for name in getattr(row, key))
            described = [row.title for row in rows if row.kind == kind]
            if key == "authors" and self._desk.settings.get("AUTHOR"):
                described.append(self._desk.settings["AUTHOR"])
            names = sorted({*uses, *described}, key=lambda name: (-uses[name], name.casefold()))
            found[key] = {"ticked": sorted(names[:MANY], key=str.casefold), "all": sorted(names, key=str.casefold)}
        return found

    def _calls(self) -> list[tuple[str, str]]:
        rows = self._desk.library.rows("call")
        named = [(row.path.rpartition("/")[2].removesuffix(".md"), row.title) for row in rows]
        return [("", "Chosen by rule"), ("none", "None"), *named]

    def _save(self, path: str, kind: Kind, now: bytes, form: Form) -> Response:
        desk, base = self._desk, form.get("base")
        opened = self._opened.get(base, now)
        if form.get("do") == "convert":
            return self._store(path, kind, now, to_yaml(opened), base, "converted")
        body = form.get("body")
        if "raw" in form.values:
            return self._store(path, kind, now, _whole(body, opened), base, "saved", raw=True)
        header = split(decode(opened))
        given = typed(kind.model, header.fields, form)
        try:
            body, extra = self._with_picture(kind, form, body)
            changed = {**changes(kind.model, header.fields, form), **extra}
            mine = edited(opened, changed, body, order(kind.model))
        except (CannotEdit, Unfit) as reason:
            return self._show(path, kind, opened, status=422, faults=[f"{reason}."], given=given, text=body)
        faults = [f"{problem.what}; {problem.cure}." for problem in problems_of(desk, path, mine) if problem.fatal]
        if faults := faults or _impossible(changed.get("date"), desk.zone):
            return self._show(path, kind, opened, status=422, faults=faults, given=given, text=body)
        return self._store(path, kind, now, mine, base, "saved", given=given, text=body)

    def _with_picture(self, kind: Kind, form: Form, body: str) -> tuple[str, dict[str, Any]]:
        """Store the picture that came with a form, and put it where the author wants it. Raises Unfit."""
        if "picture" not in form.files:
            return body, {}
        alt = " ".join(form.get("picture.alt").split())
        if not alt and form.get("picture.plain") != "yes":
            raise Unfit("say what the picture shows, for readers who do not see it; or tick that it only decorates")
        name, data = form.files["picture"]
        path = store(self._desk.content, name, data, self._desk.slug)
        self._desk.library.refresh()
        if form.get("picture.where") == "header" and "image" in kind.model.model_fields:
            return body, {"image": path, "image_alt": alt}
        return body.rstrip() + f"\n\n{markdown(path, alt)}\n", {}

    def _store(
        self, path: str, kind: Kind, now: bytes, mine: bytes, base: str, said: str, *, raw: bool = False,
        given: dict[str, Any] | None = None, text: str | None = None,
    ) -> Response:  # fmt: skip
        try:
            save_file(self._desk, path, mine, base)
        except Conflict as conflict:
            return self._show(
                path,
                kind,
                now,
                raw=raw,
                status=409,
                given=given,
                text=text if not raw else mine.decode("utf-8"),
                conflict=conflict,
            )
        self._checker.want()
        return RedirectResponse(f"/write/{quote(path)}?said={said}" + ("&raw=1" if raw else ""), 303)

    async def pane(self, request: Request) -> Response:
        """What is in the editor, as the site shows a text."""
        desk = self._desk
        form = await form_of(request, desk.origins.token)
        path = form.get("path")
        kind = kind_of(path, desk.settings)
        try:
            place(desk.content, path)
            if kind is None:
                raise Refused("this is no text")
            title, text = form.get(kind.heading) or path, f"---\ntitle: x\n---\n{form.get('body')}"
            if "raw" in form.values:
                header = split(decode(form.get("body").encode()))
                title, text = str(header.fields.get(kind.heading, path)), f"---\ntitle: x\n---\n{header.body}"
            found = converted(desk, path, text.encode())
            fault = next((f"{each.what}; {each.cure}" for each in found.problems if not found.html), "")
        except (Refused, Fault) as reason:
            return HTMLResponse(
                fragment(
                    "pane.html", title="Preview", html="", fault=str(reason), style="", picture="", alt="", note=""
                )
            )
        style = next(
            (url for url in desk.builder.known.addresses if url.startswith("/theme/site.") and url.endswith(".css")), ""
        )
        picture = form.get("image").strip()
        page = fragment(
            "pane.html", title=title, html=Markup(html_of(desk, found)), fault=fault, style=desk.origins.site + style if style else "",
            picture=f"{desk.origins.site}/{quote(picture)}" if picture in desk.library.pictures else "", alt=form.get("image_alt"), note=form.get("note"),
        )  # fmt: skip
        site = desk.origins.site
        # The same origin, so that the editor keeps the place in it; no script runs there, by two rules of these.
        policy = f"sandbox allow-same-origin; default-src 'none'; style-src {site}; img-src {site} data:; media-src {site}; font-src {site}; frame-ancestors 'self'"
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    async def links(self, request: Request) -> Response:
        """Texts of the site whose titles hold the words that are asked for, and how a text links to each."""
        desk, words = self._desk, request.query_params.get("q", "").casefold().split()
        rows = (row for row in desk.library.rows() if all(word in row.search for word in words))
        rows = (row for row in rows if desk.url_of(row.path) or not answered_yet(desk))
        found = [{"title": row.title, "link": f"{{filename}}/{row.path}"} for row in islice(rows, LINKED)]
        return JSONResponse(found)

    async def picture(self, request: Request) -> Response:
        """A picture that was dropped into the text: stored, and answered as Markdown."""
        form = await form_of(request, self._desk.origins.token)
        if "picture" not in form.files:
            raise HTTPException(400, "There is no picture in this.")
        name, data = form.files["picture"]
        try:
            path = store(self._desk.content, name, data, self._desk.slug)
        except (Unfit, Refused) as reason:
            return JSONResponse({"fault": f"{reason}."}, 422)
        self._desk.changed()
        return JSONResponse({"path": path, "markdown": markdown(path, form.get("picture.alt"))})


def _impossible(date: str | None, zone: ZoneInfo) -> list[str]:
    """Why a date that was changed cannot be meant, if it cannot: clocks leave it out."""
    try:
        if date:
            moment_of(date, zone)
    except ValueError as reason:
        return [f"{reason}."]
    return []


def _whole(text: str, opened: bytes) -> bytes:
    """A whole file from a text area, with the line ends it had."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    plain = plain if plain.endswith(b"\n") else plain + b"\n"
    return plain.replace(b"\n", b"\r\n") if b"\r\n" in opened else plain
