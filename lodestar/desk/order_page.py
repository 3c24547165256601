"""The page of a course, where its modules and lessons are put in order."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.desk.incoming import STALE, Form, Stale, form_of
from lodestar.desk.ordering import arrange, contents, entries, mark_of
from lodestar.desk.pages import answer
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.saving import Changed, reason_of

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

CHANGED_MEANWHILE = "a part was added, removed or moved meanwhile; look at the order once more"


class OrderedPart(NamedTuple):
    """A module or a lesson."""

    name: str
    """The path of its file or folder, below that of the course."""
    title: str
    path: str


class OrderedModule(NamedTuple):
    """A module of a course, with its lessons."""

    name: str
    title: str
    lessons: tuple[OrderedPart, ...]


class OrderPage:
    """Shows a course, and reorders its parts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def page(self, request: Request) -> Response:
        """Show the parts of a course; or reorder its modules or lessons."""
        course = request.path_params["course"]
        path = f"courses/{course}/course.md"
        if self._desk.library.row(path) is None:
            await asyncio.to_thread(self._desk.library.refresh)
        if self._desk.library.row(path) is None:
            raise HTTPException(404, "There is no such course: it was renamed or removed, or never was.")
        if request.method == "GET":
            return await asyncio.to_thread(self._show, course, said=request.query_params.get("said", ""))
        try:
            form = await form_of(request, self._desk.origins.token)
        except Stale:
            return await asyncio.to_thread(self._show, course, STALE, 403)
        return await asyncio.to_thread(self._arrange, course, form)

    def _arrange(self, course: str, form: Form) -> Response:
        folder, names = f"courses/{course}", form.ordered("entry")
        new_order: dict[str, list[str]] = {"": names}
        if form.get("of") == "lessons":
            new_order = {module: [] for module in self._modules(course)}
            for name in names:
                module = form.get(f"in.{name}") or name.partition("/")[0]
                if module not in new_order:
                    return self._show(course, CHANGED_MEANWHILE, 409)
                new_order[module].append(name)
        try:
            arrange(self._desk, folder, new_order, form.get("mark"))
        except Changed:
            return self._show(course, CHANGED_MEANWHILE, 409)
        except PathRefused as reason:
            return self._show(course, reason_of(reason), 422)
        except OSError as error:
            return self._show(course, reason_of(error), 507)
        self._desk.changed()
        return RedirectResponse(f"/course/{quote(course)}?said=moved", 303)

    def _modules(self, course: str) -> list[str]:
        return entries(place(self._desk.content, f"courses/{course}"))

    def _items(self, course: str, names: Iterable[str], ending: str = "") -> tuple[OrderedPart, ...]:
        results = []
        for name in names:
            path = f"courses/{course}/{name}{ending}"
            row = self._desk.library.row(path)
            results.append(OrderedPart(name, row.title if row else name, path))
        return tuple(results)

    def _show(self, course: str, fault: str = "", status: int = 200, said: str = "") -> Response:
        desk = self._desk
        desk.library.refresh()
        path = f"courses/{course}/course.md"
        row, root = desk.library.row(path), place(desk.content, f"courses/{course}")
        names = self._modules(course)
        modules, lessons = self._items(course, names, "/module.md"), contents(root, names)
        return answer(
            desk, "order.html", status, title=row.title if row else course, here="course", course=course, path=path, modules=modules,
            parts=[OrderedModule(item.name, item.title, self._items(course, lessons[item.name])) for item in modules],
            modules_mark=mark_of(root, [""]), lessons_mark=mark_of(root, names), said=said, fault=fault, url=desk.url_of(path),
        )  # fmt: skip
