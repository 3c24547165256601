"""Open, check, save and show one content file."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from lodestar.base.front_matter.document import MarkdownReader
from lodestar.base.front_matter.faults import explain
from lodestar.base.front_matter.header import Fault, Header, decode, split
from lodestar.base.front_matter.reading import FileReader
from lodestar.base.html import show
from lodestar.base.languages import languages_of, using
from lodestar.base.problems import Problem
from lodestar.base.site_file import SITE_FILE
from lodestar.base.values import Body, Document, Reference
from lodestar.desk.kinds import TextKind, kind_of
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.saving import Changed, keep, save

if TYPE_CHECKING:
    from lodestar.desk.state import Desk


class Conflict(Exception):
    """Somebody else changed the file; both versions are kept."""

    def __init__(self, theirs: bytes | None, mine: bytes, kept: str) -> None:
        super().__init__("the file changed since it was opened")
        self.theirs, self.mine, self.kept = theirs, mine, kept
        """The file now (None: it is gone), the one that was to be saved, and where that is kept (empty: nowhere)."""


def save_file(desk: Desk, path: str, data: bytes, opened: str) -> str:
    """Save a file that was opened with the digest `opened` and return its new one. Raises Conflict, PathRefused, OSError."""
    file = place(desk.content, path)
    if path != SITE_FILE and (kind_of(path) is None or not path.endswith(".md")):
        raise PathRefused(f'"{path}" is no text of the site')
    desk.versions.take(path)  # a version that a text editor or git wrote meanwhile
    try:
        new_digest = save(file, data, opened)
    except Changed as changed:
        copy = ""
        with suppress(OSError):
            copy = str(keep(desk.cache / "kept", path, data, desk.now()))
        raise Conflict(changed.now, data, copy) from None
    desk.versions.keep(path, data)
    desk.brought.settle(data)
    desk.changed()
    return new_digest


def problems_of(desk: Desk, path: str, data: bytes) -> list[Problem]:
    """Return the problems of a single file, as a build would report them."""
    return converted(desk, path, data).problems


class Converted(NamedTuple):
    """A file as the engine reads it."""

    problems: list[Problem]
    html: str = ""
    document: Document = Document("")


def converted(desk: Desk, path: str, data: bytes) -> Converted:
    """Read a file from its bytes, as a build would, and return its HTML."""
    shown_path = f"{desk.shown}/{path}"
    kind = kind_of(path, desk.settings)
    try:
        header = split(decode(data))
        file = FileReader(path, header, desk.reading, _reader(desk))
    except Fault as fault:
        return Converted([Problem(shown_path, item.line, item.what, item.cure) for item in fault.every])
    if kind:
        file.problems += _misfits(desk, kind, header, shown_path)
    try:
        document = file.body()
    except Fault as fault:
        return Converted([*file.problems, Problem(shown_path, fault.line, fault.what, fault.cure)])
    return Converted(list(file.problems), file.html(document), document)


def _misfits(desk: Desk, kind: TextKind, header: Header, shown_path: str) -> list[Problem]:
    fields = {key: value for key, value in header.fields.items() if value != ""}
    try:
        kind.model.model_validate(fields, context={"zone": desk.zone, "separated": header.separated})
    except ValidationError as error:
        return explain(error, kind.model, header, shown_path, kind.files.name)
    return []


def _reader(desk: Desk) -> MarkdownReader:
    import threading

    local = desk.notes.setdefault("readers", threading.local())
    if not hasattr(local, "reader"):
        local.reader = MarkdownReader(desk.reading.markdown)
    reader: MarkdownReader = local.reader
    return reader


def html_of(desk: Desk, document: Converted, ids: str = "") -> str:
    """Return the HTML of a file with its references resolved, for the preview pane."""
    addresses = (address(desk, reference) for reference in document.document.references)
    urls = tuple(desk.origins.site + url if url.startswith("/") else url for url in addresses)
    with using(languages_of(desk.settings)[""]):
        return show(document.html, Body(document.document.key, urls), ids=ids)


def address(desk: Desk, reference: Reference) -> str:
    """Return the address of a reference, as far as the last build knows; empty where it has none."""
    last_build = desk.builder.known
    if reference.kind == "path":
        return reference.target + reference.suffix
    if reference.kind in ("filename", "static"):
        url = desk.url_of(reference.target)
        if not url and reference.target in desk.library.pictures:
            url = "/" + reference.target
        return url + reference.suffix if url else ""
    terms = {"tag": last_build.tags, "category": last_build.categories, "author": last_build.authors}[reference.kind]
    name = reference.target.casefold()
    slug = name.replace(" ", "-")
    url = next((url for label, url, _ in terms if name == label.casefold() or url.endswith(f"/{slug}/")), "")
    return url + reference.suffix if url else ""
