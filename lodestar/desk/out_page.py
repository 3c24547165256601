"""The page that publishes one text: what readers will get, when, and one button."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.base.addresses import Addresses
from lodestar.base.front_matter.edit import CannotEdit
from lodestar.base.front_matter.header import Fault
from lodestar.desk.actions import publish, schedule
from lodestar.desk.check_page import shown_findings
from lodestar.desk.checker import Checker
from lodestar.desk.incoming import STALE, Stale, form_of
from lodestar.desk.library import Row
from lodestar.desk.pages import answer
from lodestar.desk.paths import PathRefused
from lodestar.desk.publish_page import AWAITED
from lodestar.desk.publisher import Publisher
from lodestar.desk.readers import settings_of
from lodestar.desk.record import is_repository
from lodestar.desk.saving import Changed, reason_of
from lodestar.publishing.ledger import known_ledger

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

KINDS = ("post", "page")


class Dating(NamedTuple):
    """The date that a post gets when it is published."""

    keep: bool
    """Whether its own date is kept unless the author chooses otherwise."""
    own: str
    """The date in its header; empty where there is none."""
    asked: bool
    """Whether the author is asked which of the two."""
    newer: int = 0
    """Number of published posts that would appear above it with its own date."""
    url: str = ""
    """Its address with the present date, where that differs."""


class OutPage:
    """Publishes one text."""

    def __init__(self, desk: Desk, checker: Checker, publisher: Publisher) -> None:
        self._desk, self._checker, self._publisher = desk, checker, publisher

    async def page(self, request: Request) -> Response:
        """Show what readers will get; or publish, now or later."""
        desk, path = self._desk, request.path_params["path"]
        await asyncio.to_thread(desk.library.refresh)
        row = desk.library.row(path)
        if row is None or row.kind not in KINDS:
            raise HTTPException(404, "There is no such post or page: it was renamed or removed, or never was.")
        if request.method == "GET":
            return await asyncio.to_thread(self._show, row)
        try:
            form = await form_of(request, desk.origins.token)
        except Stale:
            return await asyncio.to_thread(self._show, row, STALE, 403)
        date_choice, moment = form.get("date"), form.get("when").replace("T", " ")
        record, target = form.get("record") == "yes", form.get("target")
        self._publisher.choose(form.get("send") == "yes")
        return await asyncio.to_thread(self._do, row, form.get("do"), date_choice, moment, target, record)

    def _do(self, row: Row, action: str, date_choice: str, moment: str, target: str, record: bool) -> Response:
        desk, path = self._desk, row.path
        if self._publisher.busy:
            return self._show(row, "something else is being published; wait until that is done", 409)
        desk.versions.take(path)
        try:
            if action == "schedule":
                schedule(desk.content, path, moment, desk.zone)
            else:
                now = desk.now().astimezone(desk.zone)
                rules = Path(desk.settings["REDIRECTS"].file)
                publish(desk.content, path, None if self._keeps(row, date_choice) else now, desk.url_of(path), rules)
        except (PathRefused, CannotEdit, Fault, ValueError, Changed) as reason:
            return self._show(row, reason_of(reason), 422)
        except OSError as error:
            return self._show(row, reason_of(error), 507)
        desk.versions.take(path)
        desk.builder.want(anew=True)  # redirect rules are part of the settings
        desk.changed()
        if action == "schedule":
            return RedirectResponse(f"/write/{quote(path)}?said=scheduled", 303)
        self._publisher.begin("publish", target, record, path)
        return RedirectResponse("/publish?said=begun", 303)

    def _keeps(self, row: Row, date_choice: str) -> bool:
        dating = self._dating(row)
        return row.kind != "post" or (date_choice == "keep" if dating.asked and date_choice else dating.keep)

    def _dating(self, row: Row) -> Dating:
        """Return the date that a post gets: its own where feeds have announced it or it is no draft, else the present
        one.

        For a draft with a date of its own, the author is asked.
        """
        desk = self._desk
        if row.kind != "post" or not row.date:
            return Dating(False, "", False)
        announced = row.id and row.id in known_ledger(desk.content)[0].entries
        if announced or row.status != "draft":
            return Dating(True, row.date, False)
        live = [post for post in desk.library.rows("post") if desk.state_of(post) in ("live", "changed")]
        ahead = row.instant > desk.now().timestamp()
        newer = sum(post.instant > row.instant for post in live)
        return Dating(ahead, row.date, True, newer, "" if ahead else self._address_now(row))

    def _address_now(self, row: Row) -> str:
        """Return the address of a post with the present date; empty where its own is not made from its date and slug."""
        desk, url = self._desk, self._desk.url_of(row.path)
        slug, own_date = url.rstrip("/").rpartition("/")[2], datetime.fromtimestamp(row.instant, desk.zone)
        results = [
            Addresses(desk.settings).article(slug, item.isoformat())[0]
            for item in (own_date, desk.now().astimezone(desk.zone))
        ]
        return results[1] if results[0] == url else ""

    def _show(self, row: Row, fault: str = "", status: int = 200) -> Response:
        desk = self._desk
        faults: list[str] = []
        settings = settings_of(faults.append)
        desk.readers.want(1)
        state, url = desk.state_of(row), desk.url_of(row.path)
        results = [
            item for item in shown_findings(row.path, self._checker.now(row.path)) if item.finding.level == "must"
        ]
        other_texts = [(other_row, standing) for other_row in desk.library.rows() if other_row.kind in KINDS and other_row.path != row.path
                  and (standing := desk.state_of(other_row)) in AWAITED]  # fmt: skip
        announced = bool(row.id) and row.id in known_ledger(desk.content)[0].entries
        return answer(
            desk, "out.html", status, title=f"Publish “{row.title}”", here="posts" if row.kind == "post" else "page", row=row, state=state,
            url=url, fault=fault, findings=results, others=other_texts, announced=announced, dating=self._dating(row), zone=desk.zone.key,
            targets=sorted(settings.targets) if settings else [], target=desk.readers.target or (settings.default if settings else ""), trouble="; ".join(faults),
            repository=is_repository(desk.content), remote=self._publisher.remote(), sending=self._publisher.sending,
            moment=datetime.fromtimestamp(row.instant, desk.zone).strftime("%Y-%m-%dT%H:%M") if row.instant > desk.now().timestamp() else "",
        )  # fmt: skip
