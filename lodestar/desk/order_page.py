"""The page of a course: its modules and lessons in their order, which is changed there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.desk.incoming import STALE, Form, Stale, form_of
from lodestar.desk.ordering import arrange, entries, mark_of
from lodestar.desk.pages import answer
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.saving import Changed, reason_of

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

MEANWHILE = "a part was added, removed or moved meanwhile; look at the order once more"


class Item(NamedTuple):
    """A module or a lesson."""

    name: str
    """Of its file or folder."""
    title: str
    path: str


class Part(NamedTuple):
    """What has an order: the modules of a course, or the lessons of a module."""

    title: str
    folder: str
    mark: str
    items: tuple[Item, ...]
    path: str = ""
    """The text that describes it."""


class OrderPage:
    """Shows a course, and puts its parts into another order."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def page(self, request: Request) -> Response:
        """Return the parts of a course; or give those of one folder another order."""
        course = request.path_params["course"]
        if self._desk.library.row(f"courses/{course}/course.md") is None:
            self._desk.library.refresh()
            if self._desk.library.row(f"courses/{course}/course.md") is None:
                raise HTTPException(404, "There is no such course: it was renamed or removed, or never was.")
        if request.method == "GET":
            return await asyncio.to_thread(self._show, course, said=request.query_params.get("said", ""))
        try:
            form = await form_of(request, self._desk.origins.token)
        except Stale:
            return await asyncio.to_thread(self._show, course, STALE, 403)
        return await asyncio.to_thread(self._arrange, course, form)

    def _arrange(self, course: str, form: Form) -> Response:
        folder = form.get("folder")
        if folder not in {part.folder for part in self._parts(course)}:
            return self._show(course, MEANWHILE, 409)
        try:
            arrange(self._desk, folder, form.ordered("entry"), form.get("mark"))
        except Changed:
            return self._show(course, MEANWHILE, 409)
        except PathRefused as reason:
            return self._show(course, str(reason), 422)
        except OSError as error:
            return self._show(course, reason_of(error), 507)
        self._desk.changed()
        return RedirectResponse(f"/course/{quote(course)}?said=moved", 303)

    def _parts(self, course: str) -> list[Part]:
        desk = self._desk
        folder = f"courses/{course}"
        modules = self._items(folder, "/module.md")
        parts = [Part("Modules", folder, mark_of(place(desk.content, folder)), modules, f"{folder}/course.md")]
        for module in modules:
            below = f"{folder}/{module.name}"
            mark = mark_of(place(desk.content, below))
            parts.append(Part(module.title, below, mark, self._items(below), module.path))
        return parts

    def _items(self, folder: str, ending: str = "") -> tuple[Item, ...]:
        desk, results = self._desk, []
        for name in entries(place(desk.content, folder)):
            path = f"{folder}/{name}{ending}"
            row = desk.library.row(path)
            results.append(Item(name, row.title if row else name, path))
        return tuple(results)

    def _show(self, course: str, fault: str = "", status: int = 200, said: str = "") -> Response:
        desk = self._desk
        desk.library.refresh()
        row = desk.library.row(f"courses/{course}/course.md")
        modules, *lessons = self._parts(course)
        return answer(
            desk, "order.html", status, title=row.title if row else course, here="course", course=course, modules=modules, lessons=lessons,
            said=said, fault=fault, url=desk.url_of(modules.path),
        )  # fmt: skip
