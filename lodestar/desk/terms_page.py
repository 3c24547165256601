"""The pages of all tags and all categories: how often each is used, its description, renaming and merging."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.base.digest import digest
from lodestar.base.fingerprints import fingerprint
from lodestar.base.front_matter.edit import CannotEdit
from lodestar.base.front_matter.header import Fault
from lodestar.base.names import fold, joined, path_of
from lodestar.desk.incoming import STALE, Form, Stale, form_of
from lodestar.desk.kinds import BY_NAME
from lodestar.desk.pages import answer
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.saving import Changed, Reason, read, readable, reason_of, save
from lodestar.desk.scaffolds import KINDS, Wanted
from lodestar.desk.site_now import SiteUnreadable, site_now
from lodestar.publishing.renaming import BothDescribed, RenamingRefused, changes, term_named

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

TERMS = ("tag", "category")
"""The kinds of terms that have such a page."""
UNDO = "what was renamed"
"""The key in `Desk.notes` of the last renaming."""
CHANGED_MEANWHILE = "a text was changed meanwhile; look at what changes once more"
PLACELESS = "its name cannot be that of a text; give it another one first"
BOTH = "something is said of both; tick that one of it goes, or take what is worth keeping over first"


class UsedTerm(NamedTuple):
    """A tag or category, as their list shows it."""

    label: str
    url: str
    posts: int
    path: str
    """The text that describes it; empty for none."""


class RenamedFile(NamedTuple):
    """One file of a renaming."""

    path: str
    before: bytes | None
    after: bytes | None


class Renaming(NamedTuple):
    """The changes of a renaming."""

    words: str
    steps: tuple[RenamedFile, ...]
    mark: str
    """A digest of all of it: what is confirmed must be what was shown."""


def used_terms(desk: Desk, kind: str) -> list[UsedTerm]:
    """Return every tag or category that posts have, or that is described, sorted by name."""
    described = {fold(row.title): row for row in desk.library.rows(kind)}
    terms = desk.builder.known.tags if kind == "tag" else desk.builder.known.categories
    rows = []
    for label, url, count in terms:
        row = described.pop(fold(label), None)
        rows.append(UsedTerm(label, url, count, row.path if row else ""))
    rows += [UsedTerm(row.title, "", 0, row.path) for row in described.values()]
    return sorted(rows, key=lambda term: term.label.casefold())


class TermsPage:
    """Lists tags and categories, describes them, and changes their names."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, kind: str) -> Callable[[Request], Awaitable[Response]]:
        """Return the page that lists a kind."""
        return partial(self._files, kind)

    async def _files(self, kind: str, request: Request) -> Response:
        """Show the list of a kind; or begin a term's description, or undo the last renaming."""
        desk = self._desk
        if request.method == "GET":
            await asyncio.to_thread(desk.library.refresh)
            return self._list(kind, said=request.query_params.get("said", ""))
        try:
            form = await form_of(request, desk.origins.token)
        except Stale:
            return self._list(kind, fault=STALE, status=403)
        if form.get("do") == "undo":
            return await asyncio.to_thread(self._undo, kind)
        return await asyncio.to_thread(self._describe, kind, form.get("name"))

    def _list(self, kind: str, *, said: str = "", fault: str = "", status: int = 200) -> Response:
        desk = self._desk
        last = desk.notes.get(UNDO)
        return answer(
            desk, "terms.html", status, title=BY_NAME[kind].plural, here=kind, kind=kind, terms=used_terms(desk, kind), said=said, fault=fault,
            last=last[1].words if last and last[0] == kind else "",
        )  # fmt: skip

    def _describe(self, kind: str, name: str) -> Response:
        """Create the file that describes a term, named after its address, and open it."""
        desk = self._desk
        term = next((term for term in used_terms(desk, kind) if term.label == name), None)
        if term is None:
            raise HTTPException(404, "There is no such name: it was changed, or never was.")
        if term.path:
            return RedirectResponse(f"/write/{quote(term.path)}", 303)
        prefix, _, suffix = desk.settings[f"{kind.upper()}_URL"].partition("{slug}")
        slug = term.url.strip("/").removeprefix(prefix.strip("/") + "/").removesuffix(suffix).strip("/")
        files = KINDS[kind](Wanted(name, slug, desk.now(), desk.content))
        try:
            for path, text in files.items():
                save(place(desk.content, path), text.encode(), "")
        except Changed:
            return self._list(kind, fault="there is a text in its place already", status=409)
        except PathRefused as reason:
            return self._list(kind, fault=Reason(PLACELESS, str(reason)), status=409)
        except OSError as error:
            return self._list(kind, fault=reason_of(error), status=507)
        desk.changed()
        return RedirectResponse(f"/write/{quote(next(iter(files)))}?said=made", 303)

    async def rename(self, request: Request) -> Response:
        """Ask for a new name; show what it changes; or write it into every text that has the old one."""
        kind, old = request.path_params["kind"], request.path_params["name"]
        if kind not in TERMS:
            raise HTTPException(404, "There is no such kind of names.")
        if request.method == "GET":
            if all(term.label != old for term in used_terms(self._desk, kind)):
                raise HTTPException(404, "There is no such name: it was changed, or never was.")
            return self._ask(kind, old)
        try:
            form = await form_of(request, self._desk.origins.token)
        except Stale as stale:
            return self._ask(kind, old, stale.form.get("new"), STALE, 403)
        return await asyncio.to_thread(self._rename, kind, old, form)

    def _rename(self, kind: str, old: str, form: Form) -> Response:
        desk, new = self._desk, " ".join(form.get("new").split())
        if kind == "category" and new not in {term.label for term in used_terms(desk, kind)}:
            new = joined((*path_of(old)[:-1], new)) if new else ""
        if not new or new == old:
            return self._ask(kind, old, form.get("new"), "write another name", 422)
        try:
            plan = self._plan(kind, old, new, form.get("drop") == "yes")
        except BothDescribed:
            return self._ask(kind, old, form.get("new"), BOTH, 422)
        except SiteUnreadable as fault:
            return self._ask(kind, old, form.get("new"), fault.reason, 422)
        except RenamingRefused as refusal:
            return self._ask(kind, old, form.get("new"), Reason(refusal.words, str(refusal)), 422)
        except (CannotEdit, Fault) as reason:
            return self._ask(kind, old, form.get("new"), reason_of(reason), 422)
        if form.get("do") != "rename":
            return self._ask(kind, old, form.get("new"), plan=plan)
        if form.get("mark") != plan.mark:
            return self._ask(kind, old, form.get("new"), CHANGED_MEANWHILE, 409, plan=plan)
        try:
            self._take(plan)
        except Changed:
            return self._ask(kind, old, form.get("new"), CHANGED_MEANWHILE, 409)
        except (PathRefused, OSError) as reason:
            return self._ask(kind, old, form.get("new"), reason_of(reason), 507)
        desk.notes[UNDO] = (kind, plan)
        desk.changed()
        return RedirectResponse(f"/files/{kind}?said=renamed", 303)

    def _plan(self, kind: str, old: str, new: str, drop: bool) -> Renaming:
        """Return the changes of a renaming. Raises SiteUnreadable, RenamingRefused, CannotEdit, Fault."""
        content, site = self._desk.content, site_now(self._desk, DRAFTS=True)
        other_term = term_named(site, kind, new)
        merge = other_term is not None and other_term is not term_named(site, kind, old)
        name = other_term.name if merge and other_term else new
        edits = changes(site, content, kind, old, name, merge, drop=drop)
        steps = tuple(
            RenamedFile(path.relative_to(content).as_posix(), readable(path), data) for path, data in edits.items()
        )
        words = f"“{old}” and “{name}” are one now" if merge else f"“{old}” is called “{name}” now"
        return Renaming(words, steps, fingerprint(steps))

    def _take(self, plan: Renaming, reverse: bool = False) -> None:
        """Write the changes of a renaming; `reverse`: undo them. Raises Changed before anything is written, OSError."""
        desk = self._desk
        steps = [
            (step.path, step.after, step.before) if reverse else (step.path, step.before, step.after)
            for step in plan.steps
        ]
        files = {path: place(desk.content, path) for path, _, _ in steps}
        for path, old_data, _ in steps:
            if (current := read(files[path])) != old_data:
                raise Changed(current)
        for path, old_data, new_data in steps:
            desk.versions.take(path)
            if new_data is None:
                files[path].unlink()
            else:
                files[path].parent.mkdir(parents=True, exist_ok=True)
                save(files[path], new_data, "" if old_data is None else digest(old_data))
            desk.versions.take(path)

    def _undo(self, kind: str) -> Response:
        last = self._desk.notes.get(UNDO)
        if not last or last[0] != kind:
            return self._list(kind, fault="there is nothing to take back any more", status=409)
        try:
            self._take(last[1], reverse=True)
        except Changed:
            return self._list(kind, fault="a text was changed since; take it back in its earlier versions", status=409)
        except (PathRefused, OSError) as reason:
            return self._list(kind, fault=reason_of(reason), status=507)
        del self._desk.notes[UNDO]
        self._desk.changed()
        return RedirectResponse(f"/files/{kind}?said=unnamed", 303)

    def _ask(
        self, kind: str, old: str, new: str = "", fault: str = "", status: int = 200, plan: Renaming | None = None
    ) -> Response:
        desk = self._desk
        texts = []
        for step in plan.steps if plan else ():
            row = desk.library.row(step.path)
            texts.append((step.path, row.title if row else "", row.kind if row else kind, step))
        other_labels = [term.label for term in used_terms(desk, kind) if term.label != old and term.posts]
        own = path_of(old)[-1] if kind == "category" else old
        return answer(
            desk, "term.html", status, title=f"Another name for “{old}”", here=kind, kind=kind, old=old, new=new, own=own, others=other_labels, fault=fault,
            plan=plan, texts=texts, both=fault == BOTH,
        )  # fmt: skip
