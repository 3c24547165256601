"""The page of a text's earlier versions: what was different then, and the way back to it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.base.digest import digest
from lodestar.base.front_matter.header import Fault, decode, split
from lodestar.base.site_file import SITE_FILE
from lodestar.desk.differences import compared
from lodestar.desk.incoming import STALE, Form, Stale, form_of
from lodestar.desk.kinds import SITE, TextKind, kind_of
from lodestar.desk.library import words
from lodestar.desk.pages import answer, paged
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.saving import read, reason_of
from lodestar.desk.writing import Conflict, save_file

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

PAGE = 40
"""Versions on one page of the list."""


class VersionsPage:
    """Shows earlier versions, and restores one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def page(self, request: Request) -> Response:
        """Show the versions of a text and the differences of one; or restore that one."""
        path, query, form, stale = request.path_params["path"], request.query_params, None, False
        if request.method == "POST":
            try:
                form = await form_of(request, self._desk.origins.token)
            except Stale as reason:
                form, stale = reason.form, True
        return await asyncio.to_thread(self._answer, path, query.get("at", ""), query.get("page", "1"), form, stale)

    def _answer(self, path: str, at: str, number: str, form: Form | None, stale: bool) -> Response:
        desk = self._desk
        kind = SITE if path == SITE_FILE else kind_of(path, desk.settings) if path.endswith(".md") else None
        try:
            place(desk.content, path)
        except PathRefused as reason:
            raise HTTPException(404, f"{reason}.") from None
        if kind is None or (not desk.versions.of(path) and desk.library.row(path) is None):
            raise HTTPException(404, f'There is no text "{path}".')
        if form is None:
            return self._show(path, kind, at, number)
        at = form.get("at")
        if stale:
            return self._show(path, kind, at, fault=STALE, status=403)
        data = desk.versions.read(path, at)
        if data is None:
            return self._show(path, kind, "", fault="this version is not kept any more", status=404)
        try:
            save_file(desk, path, data, form.get("base"))
        except Conflict:
            fault = "the text was changed meanwhile; look at what is different now"
            return self._show(path, kind, at, fault=fault, status=409)
        except PathRefused as reason:
            return self._show(path, kind, at, fault=reason_of(reason), status=403)
        except OSError as error:
            return self._show(path, kind, at, fault=reason_of(error), status=507)
        return RedirectResponse(
            "/settings?said=returned" if kind is SITE else f"/write/{quote(path)}?said=returned", 303
        )

    def _show(
        self, path: str, kind: TextKind, at: str, number: str = "1", *, fault: str = "", status: int = 200
    ) -> Response:
        desk, versions = self._desk, self._desk.versions.of(path)
        try:
            current = read(place(desk.content, path))
        except (OSError, PathRefused):
            current = None
        old_data = desk.versions.read(path, at)
        visible, page, last = paged(versions, number, PAGE)
        newest = current if current is not None else desk.versions.read(path, versions[0].name) if versions else b""
        return answer(
            desk, "versions.html", status, title=f"Earlier versions: {_title(kind, newest or b'', path)}", here="posts" if kind.name == "post" else kind.name,
            path=path, fault=fault, versions=[(version, self._length(path, version.name)) for version in visible],
            current=digest(current)[:12] if current is not None else "", base=digest(current) if current is not None else "", there=current is not None, at=at,
            chosen=next((version for version in versions if version.name == at), None), number=page, last=last,
            changes=compared(kind, old_data, current) if old_data is not None and current is not None else None,
            lost=old_data.decode("utf-8", "replace") if old_data is not None and current is None else "",
        )  # fmt: skip

    def _length(self, path: str, name: str) -> int:
        data = self._desk.versions.read(path, name) or b""
        try:
            return words(split(decode(data)).body)
        except Fault:
            return words(data.decode("utf-8", "replace"))


def _title(kind: TextKind, data: bytes, path: str) -> str:
    if kind is SITE:
        return kind.plural
    try:
        return split(decode(data)).fields.get(kind.heading) or path
    except Fault:
        return path
