"""Runs the desk: one server on this machine's own addresses."""

from __future__ import annotations

import asyncio
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from commands.site import SiteOptions
from desk.guard import Guard
from desk.origins import Origins, sockets
from desk.preview import application as preview
from desk.saving import sweep
from desk.state import Desk, open_desk


def serve(given: SiteOptions, port: int, full: bool, browse: bool, say: Callable[[str], None]) -> int:
    """Serve until Ctrl-C. `full`: the whole desk, else the preview alone; `browse`: open a browser."""
    try:
        listening = sockets(port)
    except OSError as error:
        say(f"No port from {port} on is free ({error.strerror}); name another one with --port.")
        return 1
    origins = Origins(listening[0].getsockname()[1])
    desk = open_desk(given, origins, full)
    if full:
        sweep(desk.content)
    desk.library.refresh()
    address = origins.entrance if full else f"{origins.site}/"
    server = uvicorn.Server(
        uvicorn.Config(
            application(desk),
            log_level="error",
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=1,
            server_header=False,
        )
    )
    desk.notes["server"] = server
    say(f"{'The desk is' if full else 'The site is shown'} at {address}")
    say("Ctrl-C closes it.")
    if browse:
        threading.Timer(0.3, webbrowser.open, (address,)).start()
    try:
        server.run(sockets=listening)
    except KeyboardInterrupt:
        pass
    finally:
        desk.builder.stop()
    say("Closed; everything saved is in the content folder.")
    return 0


def application(desk: Desk) -> Any:
    """Both applications behind their guard."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        desk.events.loop = asyncio.get_running_loop()
        desk.builder.start()
        watcher = asyncio.create_task(_end_streams(desk))
        yield
        watcher.cancel()
        desk.builder.stop()

    if desk.full:
        from desk.routes import routes

        inner = Starlette(routes=routes(desk), lifespan=lifespan, exception_handlers=_handlers(desk))
    else:
        inner = Starlette(routes=[], lifespan=lifespan)
    return Guard(inner, preview(desk), desk.origins, desk.full)


def _handlers(desk: Desk) -> dict[Any, Any]:
    """Refusals and faults as pages of the desk, in plain words."""
    from desk.pages import answer

    async def refused(request: Request, reason: Exception) -> Response:
        status, why = getattr(reason, "status_code", 500), getattr(reason, "detail", "")
        words = {404: "There is no such page.", 405: "This page is not for that."}
        return answer(desk, "sorry.html", status, title="Not done", here="", why=words.get(status, why))

    async def broken(request: Request, reason: Exception) -> Response:
        why = f"The desk has a fault here ({type(reason).__name__}: {reason}). Nothing you saved is lost; the terminal says more."
        return answer(desk, "sorry.html", 500, title="That went wrong", here="", why=why)

    return {HTTPException: refused, Exception: broken}


async def _end_streams(desk: Desk) -> None:
    """When the server is told to stop, end the streams of events, for which it would wait."""
    while not getattr(desk.notes.get("server"), "should_exit", False):
        await asyncio.sleep(0.1)
    desk.events.tell(None)
