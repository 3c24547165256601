"""The files that editors have open: what each held when it was opened, and what was typed into it and not saved."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from lodestar.base.digest import digest
from lodestar.base.front_matter.edit import CannotEdit, edit
from lodestar.base.front_matter.header import Fault, decode, split
from lodestar.base.front_matter.spans import difference, plain, replace_spans
from lodestar.desk.form_values import changes
from lodestar.desk.forms import order
from lodestar.desk.incoming import Form
from lodestar.desk.kept import LEFT_OUT, Typed
from lodestar.desk.kinds import TextKind, kind_of

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

REMEMBERED = 200
"""Number of opened files whose bytes are kept, to tell a conflict from an edit."""
EMPTY = b"---\n---\n"


class Opened:
    """Remembers opened files by their digests."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._bytes: dict[str, bytes] = {}

    def remember(self, data: bytes) -> str:
        """Keep the bytes of a file that is opened and return their digest."""
        mark = digest(data)
        self._bytes.pop(mark, None)
        self._bytes[mark] = data
        while len(self._bytes) > REMEMBERED:
            del self._bytes[next(iter(self._bytes))]
        return mark

    def known(self, mark: str) -> bytes | None:
        """Return the bytes of an opened file by their digest; None where they are not remembered any more."""
        return self._bytes.get(mark)

    def before(self, base: str, current: bytes | None, path: str, raw: bool) -> bytes:
        """Return the bytes with the digest `base` where they are known, else `current`; an empty header where a form cannot
        be made of them.
        """
        openings = (item.opened.encode() for item in self._desk.kept.all(path) if item.opened)
        result = self._bytes.get(base) or next((data for data in openings if digest(data) == base), current or EMPTY)
        return result if raw or readable_header(result) else EMPTY

    def keep(self, form: Form) -> None:
        """Keep what was typed. Raises OSError, and ValueError for an invalid id."""
        unsaved, id = self._desk.kept, form.get("draft") or str(uuid.uuid4())
        form.values["draft"] = [id]
        data, last = self._bytes.get(origin_of(form)), unsaved.get(id)
        opened = data.decode("utf-8", "replace") if data else last.opened if last else ""
        fields = {name: values for name, values in form.values.items() if name not in LEFT_OUT}
        unsaved.put(Typed(id, form.get("path"), form.get("base"), self._typed_at(form), fields, opened))

    def _typed_at(self, form: Form) -> float:
        """Return when the content of a form was typed, as its page says; now where it does not, or cannot be right.

        A request may take long, and the browser keeps what is typed meanwhile: that is newer than what arrives here.
        """
        now = self._desk.now().timestamp()
        try:
            typed_at = float(form.get("when"))
        except ValueError:
            return now
        return typed_at if 0 < typed_at <= now else now

    def hold(self, form: Form, path: str, text: str | None) -> None:
        """Keep what is about to be saved, with `text` as its body.

        A desk that is killed between saving and forgetting must not offer anything older than the file.
        """
        if "body" in form.values:
            form.values |= {"path": [path], "body": [form.get("body") if text is None else text]}
            with suppress(OSError, ValueError):
                self.keep(form)

    def offers(self, path: str, kind: TextKind, data: bytes | None) -> list[Typed]:
        """Return the unsaved contents of a file; those that would change nothing are deleted."""
        results = []
        for item in self._desk.kept.all(path):
            form = Form(item.fields)
            try:
                is_unchanged = built(kind, self.before(origin_of(form), data, path, "raw" in item.fields), form) == data
            except (CannotEdit, Fault):
                is_unchanged = False
            if is_unchanged:
                self._desk.kept.drop(item.id)
            else:
                results.append(item)
        return results

    def moved(self, path: str, base: str) -> tuple[str, str]:
        """Return path and digest of a file that holds exactly what a missing one held; two empty strings for none."""
        self._desk.library.refresh()
        kind = kind_of(path)
        rows = self._desk.library.rows(kind.name) if kind and base else ()
        return next(((row.path, base) for row in rows if row.digest == base), ("", ""))


def origin_of(form: Form) -> str:
    """Return the digest of the file that a form was made from; `base` is empty where the file is to be created again."""
    return form.get("base") or form.get("origin")


def readable_header(data: bytes) -> bool:
    """Return whether a form can be made of a file."""
    try:
        split(decode(data))
    except Fault:
        return False
    return True


def built(
    kind: TextKind, opened: bytes, form: Form, extra: dict[str, Any] | None = None, body: str | None = None
) -> bytes:
    """Return the bytes of a file with the changes of a form. Raises CannotEdit, Fault."""
    if "raw" in form.values:
        return _from_whole_text(form.get("body"), opened)
    changed = {**changes(kind.model, split(decode(opened)).fields, form), **(extra or {})}
    return edit(opened, changed, form.get("body") if body is None else body, order(kind.model))


def _from_whole_text(text: str, opened: bytes) -> bytes:
    """Return the bytes of a file that was edited as one text; unchanged parts keep their bytes."""
    old_text = opened.decode("utf-8", "replace")
    shown_text, new_text = plain(old_text).replace("\0", "\ufffd"), plain(text)  # a browser shows no NUL
    if new_text == shown_text:
        return opened
    new_text = new_text if new_text.endswith("\n") else new_text + "\n"
    return replace_spans(old_text, [difference(shown_text, new_text)]).encode()
