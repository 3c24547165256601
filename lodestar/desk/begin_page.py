"""The page that makes the site its author's own: the questions of `begin`, as a form."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.base.site_file import read_site
from lodestar.desk.incoming import Form, form_of
from lodestar.desk.pages import answer
from lodestar.publishing.begin import QUESTIONS, READABLE, SAMPLE, Place, Refused, begin, current, hers
from lodestar.publishing.sample import has_sample

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

MENUS = {"menu": "The menu at the top of every page", "footer": "The links at the foot of every page"}
TYPES = {"mail": "email", "address": "url", "color": "color", "portrait": "file"}
"""The types of fields that are more than a line of text."""


def lines(menu: Any) -> str:
    """Return the entries of a menu, one a line."""
    return "".join(f"{label}: {url}\n" for label, url in menu.items()) if isinstance(menu, dict) else ""


def entries(text: str) -> dict[str, str]:
    """Return the entries that an author wrote, one a line; a line without an address leads nowhere, which is said."""
    rows = [row.rpartition(": ") for row in map(str.strip, text.splitlines()) if row]
    return {label.strip() or url.strip(): url.strip() if label else "" for label, _, url in rows}


class BeginPage:
    """Asks what the site is, and writes it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def page(self, request: Request) -> Response:
        """Show the form, or write what it says."""
        place = self._place()
        if request.method == "GET":
            known = hers(place) or {key: str(current(place).get(key, "")) for key in ("timezone", "language")}
            return self._form(place, known, ())
        form = await form_of(request, self._desk.origins.token)
        values = {question.key: form.get(question.key) for question in QUESTIONS}
        if not form.get("own_color"):  # a field for a color always has one
            values["color"] = ""
        try:
            said = await asyncio.to_thread(self._begin, place, values, form)
        except Refused as refused:
            faults = [f"{problem.what}; {problem.cure}." for problem in refused.problems]
            return self._form(place, values, faults, 400, {key: form.get(key) for key in MENUS if key in form.values})
        self._take_up()
        self._desk.notes["begun"] = said
        return RedirectResponse("/begin", 303)

    def _begin(self, place: Place, values: dict[str, str], form: Form) -> list[str]:
        wanted = next((name for name in SAMPLE if name == form.get("sample")), "look")
        name, data = form.files.get("portrait", ("", b""))
        with tempfile.TemporaryDirectory() as folder:
            if data:
                path = Path(folder) / f"portrait{Path(name).suffix.lower()}"
                path.write_bytes(data)
                values["portrait"] = str(path)
            menus = {key: entries(form.get(key)) for key in MENUS if key in form.values}
            return begin(place, values, wanted, menus)

    def _place(self) -> Place:
        return Place.of(self._desk.content, self._desk.settings)

    def _take_up(self) -> None:
        """Let the desk itself go by what was written."""
        desk, said = self._desk, read_site(self._desk.content)
        named = {"SITENAME": "name", "AUTHOR": "author", "TIMEZONE": "timezone"}
        desk.settings.update({name: said[key] for name, key in named.items() if key in said})
        desk.changed()

    def _form(
        self, place: Place, values: dict[str, str], faults: tuple[str, ...] | list[str], status: int = 200,
        typed: Mapping[str, str] = MappingProxyType({}),
    ) -> Response:  # fmt: skip
        done = self._desk.notes.pop("begun", ()) if not faults else ()
        return answer(
            self._desk, "begin.html", status, title="Your site", here="begin", questions=QUESTIONS, types=TYPES, values=values, faults=faults,
            done=done, readable=READABLE, sample=SAMPLE if has_sample(place.content) else {}, menus=MENUS,
            entries={key: typed[key] if key in typed else lines(current(place).get(key)) for key in MENUS},
        )  # fmt: skip
