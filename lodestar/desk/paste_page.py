"""What is inserted into the editor other than by typing: pasted content, Word files, pictures from disk or from the
site.

Responses are JSON, and the work is done outside of the event loop: a photograph takes a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lodestar.desk.documents import Unreadable, read_document
from lodestar.desk.incoming import Form, form_of
from lodestar.desk.library import Row
from lodestar.desk.pasting import Insertion, Pictures, insertion
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.pictures import Unfit, markdown, store
from lodestar.desk.removing import PICTURES, is_picture, uses
from lodestar.desk.saving import readable, reason_of
from lodestar.desk.thumbnails import address
from lodestar.html_to_markdown.clipboard import TooMuch

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

OFFERED = 24
"""Most pictures of the site that are offered at once."""


class PastePage:
    """Answers the requests of the editor."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._used: tuple[tuple[tuple[str, bytes], ...] | None, Mapping[str, list[Row]]] = (None, {})

    async def paste(self, request: Request) -> Response:
        """Convert a clipboard to Markdown."""
        form = await form_of(request, self._desk.origins.token)
        return await asyncio.to_thread(
            self._insert,
            form,
            "picture",
            lambda pictures: insertion(form.get("html"), form.get("text"), form.get("rtf"), pictures),
        )

    async def document(self, request: Request) -> Response:
        """Convert a Word file to Markdown."""
        form = await form_of(request, self._desk.origins.token)
        name, data = _file(form, "document")
        return await asyncio.to_thread(self._insert, form, name, lambda pictures: read_document(data, pictures))

    def _insert(self, form: Form, name: str, work: Callable[[Pictures], Insertion]) -> Response:
        desk = self._desk
        address = str(desk.settings.get("SITEURL") or "")
        origins = (desk.origins.site, *([address] if address else []))
        pictures = Pictures(desk.content, desk.slug, frozenset(desk.library.pictures), origins, name=name)
        try:
            result, fault = work(pictures), None
        except (Unreadable, TooMuch) as reason:
            fault = _refused(str(reason), 422)
        except OSError as error:
            fault = _refused(f"a picture could not be stored: {reason_of(error)}", 507)
        for picture in pictures.brought:
            desk.brought.claim(desk, form.get("draft"), picture.path, picture.new)
        if fault:
            with suppress(OSError):
                desk.brought.drop(desk, form.get("draft"), [picture.path for picture in pictures.brought])
            return fault
        if pictures.brought:
            desk.changed()
        brought = [{"path": picture.path, "alt": picture.alt} for picture in pictures.brought]
        return JSONResponse(
            {"markdown": result.markdown, "inline": result.inline, "pictures": brought, "notes": pictures.notes()}
        )

    async def picture(self, request: Request) -> Response:
        """Return the Markdown of a picture: of a file, which is stored, or of one that the site has, by its path."""
        form = await form_of(request, self._desk.origins.token)
        return await asyncio.to_thread(self._picture, form)

    def _picture(self, form: Form) -> Response:
        path, new = form.get("path"), False
        if self._data(path) is None:
            name, data = _file(form, "picture")
            try:
                path, new = store(self._desk.content, name, data, self._desk.slug)
            except (Unfit, PathRefused) as reason:
                return _refused(str(reason), 422)
            except OSError as error:
                return _refused(f"the picture could not be stored: {reason_of(error)}", 507)
            self._desk.changed()
        self._desk.brought.claim(self._desk, form.get("draft"), path, new)
        words = (form.get("picture.alt"), form.get("picture.caption"), form.get("picture.place"))
        return JSONResponse({"path": path, "markdown": markdown(path, *words)})

    async def drop(self, request: Request) -> Response:
        """Delete unwanted pictures that were stored for a text, unless something names them."""
        form = await form_of(request, self._desk.origins.token)
        try:
            await asyncio.to_thread(self._desk.brought.drop, self._desk, form.get("draft"), form.all("path"))
        except OSError as error:
            return _refused(f"a picture could not be taken away: {reason_of(error)}", 507)
        return JSONResponse({})

    async def choose(self, request: Request) -> Response:
        """Return the site's pictures that match a query, each with the texts that show it."""
        return await asyncio.to_thread(self._choose, request.query_params.get("q", "").casefold())

    def _choose(self, words: str) -> Response:
        desk = self._desk
        desk.library.refresh()
        users = self._uses()
        paths = [path for path in desk.library.pictures if path.startswith(PICTURES)]
        titles = {path: [row.title for row in users.get(path.rpartition("/")[2], [])] for path in paths}
        results: list[dict[str, Any]] = [
            {"path": path, "name": path.rpartition("/")[2], "texts": titles[path]}
            for path in paths
            if all(word in f"{path} {' '.join(titles[path])}".casefold() for word in words.split())
        ]
        offered = [{**result, "thumbnail": address(desk.content, result["path"])} for result in results[:OFFERED]]
        return JSONResponse({"pictures": offered, "more": max(0, len(results) - OFFERED)})

    def _uses(self) -> Mapping[str, list[Row]]:
        """Return the texts that name each picture; they are read again only after one of them has changed."""
        rows = self._desk.library.rows()
        state = tuple((row.path, row.stamp) for row in rows)
        if self._used[0] != state:
            self._used = (state, uses(self._desk.content, rows))
        return self._used[1]

    def _data(self, path: str) -> bytes | None:
        """Return the bytes of a picture of the site; None where there is none."""
        try:
            exists = path in self._desk.library.pictures or is_picture(path)
            return readable(place(self._desk.content, path)) if exists else None
        except PathRefused:
            return None


def _file(form: Form, name: str) -> tuple[str, bytes]:
    if name not in form.files:
        raise HTTPException(400, "There is no file in this.")
    return form.files[name]


def _refused(reason: str, status: int) -> Response:
    return JSONResponse({"fault": f"{reason[:1].upper()}{reason[1:]}."}, status)
