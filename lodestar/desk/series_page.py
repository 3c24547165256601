"""The page of all series: the posts of each, in their order, which is changed there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.base.digest import digest
from lodestar.base.fingerprints import fingerprint
from lodestar.base.front_matter.edit import CannotEdit, edit
from lodestar.base.front_matter.header import Fault, decode, split
from lodestar.base.names import fold
from lodestar.desk.forms import order
from lodestar.desk.incoming import STALE, Form, Stale, form_of
from lodestar.desk.kinds import kind_of
from lodestar.desk.library import Row
from lodestar.desk.pages import answer
from lodestar.desk.saving import readable, reason_of
from lodestar.desk.writing import Conflict, save_file

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

MEANWHILE = "a post of it was changed meanwhile; look at the order once more"


class Part(NamedTuple):
    """A post of a series."""

    row: Row
    data: bytes
    number: int


class Series(NamedTuple):
    """Posts that belong together."""

    name: str
    parts: tuple[Part, ...]

    @property
    def mark(self) -> str:
        """A digest of all its posts, as they were shown."""
        return fingerprint(tuple((part.row.path, digest(part.data)) for part in self.parts))


class SeriesPage:
    """Shows series, and puts their parts into another order."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def page(self, request: Request) -> Response:
        """Return all series; or give the posts of one another order."""
        if request.method == "GET":
            return await asyncio.to_thread(self._show, said=request.query_params.get("said", ""))
        try:
            form = await form_of(request, self._desk.origins.token)
        except Stale:
            return await asyncio.to_thread(self._show, STALE, 403)
        return await asyncio.to_thread(self._arrange, form)

    def _all(self) -> list[Series]:
        """Return the series that posts name, drafts among them; what cannot be read is left out."""
        named: dict[str, list[tuple[str, Part]]] = {}
        for row in reversed(self._desk.library.rows("post")):
            data = readable(self._desk.content / row.path) or b""
            if b"eries" not in data:
                continue
            try:
                fields = split(decode(data)).fields
            except Fault:
                continue
            name, number = str(fields.get("series") or ""), str(fields.get("part") or "")
            if name:
                part = Part(row, data, int(number) if number.isdecimal() else 0)
                named.setdefault(fold(name), []).append((name, part))
        results = []
        for parts in named.values():
            ordered = sorted(parts, key=lambda item: (not item[1].number, item[1].number))
            results.append(Series(ordered[0][0], tuple(part for _, part in ordered)))
        return sorted(results, key=lambda series: series.name.casefold())

    def _arrange(self, form: Form) -> Response:
        desk, paths = self._desk, form.ordered("entry")
        series = next((series for series in self._all() if series.mark == form.get("mark")), None)
        if series is None or sorted(paths) != sorted(part.row.path for part in series.parts):
            return self._show(MEANWHILE, 409)
        texts = {part.row.path: part.data for part in series.parts}
        try:
            for number, path in enumerate(paths, start=1):
                kind = kind_of(path, desk.settings)
                new = edit(texts[path], {"part": str(number)}, None, order(kind.model) if kind else ())
                if new != texts[path]:
                    save_file(desk, path, new, digest(texts[path]))
        except Conflict:
            return self._show(MEANWHILE, 409)
        except (CannotEdit, Fault) as reason:
            return self._show(str(reason), 422)
        except OSError as error:
            return self._show(reason_of(error), 507)
        return RedirectResponse("/series?said=moved", 303)

    def _show(self, fault: str = "", status: int = 200, said: str = "") -> Response:
        self._desk.library.refresh()
        return answer(
            self._desk, "series.html", status, title="Series", here="series", all=self._all(), fault=fault, said=said
        )
