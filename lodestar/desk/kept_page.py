"""Background requests of open pages: to keep unsaved text, and to resume after a restart of the desk."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from lodestar.desk.incoming import form_of
from lodestar.desk.kinds import kind_of
from lodestar.desk.opened import Opened
from lodestar.desk.saving import reason_of
from lodestar.desk.update_page import leave

if TYPE_CHECKING:
    from lodestar.desk.state import Desk


class KeptPage:
    """Answers open editors."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        self._desk, self._opened = desk, opened

    async def keep(self, request: Request) -> Response:
        """Keep what is in an editor, until it is saved."""
        form = await form_of(request, self._desk.origins.token)
        if kind_of(form.get("path")) is None or "body" not in form.values:
            raise HTTPException(400, "There is no text in this.")
        try:
            await asyncio.to_thread(self._opened.keep, form)
        except ValueError as reason:
            raise HTTPException(400, f"{reason}.") from None
        except OSError as error:
            return JSONResponse({"fault": reason_of(error)}, 507)
        return JSONResponse({"kept": form.get("draft")})

    async def drop(self, request: Request) -> Response:
        """Discard what was kept."""
        form = await form_of(request, self._desk.origins.token)
        await asyncio.to_thread(self._desk.kept.drop, form.get("draft"))
        path = form.get("back")
        return RedirectResponse(f"/write/{quote(path)}" if self._desk.library.row(path) else "/posts", 303)

    async def here(self, request: Request) -> Response:
        """Return what a page needs to resume after a restart of the desk."""
        desk = self._desk
        answer = {"site": desk.mark, "token": desk.origins.token, "started": desk.notes.get("started", "")}
        return JSONResponse(answer, background=BackgroundTask(leave, desk))
