"""The preview: the site as readers will see it, with unpublished texts, and with the problems of a failed build on top."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from lodestar.base.below import path_of_site
from lodestar.desk.pages import STATIC, fragment
from lodestar.desk.saving import refused

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

OURS = "/.desk"
"""The folder of our own addresses; content has none that begin with a dot."""
INDEXES = ("index.html", "index.xml", "feed.json")
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".svg": "image/svg+xml",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".wasm": "application/wasm",
    ".vtt": "text/vtt; charset=utf-8",
}
FEEDS = ((b"<rss", "application/rss+xml; charset=utf-8"), (b"<feed", "application/atom+xml; charset=utf-8"))
HEAD = 2000
"""Bytes of a feed that hold its root element."""
PATIENCE = 3.0
"""Seconds that a page waits for a build that was asked for; then it shows the last one, and reloads when it is done."""
LISTED = 20
"""Most posts that are listed during the first build."""
FRESH = {"Cache-Control": "no-cache"}


def application(desk: Desk) -> Starlette:
    """Return the preview as an ASGI application."""
    preview = Preview(desk)
    return Starlette(
        routes=[
            Route(f"{OURS}/events", preview.events),
            Route(f"{OURS}/notice", preview.notice),
            Route(f"{OURS}/{{name}}", _own_file),
            Route("/{path:path}", preview.page),
        ]
    )


class Preview:
    """Serves the built site."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._root = desk.builder.paths.output

    @property
    def _base(self) -> str:
        """The path of the site on its host, below which its pages look for each other; empty for the root."""
        return path_of_site(str(self._desk.settings["SITEURL"]))

    def _address(self, path: str) -> str:
        """Return the address that a requested path means; empty for one that is not below the path of the site."""
        base = self._base
        return path.removeprefix(base) if path.startswith(f"{base}/") else ""

    async def page(self, request: Request) -> Response:
        """Return a file of the site, or its 404 page."""
        path = self._address(request.scope["path"])
        if not path:
            target = self._base + ("/" if request.scope["path"] == self._base else quote(request.scope["path"]))
            return RedirectResponse(target + (f"?{request.url.query}" if request.url.query else ""), 302)
        if (
            "\0" in path
            or "\\" in path
            or any(part.startswith(".") for part in path.split("/")[1:] if part != ".well-known")
        ):
            return self._missing(request)
        if path.endswith(("/", ".html")) or self._file(path) is None:
            # A page shows what was saved before it was asked for.
            await asyncio.to_thread(self._desk.builder.settle, PATIENCE if self._desk.builder.serial else 0)
        file = self._file(path)
        if file is None and not path.endswith("/") and self._file(path + "/"):
            target = (
                f"{self._base}/"
                + quote(path.lstrip("/"))
                + "/"
                + (f"?{request.url.query}" if request.url.query else "")
            )
            return RedirectResponse(target, 302)
        return self._missing(request) if file is None else self._answer(request, file)

    def _file(self, path: str) -> Path | None:
        relative = path.lstrip("/")
        names = [relative + name for name in INDEXES] if not relative or relative.endswith("/") else [relative]
        base = os.path.realpath(self._root)
        for name in names:
            file = os.path.realpath(os.path.join(base, name))
            if file.startswith(base + os.sep) and Path(file).is_file():
                return Path(file)
        return None

    def _answer(self, request: Request, file: Path, status: int = 200) -> Response:
        kind = content_type(file)
        if not kind.startswith("text/html"):
            details = os.stat(file)
            return FileResponse(
                file,
                status,
                media_type=kind,
                headers=FRESH,
                stat_result=details if stat.S_ISREG(details.st_mode) else None,
            )
        text = self._marked(file.read_text(encoding="utf-8"), self._address(request.scope["path"]))
        return HTMLResponse(text, status, headers=FRESH)

    def _missing(self, request: Request) -> Response:
        file = self._root / "404.html"
        if file.is_file():
            return self._answer(request, file, 404)
        if not self._desk.builder.built.good:
            rows = sorted(self._desk.library.rows("post"), key=lambda row: -row.instant)
            text = fragment(
                "first.html", building=not self._desk.builder.serial, step=self._desk.builder.step, rows=rows[:LISTED], total=len(rows),
                desk=self._desk.origins.desk, full=self._desk.full,
            )  # fmt: skip
            return HTMLResponse(self._marked(text, self._address(request.scope["path"])), 503, headers=FRESH)
        return PlainTextResponse("There is no page here.", 404)

    def _marked(self, text: str, path: str) -> str:
        """Return a page with our notice and script at the end of its body."""
        path = path if path.endswith(("/", ".html")) else path + "/"
        unpublished = {f"{self._desk.url_of(row.path)}": row.shown_status for row in self._desk.library.unpublished()}
        links = json.dumps({self._base + url: status for url, status in unpublished.items() if url}).replace(
            "<", "\\u003c"
        )
        added = (
            f'<div id="desk-notice">{self._notice(path)}</div>'
            f'<script type="application/json" id="desk-unpublished">{links}</script>'
            f'<link rel="stylesheet" href="{OURS}/notice.css"><script src="{OURS}/reload.js" defer '
            f'data-serial="{self._desk.builder.serial}"></script>'
        )
        before, mark, after = text.rpartition("</body>")
        return f"{before}{added}{mark}{after}" if mark else text + added

    def _notice(self, path: str) -> str:
        row = next((row for row in self._desk.library.unpublished() if self._desk.url_of(row.path) == path), None)
        source = self._desk.path_at(path)
        return fragment(
            "notice.html",
            row=row,
            state=self._desk.state_of(row) if row else "",
            problems=[refused(problem) for problem in self._desk.builder.problems],
            desk=self._desk.origins.desk,
            source=source,
            shown=self._desk.shown,
            full=self._desk.full,
        )

    async def notice(self, request: Request) -> Response:
        """Return the notice for a page, after a build."""
        page = self._address(request.query_params.get("page", "/")) or "/"
        return HTMLResponse(self._notice(page), headers=FRESH)

    async def events(self, request: Request) -> Response:
        """Stream server-sent events: `reload` when the page changed, `notice` when only the notice may have."""
        page = self._address(request.query_params.get("page", "/")) or "/"
        last_serial = request.query_params.get("serial", "")
        queue = self._desk.events.join()

        async def lines() -> AsyncIterator[str]:
            try:
                yield "retry: 500\n\n"
                if last_serial.isdigit() and int(last_serial) != self._desk.builder.serial:
                    yield "event: reload\ndata: missed\n\n"
                while True:
                    try:
                        built = await asyncio.wait_for(queue.get(), 15)
                    except TimeoutError:
                        yield ": still here\n\n"
                        continue
                    if built is None:
                        return
                    event = "reload" if built.good and concerns(page, built.changed) else "notice"
                    yield f"event: {event}\ndata: {self._desk.builder.serial}\n\n"
            finally:
                self._desk.events.leave(queue)

        return StreamingResponse(lines(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


def concerns(page: str, changed: Iterable[str]) -> bool:
    """Return whether a build that changed these outputs changed what a page shows: itself, or a picture, style or script."""
    own = page.strip("/")
    own = own if own.endswith(".html") else f"{own}/index.html".lstrip("/")
    for path in changed:
        if path == own or path == "404.html" or not path.endswith((".html", ".xml", ".json", ".txt")):
            return True
    return False


def content_type(file: Path) -> str:
    """Return the media type of a file, by its name; of a feed by its root element, since /feed/ has no extension."""
    if file.suffix == ".xml":
        with open(file, "rb") as stream:
            head = stream.read(HEAD)
        return next((kind for mark, kind in FEEDS if mark in head), TYPES[".xml"])
    if file.name == "feed.json":
        return "application/feed+json; charset=utf-8"
    if file.suffix in TYPES:
        return TYPES[file.suffix]
    import mimetypes

    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


async def _own_file(request: Request) -> Response:
    names = {"reload.js": "text/javascript; charset=utf-8", "notice.css": "text/css; charset=utf-8"}
    name = request.path_params["name"]
    if name not in names:
        return PlainTextResponse("There is no such file.", 404)
    return FileResponse(STATIC / name, media_type=names[name], headers=FRESH)
