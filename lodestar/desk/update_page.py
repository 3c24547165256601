"""The page that updates Lodestar itself: the installed version, what a newer one brings, and the way back.

No other computer is contacted until the author presses "Look for a new version".
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from lodestar.base.root import ROOT
from lodestar.desk.incoming import Form, form_of
from lodestar.desk.pages import answer
from lodestar.desk.publisher import Publisher
from lodestar.publishing.git import git
from lodestar.publishing.update import (
    Disputed,
    NotUpdated,
    fetch,
    go_back,
    has_version,
    last_step,
    name_source,
    newest,
    news,
    source_of,
    update,
    version_at,
)

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

TRIAL = """
import tasks
from lodestar.commands import environment
environment.ensure(next(task.needs for task in tasks.TASKS if task.name == "desk"))
import lodestar.desk.server, lodestar.desk.routes
"""
"""Installs what a version needs, and loads its desk."""
LATEST = 20
"""Seconds after which the desk restarts even where no page asks for it: its templates are new, and its code is not."""
BUSY = "The site is being published; look here again when that is done."
WORDS = {
    "look": "Nothing new could be asked for. Is the internet there, and is the address right?",
    "update": "The new version could not be taken up. Everything is as it was.",
    "back": "It could not be taken back. Everything is as it was.",
}
"""Messages for a button that fails."""


class UpdatePage:
    """Updates Lodestar, and restarts the desk."""

    def __init__(self, desk: Desk, publisher: Publisher) -> None:
        self._desk, self._publisher = desk, publisher
        self._lock = threading.Lock()
        self._looked = False
        """Whether new versions were looked for since the desk was started."""

    async def page(self, request: Request) -> Response:
        """Show the installed version, or do what a button says."""
        if anew := self._desk.notes.get("anew"):  # requested by a browser without scripts
            response = self._show(anew=anew)
            response.background = BackgroundTask(leave, self._desk)
            return response
        if request.method == "GET":
            return await asyncio.to_thread(self._show, said=request.query_params.get("said", ""))
        form = await form_of(request, self._desk.origins.token)
        return await asyncio.to_thread(self._do, form)

    def _do(self, form: Form) -> Response:
        action, anyway = form.get("do"), form.get("anyway") == "yes"
        with self._lock:
            if self._publisher.busy:
                return self._show(409, fault=BUSY)
            self._desk.notes["renewing"] = True
            try:
                if action == "look":
                    return self._look(" ".join(form.get("source").split()))
                if action == "update":
                    update(ROOT, form.get("version"), anyway, _trial)
                elif action == "back":
                    go_back(ROOT, anyway)
                else:
                    return self._show()
            except Disputed as reason:
                return self._show(409, dispute=reason.names, wanted=action, asked=form.get("version"))
            except NotUpdated as reason:
                typed = {"source": form.get("source"), "known": False} if form.get("source") else {}
                return self._show(422, fault=WORDS[action], details=str(reason), **typed)
            finally:
                del self._desk.notes["renewing"]
            self._desk.notes["anew"] = version_at(ROOT)
            threading.Timer(LATEST, leave, (self._desk,)).start()
        return self._show(anew=self._desk.notes["anew"])

    def _look(self, source: str) -> Response:
        fetch(ROOT, source or source_of(ROOT))
        if source:  # kept only once it has answered
            name_source(ROOT, source)
        self._looked = True
        return self._show()

    def _show(self, status: int = 200, **values: Any) -> Response:
        recorded = git("rev-parse", "--verify", "--quiet", "HEAD", root=ROOT).returncode == 0
        version, last = newest(ROOT), last_step(ROOT)
        fresh = bool(version and self._looked and not has_version(ROOT, version))
        usual = {
            "fault": "",
            "details": "",
            "said": "",
            "dispute": (),
            "wanted": "",
            "asked": "",
            "anew": "",
            "known": bool(source_of(ROOT)),
        }
        usual["source"] = source_of(ROOT) or git("remote", "get-url", "origin", root=ROOT).stdout.strip()
        return answer(
            self._desk, "update.html", status, title="New versions of Lodestar", here="begin", recorded=recorded, installed=version_at(ROOT),
            looked=self._looked, fresh=version if fresh else "", number=version_at(ROOT, version) if fresh else "", news=news(ROOT, version) if fresh else [],
            back=version_at(ROOT, f"{last.commit}^") if last and not last.back else "", started=self._desk.notes.get("started", ""), **{**usual, **values},
        )  # fmt: skip


def leave(desk: Desk) -> None:
    """Stop the server so that the updated desk replaces it, once a page that waits for it has loaded."""
    if "anew" in desk.notes:
        desk.notes["server"].should_exit = True


def _trial() -> str:
    """Try to start the version that is here now, and return why that fails; empty where it does not."""
    process = subprocess.run([sys.executable, "-c", TRIAL], cwd=ROOT, capture_output=True, text=True)
    return (process.stderr or process.stdout).strip()[-2000:] if process.returncode else ""
