"""The pages that list content, begin new texts, and duplicate, schedule or retire one."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.base.digest import digest
from lodestar.base.front_matter.edit import CannotEdit
from lodestar.base.front_matter.header import Fault
from lodestar.desk.actions import duplicate, new, retire, schedule
from lodestar.desk.checker import Checker
from lodestar.desk.choices import address_of, choices
from lodestar.desk.incoming import STALE, Form, Stale, form_of
from lodestar.desk.kinds import BY_NAME, KINDS
from lodestar.desk.library import Row
from lodestar.desk.linking import linking, relinked
from lodestar.desk.pages import answer, paged
from lodestar.desk.paths import PathRefused
from lodestar.desk.readers import HELD, STATES
from lodestar.desk.saving import Changed, read, reason_of
from lodestar.desk.scaffolds import Cannot
from lodestar.desk.table import CHANGES, change, matching_posts, offered
from lodestar.desk.waiting import WaitingComments
from lodestar.desk.writing import Conflict, save_file
from lodestar.publishing.sample import is_sample

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

PATIENCE = 30
"""Seconds to wait for a build on which an address depends."""
OFFERED = 300
"""Most addresses that are offered where one is asked for."""
PAGE = 50
"""Posts on one page of the table."""
POSSIBLE = {"duplicate": ("post",), "schedule": ("post",), "retire": ("post", "page")}
"""Actions on one text, and the kinds of texts that have them."""
MAKEABLE = ("post", "page", "course", "module", "lesson", "author", "tag", "category", "call")


class PostsPage:
    """Lists content, and acts on one text."""

    def __init__(self, desk: Desk, checker: Checker) -> None:
        self._desk, self._checker = desk, checker

    async def home(self, request: Request) -> Response:
        """Redirect to the posts."""
        return RedirectResponse("/posts", 303)

    async def table(self, request: Request) -> Response:
        """Show posts, searched, filtered and sorted, a page at a time; or change several of them."""
        desk, fault, status, form = self._desk, "", 200, Form()
        if request.method == "POST":
            try:
                form = await form_of(request, desk.origins.token)
                words = form.all("path"), form.get("do"), form.get("name")
                fault = await asyncio.to_thread(change, desk, *words)
                status = 422 if fault else 200
            except Stale as stale:
                form, fault, status = stale.form, STALE, 403
            if not fault:
                query = {key: value for key, value in request.query_params.items() if key != "said"}
                return RedirectResponse("/posts?" + urlencode({**query, "said": "several"}), 303)
        await asyncio.to_thread(desk.library.refresh)
        self._checker.want()
        await asyncio.to_thread(desk.readers.want, 1)
        return await asyncio.to_thread(self._table, dict(request.query_params), form, fault, status)

    def _table(self, query: dict[str, str], form: Form, fault: str, status: int) -> Response:
        desk, rows, findings = self._desk, self._desk.library.rows("post"), query.get("findings", "")
        results = matching_posts(rows, query, desk)
        if findings:
            results = [
                row
                for row in results
                if any(finding.level == "must" or findings == "look" for finding in self._checker.known(row.path) or ())
            ]
        visible, number, last = paged(results, query.get("page", "1"), PAGE)
        shown_rows = [(row, desk.state_of(row), desk.place_of(row.path), self._counts(row)) for row in visible]
        parameters = {key: value for key, value in query.items() if key not in ("page", "said") and value}
        return answer(
            desk, "posts.html", status, title="Posts", here="posts", rows=shown_rows, total=len(rows), matches=len(results), number=number, last=last,
            query=defaultdict(str, query), offered=offered(rows, desk), states=STATES, said=query.get("said", ""), fault=fault, form=form, changes=CHANGES, names=choices(desk),
            kept=desk.kept.all(), sample=is_sample(desk.content), waiting=len(WaitingComments(desk.content).all()),
            link=lambda page: "/posts?" + urlencode({**parameters, "page": page}), order=lambda key: "/posts?" + urlencode({**parameters, "sort": key}), next=self._next(rows),
        )  # fmt: skip

    def _state(self, row: Row) -> str:
        """Return how a text stands with readers, for kinds that can be published by themselves; else only that it is faulty."""
        return self._desk.state_of(row) if row.kind == "page" or row.status == "faulty" else ""

    def _counts(self, row: Row) -> tuple[int, int] | None:
        findings = self._checker.known(row.path)
        return (
            None
            if findings is None
            else (
                sum(finding.level == "must" for finding in findings),
                sum(finding.level == "look" for finding in findings),
            )
        )

    def _next(self, rows: tuple[Row, ...]) -> Row | None:
        """Return the post that readers see next."""
        return min((row for row in rows if row.shown_status == "scheduled"), key=lambda row: row.instant, default=None)

    async def files(self, request: Request) -> Response:
        """List the files of any other kind."""
        kind = BY_NAME.get(request.path_params["kind"])
        if kind is None:
            return answer(
                self._desk, "sorry.html", 404, title="Not here", here="", why="There is no such kind of content."
            )
        await asyncio.to_thread(self._desk.library.refresh)
        rows = sorted(self._desk.library.rows(kind.name), key=lambda row: row.path)
        await asyncio.to_thread(self._desk.readers.want, 1)
        shown_rows = [(row, self._state(row), self._desk.place_of(row.path), self._counts(row)) for row in rows]
        return answer(
            self._desk,
            "files.html",
            title=kind.plural,
            here=kind.name,
            kind=kind,
            rows=shown_rows,
            states=STATES,
            makeable=kind.name in MAKEABLE,
            courses=self._desk.library.rows("course") if kind.name in ("course", "module", "lesson") else (),
            said=request.query_params.get("said", ""),
        )

    async def new(self, request: Request) -> Response:
        """Ask for the title of a new text; or create it."""
        desk, name = self._desk, request.path_params["kind"]
        kind = BY_NAME.get(name)
        if kind is None or name not in MAKEABLE:
            return answer(desk, "sorry.html", 404, title="Not here", here="", why="The desk makes no such thing.")
        parent_kind = {"lesson": "module", "module": "course"}.get(name, "")
        rows = sorted(desk.library.rows(parent_kind), key=lambda row: row.path) if parent_kind else ()
        modules = [(row.path.removeprefix("courses/").rpartition("/")[0], row.title) for row in rows]
        title, module, fault, status, form = "", request.query_params.get("in", ""), "", 200, Form()
        if request.method == "POST":
            try:
                form = await form_of(request, desk.origins.token)
            except Stale as stale:
                form, fault, status = stale.form, STALE, 403
            title, module = form.get("title"), form.get("module")
        if request.method == "POST" and not fault:
            try:
                now = desk.now().astimezone(desk.zone)
                path = await asyncio.to_thread(new, desk.content, name, title, desk.slug, now, module)
            except (Cannot, PathRefused) as reason:
                fault, status = reason_of(reason), 422
            except OSError as error:
                fault, status = f"not begun: {reason_of(error)}", 507
            else:
                await asyncio.to_thread(self._take_up, path)
                return RedirectResponse(f"/write/{quote(path)}?said=made", 303)
        return answer(
            desk,
            "new.html",
            status,
            title=f"New {name}",
            here=name,
            kind=kind,
            wanted=title,
            fault=fault,
            modules=modules,
            module=module,
        )

    async def do(self, request: Request) -> Response:
        """Ask whether to duplicate, schedule or retire a post; or do it."""
        desk, action, path = self._desk, request.path_params["what"], request.path_params["path"]
        fault, status, typed_value, form = "", 200, "", Form()
        if request.method == "POST":
            try:
                form = await form_of(request, desk.origins.token)
            except Stale as stale:
                form, fault, status = stale.form, STALE, 403
            typed_value = form.get("when") or form.get("instead")
        row = desk.library.row(path)
        if action not in POSSIBLE or row is None or row.kind not in POSSIBLE[action]:
            raise HTTPException(404, "There is no such post: it was renamed or removed, or never was.")
        if request.method == "POST" and not fault:
            try:
                if action == "retire" and not await asyncio.to_thread(desk.builder.settle, PATIENCE):
                    raise ValueError("the site cannot be built now, so its address is not certain; mend that first")
                desk.versions.take(path)
                instead = (
                    address_of(desk, form.get("instead").strip())
                    if action == "retire" and form.get("gone") != "yes"
                    else ""
                )
                target = await asyncio.to_thread(self._do, action, path, form.get("when"), instead)
            except (PathRefused, CannotEdit, Fault, ValueError, Changed, Conflict) as reason:
                fault, status = reason_of(reason), 422
            except OSError as error:
                fault, status = f"not done: {reason_of(error)}", 507
            else:
                await asyncio.to_thread(self._take_up, path)
                return RedirectResponse(target, 303)
        return answer(
            desk, "do.html", status, title=f"{action.capitalize()} “{row.title}”", here="posts", what=action, row=row, fault=fault, given=typed_value,
            held=desk.state_of(row) in HELD, url=desk.url_of(path), zone=desk.zone.key, pages=self._pages(path) if action == "retire" else (),
            others=await asyncio.to_thread(self._linking, path) if action == "retire" else (),
            moment=datetime.fromtimestamp(row.instant, desk.zone).strftime("%Y-%m-%dT%H:%M") if row.instant else "",
        )  # fmt: skip

    def _take_up(self, path: str) -> None:
        """Keep a version of a text that was created or changed, and build."""
        self._desk.versions.take(path)
        self._desk.changed()

    def _linking(self, path: str) -> list[Row]:
        return list(linking(self._desk.content, self._desk.library.rows(), path, self._desk.url_of(path)))

    def _pages(self, path: str) -> list[tuple[str, str]]:
        """Return addresses that a retired post may redirect to, with their titles: pages, then the newest posts."""
        library = self._desk.library
        rows = [row for row in (*library.rows("page"), *library.rows("post")) if row.shown_status == "published"]
        named = [(self._desk.url_of(row.path), row.title) for row in rows if row.path != path]
        return [(url, title) for url, title in named if url][:OFFERED]

    def _do(self, action: str, path: str, moment: str, instead: str) -> str:
        desk = self._desk
        if action == "duplicate":
            return f"/write/{quote(duplicate(desk.content, path))}?said=copied"
        if action == "schedule":
            schedule(desk.content, path, moment.replace("T", " "), desk.zone)
            return "/posts?said=scheduled"
        url = desk.url_of(path)
        linking_rows = list(linking(desk.content, desk.library.rows(), path, url))
        retire(desk.content, path, url, Path(desk.settings["REDIRECTS"].file), instead)
        for row in linking_rows:
            data = read(desk.content / row.path) or b""
            save_file(desk, row.path, relinked(data, row.path, path, url, instead), digest(data))
        desk.builder.want(anew=True)  # redirect rules are part of the settings
        return "/posts?said=retired"


def kinds_listed() -> list[tuple[str, str]]:
    """Return the names of the kinds that have a list of files, and what each is called."""
    return [(kind.name, kind.plural) for kind in KINDS if kind.name != "post"]
