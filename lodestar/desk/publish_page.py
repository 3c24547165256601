"""The page that publishes: what will change, one button, progress, the result, fixes for a refusal, and the rollback."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from lodestar.base.front_matter.edit import CannotEdit
from lodestar.base.front_matter.header import Fault
from lodestar.desk.actions import hold
from lodestar.desk.comparing import page_changes
from lodestar.desk.cures import apply, cures
from lodestar.desk.incoming import form_of
from lodestar.desk.jobs import Job
from lodestar.desk.pages import answer
from lodestar.desk.paths import PathRefused
from lodestar.desk.publisher import Publisher, folder_of
from lodestar.desk.readers import settings_of
from lodestar.desk.record import is_repository
from lodestar.desk.saving import Changed, reason_of
from lodestar.publishing.release import OUTPUT as BUILT
from lodestar.publishing.trial import UNKNOWN, plain

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

NO_BEFORE = "there is nothing to go back to"
"""The command's message where readers have the first release."""
AWAITED = ("waiting", "changed", "withdrawn")
"""States of texts that the next publishing changes for readers."""


class PublishPage:
    """Publishes with the same command as the terminal."""

    def __init__(self, desk: Desk, publisher: Publisher) -> None:
        self._desk, self._publisher = desk, publisher

    async def page(self, request: Request) -> Response:
        """Show what would change; or start a dry run, publish, or roll back."""
        desk, publisher = self._desk, self._publisher
        if request.method == "POST":
            form = await form_of(request, desk.origins.token)
            if path := form.get("hold"):
                return await asyncio.to_thread(self._hold, path)
            publisher.choose(form.get("send") == "yes")
            publisher.begin(form.get("do"), form.get("target"), form.get("record") == "yes")
            return RedirectResponse("/publish?said=begun", 303)
        return await asyncio.to_thread(self._show, said=request.query_params.get("said", ""))

    def _hold(self, path: str) -> Response:
        """Turn a text that readers do not have yet back into a draft."""
        desk = self._desk
        row = desk.library.row(path)
        if row is None or desk.state_of(row) != "waiting":
            return self._show("that text is not waiting to be published any more", 409)
        desk.versions.take(path)
        try:
            hold(desk.content, path)
        except (PathRefused, CannotEdit, Fault, Changed) as reason:
            return self._show(reason_of(reason), 422)
        except OSError as error:
            return self._show(reason_of(error), 507)
        desk.versions.take(path)
        desk.changed()
        return RedirectResponse("/publish?said=held", 303)

    def _show(self, fault: str = "", status: int = 200, said: str = "") -> Response:
        desk, publisher = self._desk, self._publisher
        faults: list[str] = []
        settings = settings_of(faults.append)
        job, target = publisher.job, desk.readers.target
        succeeded = job is not None and job.code == 0
        changes, folder = [], folder_of(settings, target)
        if job and succeeded and job.title == "look" and Path(BUILT).is_dir():
            old_release = Path(folder) / "current" if folder else publisher.release_folder(target)
            changes = list(page_changes(old_release, Path(BUILT))) if folder or old_release.is_dir() else []
        desk.readers.want(1)
        states = [(row, desk.state_of(row)) for row in desk.library.rows() if row.kind in ("post", "page")]
        about = desk.library.row(publisher.about) if publisher.about else None
        return answer(
            desk, "publish.html", status, title="Publish", here="publish", targets=sorted(settings.targets) if settings else [], target=target or (settings.default if settings else ""),
            said=said, fault=fault, trouble="; ".join(faults), job=job, changes=changes, cures=cures(desk, job.findings) if job and job.code is not None else [],
            coming=sorted((row for row, state in states if state == "scheduled"), key=lambda row: row.instant),
            awaited=[pair for pair in states if pair[1] in AWAITED], repository=is_repository(desk.content), folder=folder,
            remote=publisher.remote(), sending=publisher.sending,
            first=bool(job and job.code and any(NO_BEFORE in line for line in job.lines)), why=why_of(job) if job else "", about=about, address=desk.builder.known.url + desk.url_of(publisher.about) if about and desk.builder.known.url else "",
        )  # fmt: skip

    async def mend(self, request: Request) -> Response:
        """Apply the fix that a button names, and retry what was refused."""
        form = await form_of(request, self._desk.origins.token)
        return await asyncio.to_thread(self._mend, form.get("mend"), form.get("of") == "check")

    def _mend(self, button: str, check: bool) -> Response:
        job = self._publisher.check if check else self._publisher.job
        if job is None or job.code is None or self._publisher.busy:
            return self._show("the site is being looked at; try again in a moment", 409)
        try:
            reason = apply(self._desk, job.findings, button)
        except OSError as error:
            reason = reason_of(error)
        if reason:
            return self._show(reason, 422)
        if check:
            return RedirectResponse("/check?said=mended", 303)
        self._publisher.repeat()
        return RedirectResponse("/publish?said=begun", 303)

    async def lines(self, request: Request) -> Response:
        """Return output and progress of the job, for the page's script."""
        job = self._publisher.job
        state = {"lines": job.lines, "code": job.code, "progress": job.progress} if job else {"lines": [], "code": 0}
        return JSONResponse(state)


def why_of(job: Job) -> str:
    """Return why the target did not take the site, in words for the author; empty where it did."""
    refusal = next((line for line in reversed(job.lines) if line.startswith("Not published: ")), "")
    words = plain(refusal).words if job.code and refusal and NO_BEFORE not in refusal else ""
    return words if words != UNKNOWN else ""
