"""The page where an author sets up, step by step, where the site is published, and tries it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.desk import where
from lodestar.desk.incoming import STALE, Form, Stale, form_of
from lodestar.desk.pages import answer
from lodestar.desk.saving import Changed, reason_of
from lodestar.desk.where import Place
from lodestar.publishing.hosts import HOSTS, SERVERS, HostSetup
from lodestar.publishing.secrets import NotPrivate
from lodestar.publishing.trial import Lack

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

CHANGED_MEANWHILE = "what is set up was changed meanwhile; look at it once more, and save again"


class WherePage:
    """Sets up the targets of the site."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def page(self, request: Request) -> Response:
        """Show what is set up and a form for one target, or do what a button says."""
        query = request.query_params
        if request.method == "GET":
            name = query.get("name", "")
            return await asyncio.to_thread(
                self._show, name, HOSTS.get(query.get("host", "")), said=query.get("said", "")
            )
        try:
            form = await form_of(request, self._desk.origins.token)
        except Stale as stale:
            return await asyncio.to_thread(self._again, stale.form, [STALE], 403)
        return await asyncio.to_thread(self._do, form)

    def _do(self, form: Form) -> Response:
        name, old_name, host = form.get("name"), form.get("before"), HOSTS.get(form.get("host"))
        try:
            match form.get("do"):
                case "save" if host:
                    answers = {blank.key: form.get(f"at.{blank.key}") for blank in host.blanks} | {
                        "rules": form.get("rules")
                    }
                    where.set_up(name, old_name, host, answers)
                    old_name = " ".join(name.split()) or where.USUAL
                case "remove":
                    where.take_away(old_name)
                case "anew":
                    where.begin_anew(self._desk)
                case "repository":
                    if fault := where.begin_repository():
                        return self._again(form, [fault], 422)
        except where.Refused as refused:
            return self._again(form, refused.faults, 422)
        except (Changed, NotPrivate) as reason:
            return self._again(form, [CHANGED_MEANWHILE if isinstance(reason, Changed) else str(reason)], 409)
        except OSError as error:
            return self._again(form, [reason_of(error)], 507)
        self._desk.readers.forget()
        if form.get("do") in ("remove", "anew"):
            return RedirectResponse("/publish/where", 303)
        return self._show(old_name, None, tried=True)

    def _again(self, form: Form, faults: list[str], status: int) -> Response:
        """Return the form with everything as it was typed, but for secrets."""
        host = HOSTS.get(form.get("host"))
        typed = {blank.key: form.get(f"at.{blank.key}") for blank in host.blanks if not blank.secret} if host else {}
        return self._show(
            form.get("before"), host, faults, status, typed | {"name": form.get("name"), "rules": form.get("rules")}
        )

    def _show(
        self, name: str, host: HostSetup | None, faults: list[str] | None = None, status: int = 200, typed: dict[str, str] | None = None,
        tried: bool = False, said: str = "",
    ) -> Response:  # fmt: skip
        desk = self._desk
        all_places, trouble = where.places()
        values, wrong = where.file_values()
        selected = next((place for place in all_places if place.name == name), None)
        lacks: list[Lack] | None = where.try_out(desk, selected) if tried and selected else None
        if host is None and selected and selected.own:
            host = selected.host
        form_values = (
            {key: str(value) for key, value in selected.values.items()}
            if selected and selected.own and host == selected.host
            else {}
        )
        return answer(
            desk, "where.html", status, title="Where readers find your site", here="publish", places=all_places, chosen=selected, host=host, hosts=HOSTS,
            given={"name": name or (host.name if host and all_places else where.USUAL), "rules": values.get("host", ""), **form_values, **(typed or {})},
            kept=bool(selected and where.has_secrets(selected)), key=where.public_key(), servers=SERVERS, faults=faults or [], lacks=lacks, trouble=trouble,
            wrong=wrong, said=said, address=where.address(), line=self._line,
        )  # fmt: skip

    @staticmethod
    def _line(place: Place) -> str:
        """Return the location of a target, on one line."""
        target = place.target
        parts = [
            str(getattr(target, key))
            for key in ("host", "remote", "bucket", "path", "branch", "prefix")
            if getattr(target, key, "")
        ]
        return ", ".join(parts)
