"""The page of the site's settings: a form for `content/site.yaml`, derived from the keys declared for it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.base.digest import digest
from lodestar.base.front_matter.declared import combined
from lodestar.base.front_matter.edit import CannotEdit
from lodestar.base.front_matter.header import Fault, decode, mapping
from lodestar.base.front_matter.models import SiteHeader
from lodestar.base.front_matter.site_values import problems, with_values
from lodestar.base.problems import did_you_mean
from lodestar.base.site_file import SITE_FILE
from lodestar.desk.choices import calls, choices, pictures
from lodestar.desk.form_values import changes, shown, typed, unknown
from lodestar.desk.forms import fields
from lodestar.desk.incoming import STALE, Form, Stale, form_of
from lodestar.desk.opened import Opened
from lodestar.desk.overrides import overrides
from lodestar.desk.pages import answer
from lodestar.desk.paths import PathRefused
from lodestar.desk.pictures import Unfit, store
from lodestar.desk.saving import keep, read, reason_of
from lodestar.desk.site_form import astray, grouped, in_words, look, place_menus
from lodestar.desk.writing import Conflict, save_file
from lodestar.engine.accent import faults
from lodestar.publishing.sample import is_sample

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

CHANGED_MEANWHILE = "the site's settings were changed in another tab or program meanwhile"


class Both(NamedTuple):
    """A field that was changed here and elsewhere."""

    label: str
    mine: str
    theirs: str


class SettingsPage:
    """Shows and saves the settings of the site."""

    def __init__(self, desk: Desk, opened: Opened) -> None:
        self._desk, self._opened = desk, opened

    async def page(self, request: Request) -> Response:
        """Show the form, or save it."""
        if request.method == "GET":
            return await asyncio.to_thread(self._show, self._data(), said=request.query_params.get("said", ""))
        try:
            form = await form_of(request, self._desk.origins.token)
        except Stale as stale:
            return await asyncio.to_thread(self._again, self._data(), stale.form, [STALE], 403)
        return await asyncio.to_thread(self._save, form)

    @property
    def _file(self) -> Path:
        return self._desk.content / SITE_FILE

    def _data(self) -> bytes:
        return read(self._file) or b""

    @property
    def model(self) -> type[BaseModel]:
        """The model of `site.yaml`, with the keys that enabled plugins declare."""
        return combined(SiteHeader, self._declared())

    def _declared(self) -> tuple[str, ...]:
        declared = self._desk.settings["BUILD_RUN"].declared.kinds
        return next(kind.declared for kind in declared if kind.name == "site")

    def _save(self, form: Form) -> Response:
        current_data = self._data()
        opened = self._opened.known(form.get("base"))
        try:
            old_values = mapping(decode(current_data if opened is None else opened)).fields
            current = mapping(decode(current_data)).fields
            wrong = place_menus(self._desk, fields(self.model), form)
            changed = changes(self.model, old_values, form) | self._stored(form)
            if wrong:
                return self._again(current_data, form, wrong, 422)
            if digest(current_data) != form.get("base"):
                return self._conflict(
                    current_data, {} if opened is None else old_values, current, changed, form
                )  # {}: all is theirs
            new = with_values(current_data, changed)
        except Fault as fault:
            return self._again(current_data, form, [f"{fault.what}; {fault.cure}"], 422)
        except (CannotEdit, Unfit, PathRefused) as reason:
            return self._again(current_data, form, [reason_of(reason)], 422)
        except OSError as error:
            return self._again(current_data, form, [reason_of(error)], 507)
        if wrong := self._faults(new):
            return self._again(current_data, form, wrong, 422)
        return self._write(new, current_data, form)

    def _write(self, new: bytes, current_data: bytes, form: Form) -> Response:
        try:
            if new != current_data:
                save_file(self._desk, SITE_FILE, new, digest(current_data) if current_data else "")
        except Conflict as conflict:
            return self._again(
                conflict.theirs or b"", form, [f"{CHANGED_MEANWHILE}; look at it once more, and save again"], 409
            )
        except (PathRefused, OSError) as reason:
            return self._again(current_data, form, [reason_of(reason)], 507)
        self._desk.changed()
        return RedirectResponse("/settings?said=settled", 303)

    def _conflict(
        self,
        current_data: bytes,
        old_values: Mapping[str, Any],
        current: Mapping[str, Any],
        changed: Mapping[str, Any],
        form: Form,
    ) -> Response:
        """Return the form with the changes of both sides; a field that both changed shows the author's value, and the
        other beside it.
        """
        changed_keys = {key.partition(".")[0] for key in changed}
        typed_values = typed(self.model, old_values, form)
        pairs = zip(
            shown(self.model, old_values), shown(self.model, current), shown(self.model, typed_values), strict=True
        )
        both = [
            Both(old.field.label, in_words(mine.value), in_words(theirs.value))
            for old, theirs, mine in pairs
            if old.field.name in changed_keys and theirs.value not in (old.value, mine.value)
        ]
        with suppress(OSError, Fault, CannotEdit):
            opened = self._opened.known(form.get("base"))
            data = with_values(current_data if opened is None else opened, changed)
            keep(self._desk.cache / "kept", SITE_FILE, data, self._desk.now())
        values = {**current, **{key: value for key, value in typed_values.items() if key in changed_keys}}
        return self._show(
            current_data, values, [f"{CHANGED_MEANWHILE}; what you changed is below, save it again"], 409, both
        )

    def _faults(self, new: bytes) -> list[str]:
        """Return what is wrong with a file, in the words of the form."""
        results = [problem for problem in problems(new, self._declared(), SITE_FILE) if problem.fatal]
        current = mapping(decode(new)).fields
        theme = Path(self._desk.settings["THEME"])
        lines = [f"{problem.what}; {problem.cure}" for problem in results]
        self._desk.library.refresh()
        site_pictures = self._desk.library.pictures
        for field in fields(self.model):
            path = current.get(field.name)
            if field.widget == "picture" and path and path not in site_pictures:
                cure = did_you_mean(path, site_pictures, "choose one that is offered, or one from this computer")
                lines.append(f"{field.label}: there is no picture “{path}”; {cure}")
        lines += [f"{fault}; {cure}" for _, fault, cure in faults(current, theme)]
        for field in fields(self.model):
            lines = [line.replace(f'"{field.name}"', f"“{field.label}”") for line in lines]
        return list(dict.fromkeys(lines))

    def _stored(self, form: Form) -> dict[str, str]:
        """Store the pictures that came with a form, and return their paths by their fields. Raises Unfit, OSError."""
        results = {}
        for field in fields(self.model):
            if field.widget == "picture" and (file := form.files.get(f"{field.name}.file")):
                results[field.name] = store(self._desk.content, *file, self._desk.slug).path
                form.values[field.name] = [results[field.name]]
        if results:
            self._desk.library.refresh()
        return results

    def _again(self, data: bytes, form: Form, wrong: list[str], status: int) -> Response:
        """Return the form with everything as it was typed."""
        try:
            current = mapping(decode(data)).fields
        except Fault:
            current = {}
        return self._show(data, typed(self.model, current, form), wrong, status, base=form.get("base"))

    def _show(
        self, data: bytes, values: Mapping[str, Any] | None = None, wrong: list[str] | None = None, status: int = 200,
        both: list[Both] | None = None, *, base: str = "", said: str = "",
    ) -> Response:  # fmt: skip
        desk, unreadable = self._desk, ""
        mark = self._opened.remember(data)
        try:
            values_in_file = mapping(decode(data)).fields
        except Fault as fault:
            values_in_file, unreadable = {}, f"{fault.what}; {fault.cure}"
        form = shown(self.model, values if values is not None else values_in_file)
        return answer(
            desk, "settings.html", status, title="Your site", here="settings", said=said, faults=wrong or [], unreadable=unreadable, both=both or [],
            base=base or mark, groups=grouped(form), folded=[item for item in form if item.field.folded], unknown=unknown(self.model, values_in_file),
            choices={**choices(desk), **look(Path(desk.settings["THEME"]))}, calls=calls(desk), pictures=pictures(desk), sample=is_sample(desk.content), file=SITE_FILE,
            given=overrides(Path(desk.given.settings), fields(self.model)), astray=list(astray(desk, fields(self.model), values_in_file)),
        )  # fmt: skip
