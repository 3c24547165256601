"""The page of all series, with their posts in order, where series are begun and posts added and removed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.base.digest import digest
from lodestar.base.fingerprints import fingerprint
from lodestar.base.front_matter.edit import CannotEdit, edit
from lodestar.base.front_matter.header import Fault, decode, split
from lodestar.base.names import fold
from lodestar.desk.form_values import terms
from lodestar.desk.forms import order
from lodestar.desk.incoming import STALE, Form, Stale, form_of
from lodestar.desk.kinds import kind_of
from lodestar.desk.library import Row
from lodestar.desk.pages import answer
from lodestar.desk.saving import readable, reason_of
from lodestar.desk.writing import Conflict, save_file

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

CHANGED_MEANWHILE = "a post of it was changed meanwhile; look at the order once more"


class SeriesPart(NamedTuple):
    """A post of a series."""

    row: Row
    data: bytes
    number: int


class Series(NamedTuple):
    """A series of posts."""

    name: str
    parts: tuple[SeriesPart, ...]

    @property
    def mark(self) -> str:
        """A digest of all its posts, as they were shown."""
        return fingerprint(tuple((part.row.path, digest(part.data)) for part in self.parts))


class SeriesPage:
    """Shows, creates and reorders series."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def page(self, request: Request) -> Response:
        """Show all series; or create one, or change its posts and their order."""
        if request.method == "GET":
            return await asyncio.to_thread(self._show, said=request.query_params.get("said", ""))
        try:
            form = await form_of(request, self._desk.origins.token)
        except Stale:
            return await asyncio.to_thread(self._show, STALE, 403)
        return await asyncio.to_thread(self._arrange, form)

    def _all(self) -> list[Series]:
        """Return the series that posts name, drafts among them; what cannot be read is left out."""
        named: dict[str, list[tuple[str, SeriesPart]]] = {}
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
                part = SeriesPart(row, data, int(number) if number.isdecimal() else 0)
                named.setdefault(fold(name), []).append((name, part))
        results = []
        for parts in named.values():
            ordered = sorted(parts, key=lambda item: (not item[1].number, item[1].number))
            results.append(Series(ordered[0][0], tuple(part for _, part in ordered)))
        return sorted(results, key=lambda series: series.name.casefold())

    def _arrange(self, form: Form) -> Response:
        """Write into posts which series they belong to, and as which part."""
        desk, entries, out = self._desk, form.ordered("entry"), form.all("out")
        added = [path for path in terms(form.all("posts")) if path not in entries]
        if form.get("mark"):
            series = next((series for series in self._all() if series.mark == form.get("mark")), None)
            if series is None or sorted(entries) != sorted(part.row.path for part in series.parts):
                return self._show(CHANGED_MEANWHILE, 409)
            name, texts = series.name, {part.row.path: part.data for part in series.parts}
        else:
            name, texts = " ".join(form.get("name").split()), {}
            if not name or not added:
                return self._show("a series needs a name, and posts that belong to it", 422, form=form)
            if any(fold(series.name) == fold(name) for series in self._all()):
                return self._show(f"there is a series “{name}”; add the posts to it", 422, form=form)
        for path in added:
            row = desk.library.row(path)
            data = readable(desk.content / path) if row and row.kind == "post" else None
            if data is None:
                return self._show(f"there is no post “{path}”; choose posts that are offered", 422, form=form)
            texts[path] = data
        paths = [path for path in (*entries, *added) if path not in out]
        changes_by_path = {path: {"series": name, "part": str(number)} for number, path in enumerate(paths, start=1)}
        return self._write(texts, changes_by_path | {path: {"series": "", "part": ""} for path in out if path in texts})

    def _write(self, texts: Mapping[str, bytes], changes_by_path: Mapping[str, Mapping[str, str]]) -> Response:
        desk, new = self._desk, {}
        try:
            for path, changes in changes_by_path.items():  # one that cannot be edited stops all of them
                kind = kind_of(path, desk.settings)
                fields = split(decode(texts[path])).fields
                changed = {key: value for key, value in changes.items() if value != str(fields.get(key) or "")}
                new[path] = edit(texts[path], changed, None, order(kind.model) if kind else ())
            for path, data in new.items():
                if data != texts[path]:
                    save_file(desk, path, data, digest(texts[path]))
        except Conflict:
            return self._show(CHANGED_MEANWHILE, 409)
        except (CannotEdit, Fault) as reason:
            return self._show(reason_of(reason), 422)
        except OSError as error:
            return self._show(reason_of(error), 507)
        return RedirectResponse("/series?said=settled", 303)

    def _show(self, fault: str = "", status: int = 200, said: str = "", form: Form | None = None) -> Response:
        desk = self._desk
        desk.library.refresh()
        typed = {"name": form.get("name"), "posts": terms(form.all("posts"))} if form else {"name": "", "posts": []}
        return answer(
            desk, "series.html", status, title="Series", here="series", all=self._all(), fault=fault, said=said, typed=typed,
            posts=desk.library.rows("post"),
        )  # fmt: skip
