"""The page that makes the site its author's own: the questions of `begin`, as a form."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.desk.incoming import Form, form_of
from lodestar.desk.pages import answer
from lodestar.publishing.begin import (
    QUESTIONS,
    READABLE,
    SAMPLE,
    BeginRefused,
    BegunSite,
    author_values,
    begin,
    current,
)
from lodestar.publishing.sample import has_sample

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

TYPES = {"mail": "email", "address": "url", "color": "color", "portrait": "file"}
"""Input types of the fields that are not a line of text."""


class BeginPage:
    """Asks the questions of `begin` and writes the answers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def page(self, request: Request) -> Response:
        """Show the form, or save it."""
        place = self._place()
        if request.method == "GET":
            current_values = author_values(place) or {
                key: str(current(place).get(key, "")) for key in ("timezone", "language")
            }
            return self._form(place, current_values, ())
        form = await form_of(request, self._desk.origins.token)
        values = {question.key: form.get(question.key) for question in QUESTIONS}
        if not form.get("own_color"):  # an input of type color always has a value
            values["color"] = ""
        try:
            report = await asyncio.to_thread(self._begin, place, values, form)
        except BeginRefused as refused:
            faults = [f"{problem.what}; {problem.cure}." for problem in refused.problems]
            return self._form(place, values, faults, 400)
        self._desk.notes["begun"] = report
        return RedirectResponse("/begin", 303)

    def _begin(self, place: BegunSite, values: dict[str, str], form: Form) -> list[str]:
        sample = next((name for name in SAMPLE if name == form.get("sample")), "look")
        name, data = form.files.get("portrait", ("", b""))
        with tempfile.TemporaryDirectory() as folder:
            if data:
                path = Path(folder) / f"portrait{Path(name).suffix.lower()}"
                path.write_bytes(data)
                values["portrait"] = str(path)
            report = begin(place, values, sample)
        self._desk.changed()
        return report

    def _place(self) -> BegunSite:
        return BegunSite.of(self._desk.content, self._desk.settings)

    def _form(
        self, place: BegunSite, values: dict[str, str], faults: tuple[str, ...] | list[str], status: int = 200
    ) -> Response:
        report = self._desk.notes.pop("begun", ()) if not faults else ()
        return answer(
            self._desk, "begin.html", status, title="Your site", here="settings", questions=QUESTIONS, types=TYPES, values=values, faults=faults,
            done=report, readable=READABLE, sample=SAMPLE if has_sample(place.content) else {},
        )  # fmt: skip
