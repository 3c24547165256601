"""Runs the desk: one server on this machine's own addresses."""

from __future__ import annotations

import asyncio
import threading
import time
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from socket import socket
from typing import Any

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from lodestar.desk.entrance import Entrance
from lodestar.desk.guard import Guard
from lodestar.desk.kinds import HEADINGS
from lodestar.desk.origins import PORT, Origins, sockets
from lodestar.desk.preview import application as preview
from lodestar.desk.saving import sweep
from lodestar.desk.session import load_session, secret, store_session
from lodestar.desk.state import Desk, open_desk
from lodestar.engine.program import SiteOptions

SHOWN = frozenset({*HEADINGS, "summary", "body", "answer", "when", "instead", "words.txt", "avoid.txt"})
"""Fields whose typed values error pages show."""


class StartAnew(Exception):
    """Lodestar was updated: another process has to replace this one, at the same port."""

    def __init__(self, port: int) -> None:
        super().__init__(f"another desk at port {port}")
        self.port = port


def serve(
    site_options: SiteOptions,
    port: int | None,
    full: bool,
    browse: bool,
    say: Callable[[str], None],
    meanwhile: Callable[[], None] = lambda: None,
) -> int:
    """Serve until Ctrl-C, and return the exit code.

    `full`: the whole desk, else the preview alone; `browse`: open a browser; `meanwhile` runs in a thread beside the
    server. Raises StartAnew.
    """
    listening: list[socket] = []

    def listen(file: Path) -> Origins:
        session = load_session(file, time.time()) if full else None
        last = session.port if session and port is None else 0
        first_port = PORT if port is None else port
        try:
            listening.extend(sockets(first_port, last))
        except OSError as error:
            raise SystemExit(
                f"No port from {first_port} on is free ({error.strerror}); name another one with --port."
            ) from None
        bound = listening[0].getsockname()[1]
        if session is None:
            return Origins(bound)
        store_session(file, msgspec.structs.replace(session, port=bound))
        return Origins(bound, cookie=session.cookie, token=session.token)

    desk = open_desk(site_options, full, listen)
    origins = desk.origins
    if full:
        desk.readers.want()
        sweep(desk.content)
        sweep(desk.cache / "kept")
        desk.kept.forget_written()
    desk.library.refresh()
    entrance = Entrance(desk.cache / f"{desk.mark}.html", origins.desk, say) if full else None
    address = entrance.link if entrance else f"{origins.site}/"
    server = uvicorn.Server(
        uvicorn.Config(
            application(desk, entrance),
            log_level="error",
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=1,
            server_header=False,
        )
    )
    desk.notes |= {"server": server, "started": secret()}
    say(f"{'The desk is' if full else 'The site is shown'} at {address}")
    say("Ctrl-C closes it.")
    threading.Thread(target=meanwhile, daemon=True).start()
    if browse:
        opened = entrance.file.as_uri() if entrance and entrance.file.is_file() else address
        threading.Timer(0.3, webbrowser.open, (opened,)).start()
    try:
        server.run(sockets=listening)
    except KeyboardInterrupt:
        pass
    finally:
        desk.builder.stop()
        if entrance:
            entrance.close()
    if "anew" in desk.notes:
        raise StartAnew(origins.port)
    say("Closed; everything saved is in the content folder.")
    return 0


def application(desk: Desk, entrance: Entrance | None) -> Any:
    """Return both applications behind the guard; without an entrance, the preview alone."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        desk.events.loop = asyncio.get_running_loop()
        desk.builder.start()
        watcher = asyncio.create_task(_end_streams(desk))
        yield
        watcher.cancel()
        desk.builder.stop()

    if desk.full:
        from lodestar.desk.routes import routes

        app = Starlette(routes=routes(desk), lifespan=lifespan, exception_handlers=_handlers(desk))
    else:
        app = Starlette(routes=[], lifespan=lifespan)
    return Guard(app, preview(desk), desk.origins, entrance)


def _handlers(desk: Desk) -> dict[Any, Any]:
    """Return exception handlers that answer with pages of the desk, in plain words."""
    from lodestar.desk.pages import answer

    async def refused(request: Request, reason: Exception) -> Response:
        status, why = getattr(reason, "status_code", 500), getattr(reason, "detail", "")
        words = {"Not Found": "There is no such page.", "Method Not Allowed": "This page is not for that."}
        return answer(
            desk, "sorry.html", status, title="Not done", here="", why=words.get(why, why), typed=_typed(request)
        )

    async def broken(request: Request, reason: Exception) -> Response:
        why = "The desk has a fault here. Nothing you saved is lost."
        details = f"{type(reason).__name__}: {reason}. The window from which the desk was started says more."
        return answer(
            desk, "sorry.html", 500, title="That went wrong", here="", why=why, details=details, typed=_typed(request)
        )

    return {HTTPException: refused, Exception: broken}


def _typed(request: Request) -> list[tuple[str, str]]:
    """Return what was typed into the form of a request, so that it can be copied from the error page."""
    form = request.scope.get("desk.form")
    values = form.values.items() if form else ()
    return [(name, value) for name, typed in values for value in typed if name in SHOWN and value.strip()]


async def _end_streams(desk: Desk) -> None:
    """End event streams when the server is told to stop: it would wait for them."""
    while not getattr(desk.notes.get("server"), "should_exit", False):
        await asyncio.sleep(0.1)
    desk.events.tell(None)
