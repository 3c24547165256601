"""Thumbnails of pictures: made once, and cached by the digest of the picture."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from lodestar.base.digest import digest
from lodestar.base.files import write_temporary
from lodestar.desk.incoming import form_of
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.pictures import KINDS, Unfit, small
from lodestar.desk.removing import is_picture
from lodestar.desk.saving import readable

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

KEPT = 1000
"""Most thumbnails in the cache; the oldest are deleted."""
TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"}
SANDBOXED = {"Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"}
"""For a drawing that is opened by its address: no script in it runs."""
UNCHANGED = {"Cache-Control": "private, max-age=31536000, immutable"}
"""For an address that names the state of its picture."""


def address(content: Path, path: str) -> str:
    """Return the address of a picture's thumbnail. It differs once the picture changes, so that browsers may cache it
    for good.
    """
    link, mark = f"/thumbnail/{quote(path)}", _mark(content / path)
    return f"{link}?state={mark}" if mark else link


def _mark(file: Path) -> str:
    """Return an identifier of the state of a file; empty where there is no file."""
    try:
        stat = file.stat()
    except OSError:
        return ""
    return f"{stat.st_mtime_ns:x}-{stat.st_size:x}"


class Thumbnails:
    """Serves thumbnails."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._folder = desk, desk.cache / "thumbnails"

    async def of_site(self, request: Request) -> Response:
        """Return the thumbnail of a picture of the site."""
        state = request.query_params.get("state", "")
        return await asyncio.to_thread(self._of_site, request.path_params["path"], state)

    async def of_file(self, request: Request) -> Response:
        """Return the thumbnail of an uploaded picture that the browser cannot show itself."""
        form = await form_of(request, self._desk.origins.token)
        if "picture" not in form.files:
            raise HTTPException(400, "There is no picture in this.")
        return await asyncio.to_thread(self._respond, form.files["picture"][1], {})

    def _of_site(self, path: str, state: str) -> Response:
        try:
            file = place(self._desk.content, path)
        except PathRefused:
            raise HTTPException(404, "There is no such picture.") from None
        mark = _mark(file)  # before it is read: a picture that changes meanwhile is asked for again
        data = readable(file) if path in self._desk.library.pictures or is_picture(path) else None
        if data is None:
            raise HTTPException(404, "There is no such picture.")
        headers = UNCHANGED if state and state == mark else {}
        if path.lower().endswith(".svg"):
            return Response(data, media_type="image/svg+xml", headers=SANDBOXED | headers)
        return self._respond(data, headers)

    def _respond(self, data: bytes, headers: dict[str, str]) -> Response:
        try:
            thumbnail, extension = self._thumbnail(data)
        except Unfit as reason:
            return JSONResponse({"fault": str(reason)}, 404)
        return Response(thumbnail, media_type=TYPES[extension], headers=headers)

    def _thumbnail(self, data: bytes) -> tuple[bytes, str]:
        """Return the thumbnail of a picture, and its file extension. Raises Unfit."""
        mark = digest(data)
        for ending in KINDS.values():
            if (cached := readable(self._folder / f"{mark}.{ending}")) is not None:
                return cached, ending
        thumbnail, ending = small(data)
        with suppress(OSError):
            with write_temporary(self._folder / f"{mark}.{ending}", thumbnail) as new:
                new.replace(self._folder / f"{mark}.{ending}")
            self._thin()
        return thumbnail, ending

    def _thin(self) -> None:
        files = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        for file in files[:-KEPT]:
            file.unlink(missing_ok=True)
