"""The pages of pictures, of deleting one file, and of what was deleted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.desk.incoming import STALE, Stale, form_of
from lodestar.desk.pages import answer, paged
from lodestar.desk.paths import PathRefused
from lodestar.desk.pictures import ACCEPTED, Unfit
from lodestar.desk.removing import PICTURES, delete, deleted, hindrance, is_picture, put_back, uses
from lodestar.desk.replacing import replace_picture
from lodestar.desk.saving import Changed, reason_of
from lodestar.desk.thumbnails import address

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

PAGE = 40
"""Pictures on one page."""


class RemovePage:
    """Lists pictures, deletes files, and restores them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def pictures(self, request: Request) -> Response:
        """List pictures, with the texts that show them."""
        query = request.query_params
        return await asyncio.to_thread(
            self._pictures, query.get("q", ""), query.get("page", "1"), query.get("said", "")
        )

    def _pictures(self, words: str, number: str, said: str, fault: str = "", status: int = 200) -> Response:
        desk = self._desk
        desk.library.refresh()
        results = [
            path for path in desk.library.pictures if path.startswith(PICTURES) and words.casefold() in path.casefold()
        ]
        visible, page, last = paged(results, number, PAGE)
        users = uses(desk.content, desk.library.rows())
        shown_pictures = [
            (path, address(desk.content, path), users.get(path.rpartition("/")[2], [])) for path in visible
        ]
        return answer(
            desk, "pictures.html", status, title="Pictures", here="pictures", fault=fault, accept=ACCEPTED, files=shown_pictures, number=page, last=last, q=words, said=said, matches=len(results)
        )  # fmt: skip

    async def replace(self, request: Request) -> Response:
        """Replace a picture by an uploaded one."""
        path, fault, status = request.path_params["path"], "", 200
        try:
            form = await form_of(request, self._desk.origins.token)
            if "picture" not in form.files:
                raise HTTPException(400, "There is no picture in this.")
            await asyncio.to_thread(replace_picture, self._desk, path, form.files["picture"][1])
            return RedirectResponse("/pictures?said=replaced", 303)
        except Stale:
            fault, status = STALE, 403
        except (PathRefused, Unfit) as reason:
            fault, status = reason_of(reason), 422
        except Changed:
            fault, status = "a file was changed meanwhile; try once more", 409
        except OSError as error:
            fault, status = reason_of(error), 507
        return await asyncio.to_thread(self._pictures, "", "1", "", fault, status)

    async def delete(self, request: Request) -> Response:
        """Ask whether to delete a file; or delete it."""
        path, fault, status = request.path_params["path"], "", 200
        if request.method == "POST":
            try:
                await form_of(request, self._desk.origins.token)
                await asyncio.to_thread(delete, self._desk, path)
                return RedirectResponse("/deleted?said=deleted", 303)
            except Stale:
                fault, status = STALE, 403
            except PathRefused as reason:
                fault, status = reason_of(reason), 422
            except OSError as error:
                fault, status = reason_of(error), 507
        return await asyncio.to_thread(self._ask, path, fault, status)

    def _ask(self, path: str, fault: str, status: int) -> Response:
        desk, row = self._desk, self._desk.library.row(path)
        if row is None and not (is_picture(path) and path in desk.library.pictures):
            raise HTTPException(404, "There is no such text or picture: it was renamed or removed, or never was.")
        called = row.title if row else path.rpartition("/")[2]
        return_address = f"/write/{quote(path)}" if row else "/pictures"
        return answer(
            desk, "delete.html", status, title=f"Delete “{called}”", here=row.kind if row and row.kind != "post" else "posts" if row else "pictures",
            row=row, path=path, fault=fault, why=hindrance(desk, path), back=return_address,
        )  # fmt: skip

    async def deleted(self, request: Request) -> Response:
        """List files that were deleted, or are missing for another reason; or restore one."""
        desk, fault, status = self._desk, "", 200
        if request.method == "POST":
            try:
                form = await form_of(request, desk.origins.token)
                path = form.get("path")
                await asyncio.to_thread(put_back, desk, path)
                return RedirectResponse(
                    f"/write/{quote(path)}?said=back" if path.endswith(".md") else "/pictures?said=back", 303
                )
            except Stale:
                fault, status = STALE, 403
            except PathRefused as reason:
                fault, status = reason_of(reason), 422
            except Changed:
                fault, status = "there is another file in its place", 409
            except OSError as error:
                fault, status = reason_of(error), 507
        files = await asyncio.to_thread(deleted, desk)
        return answer(
            desk, "deleted.html", status, title="Deleted", here="deleted", files=files, fault=fault, said=request.query_params.get("said", "")
        )  # fmt: skip
