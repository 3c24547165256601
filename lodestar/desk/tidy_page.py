"""Pages that tidy what holds the site together: another name for a tag, and where old addresses lead."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.base.digest import digest
from lodestar.base.names import fold
from lodestar.base.root import ROOT
from lodestar.desk.actions import reorder
from lodestar.desk.incoming import STALE, Form, Stale, form_of
from lodestar.desk.pages import answer
from lodestar.desk.paths import PathRefused
from lodestar.desk.saving import Changed, read, reason_of, save
from lodestar.publishing.mend import FILE_HEAD
from plugins.redirects.rules import GONE, read_rules, with_rules

if TYPE_CHECKING:
    from lodestar.desk.state import Desk


ORDERED = ("lesson", "module")
"""Kinds whose order the author chooses."""


class UsedTag(NamedTuple):
    """A tag, as the list of tags shows it."""

    label: str
    url: str
    posts: int
    path: str
    """The text that describes it; empty for none."""


def used_tags(desk: Desk) -> list[UsedTag]:
    """Return every tag that texts have, by its name."""
    described = {fold(row.title): row.path for row in desk.library.rows("tag")}
    known = desk.builder.known.tags
    return sorted(
        (UsedTag(label, url, count, described.get(fold(label), "")) for label, url, count in known),
        key=lambda tag: tag.label.casefold(),
    )


class TidyPage:
    """Renames tags, and writes where old addresses lead."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def tag(self, request: Request) -> Response:
        """Ask for another name of a tag; or give it, in every text that has it."""
        old = request.path_params["name"]
        if all(tag.label != old for tag in used_tags(self._desk)):
            raise HTTPException(404, "There is no such tag: it was renamed, or never was.")
        if request.method == "GET":
            return self._ask(old)
        try:
            form = await form_of(request, self._desk.origins.token)
        except Stale as stale:
            return self._ask(old, stale.form.get("new"), STALE, 403)
        new = " ".join(form.get("new").split())
        if not new or new == old:
            return self._ask(old, new, "write another name", 422)
        if why := await asyncio.to_thread(self._rename, old, new):
            return self._ask(old, new, why, 422)
        self._desk.changed()
        return RedirectResponse("/files/tag?said=renamed", 303)

    def _rename(self, old: str, new: str) -> str:
        """Return why a tag could not be given another name; empty where it was."""
        desk = self._desk
        same = next((tag.label for tag in used_tags(desk) if tag.label != old and fold(tag.label) == fold(new)), "")
        words = [
            "tags",
            "--merge" if same else "--rename",
            old,
            same or new,
            "--content",
            desk.given.content,
            "--settings",
            desk.given.settings,
        ]
        for row in desk.library.rows():
            if old in row.tags or row.kind in ("tag", "call", "course"):
                desk.versions.take(row.path)
        command = [sys.executable, str(ROOT / "tasks.py"), *words]
        env = {**os.environ, "NO_COLOR": "1"}
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=env)
        return (
            "" if done.returncode == 0 else ((done.stderr or done.stdout).strip() or "it did not work").splitlines()[-1]
        )

    def _ask(self, old: str, new: str = "", fault: str = "", status: int = 200) -> Response:
        others = [tag.label for tag in used_tags(self._desk) if tag.label != old]
        return answer(
            self._desk,
            "tag.html",
            status,
            title=f"Another name for “{old}”",
            here="tag",
            new=new,
            others=others,
            fault=fault,
        )

    async def reorder(self, request: Request) -> Response:
        """Let a lesson or a module change places with its neighbor."""
        desk, path = self._desk, request.path_params["path"]
        form = await form_of(request, desk.origins.token)
        row = desk.library.row(path)
        if row is None or row.kind not in ORDERED:
            raise HTTPException(404, "There is no such lesson or module: it was renamed or removed, or never was.")
        try:
            await asyncio.to_thread(reorder, desk.content, path, form.get("do") == "later")
        except (PathRefused, OSError) as reason:
            why = reason_of(reason) if isinstance(reason, OSError) else str(reason)
            raise HTTPException(409, f"It stays where it is: {why}.") from None
        desk.changed()
        return RedirectResponse(f"/files/{row.kind}?said=moved", 303)

    async def addresses(self, request: Request) -> Response:
        """Show where old addresses lead; or write one more, or take one out."""
        if request.method == "GET":
            return self._list(Form(), said=request.query_params.get("said", ""))
        try:
            form = await form_of(request, self._desk.origins.token)
        except Stale as stale:
            return self._list(stale.form, STALE, 403)
        old, new = form.get("old").strip(), GONE if form.get("gone") == "yes" else form.get("new").strip()
        try:
            if why := self._write(old, new, form.get("do") == "remove"):
                return self._list(form, why, 422)
        except Changed:
            return self._list(form, "the list was changed meanwhile; look at it once more, and save again", 409)
        except OSError as error:
            return self._list(form, reason_of(error), 507)
        self._desk.builder.want(anew=True)  # rules of addresses are a setting
        self._desk.changed()
        return RedirectResponse("/addresses?said=addressed", 303)

    @property
    def _file(self) -> Path:
        return Path(self._desk.settings["REDIRECTS"].file)

    def _write(self, old: str, new: str, remove: bool) -> str:
        """Return why a rule was not written. Raises Changed, OSError."""
        data = read(self._file)
        text = data.decode("utf-8") if data is not None else FILE_HEAD
        if not remove:
            if not old or not new:
                return "write the old address and where it leads"
            if any(letter.isspace() for letter in old + new):
                return "an address has no spaces"
            if old in self._desk.builder.known.addresses:
                return f"there is a page at {old}; its own address cannot lead elsewhere"
            _, problems = read_rules(f"{old} {new}", "")
            if problems:
                return f"{problems[0].what}; {problems[0].cure}"
        after = with_rules(text, [] if remove else [(old, new)], [old])
        save(self._file, after.encode(), digest(data) if data is not None else "")
        return ""

    def _list(self, form: Form, fault: str = "", status: int = 200, said: str = "") -> Response:
        rules, _ = read_rules((read(self._file) or b"").decode("utf-8", "replace"), "")
        return answer(
            self._desk, "addresses.html", status, title="Old addresses", here="settings", rules=rules, gone=GONE, fault=fault,
            old=form.get("old"), new=form.get("new"), addresses=self._desk.builder.known.addresses[:300], said=said,
        )  # fmt: skip
