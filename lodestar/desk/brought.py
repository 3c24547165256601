"""Pictures that were stored for an editor and that no saved text names yet; those that are not wanted are deleted."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lodestar.base.digest import digest
from lodestar.desk.kept import ID
from lodestar.desk.paths import place
from lodestar.desk.removing import is_picture
from lodestar.desk.saving import readable
from lodestar.publishing.ledger import known_ledger

if TYPE_CHECKING:
    from lodestar.desk.state import Desk


class BroughtPictures:
    """Remembers which editors were given a stored picture, until a text that names it is saved."""

    def __init__(self) -> None:
        self._claims: dict[str, set[str]] = {}
        """The ids of the editors that were given a picture, by its path."""
        self._marks: dict[str, str] = {}
        """The digest of each of these pictures."""
        self._lock = threading.Lock()

    def claim(self, desk: Desk, editor: str, path: str, new: bool = False) -> None:
        """Note that an editor was given a picture; `new`: the picture was stored for it."""
        with self._lock:
            if new and ID.fullmatch(editor) and (data := readable(place(desk.content, path))) is not None:
                self._marks[path] = digest(data)
                self._claims.setdefault(path, set()).add(editor)
            elif path in self._claims:
                self._claims[path].add(editor)

    def settle(self, data: bytes) -> None:
        """Forget the pictures that a saved text names: they belong to the site now."""
        with self._lock:
            for path in set(_named(self._claims, [data.decode("utf-8", "replace")])):
                self._forget(path)

    def drop(self, desk: Desk, editor: str, paths: Collection[str]) -> None:
        """Delete pictures that an editor no longer wants, except those that something else names. Raises OSError."""
        with self._lock:
            for path in paths:
                self._claims.get(path, set()).discard(editor)
            unwanted = [path for path in dict.fromkeys(paths) if path in self._claims and not self._claims[path]]
            if not unwanted:
                return
            named = {*_named(unwanted, _texts(desk, editor)), *_published(desk, unwanted)}
            for path in unwanted:
                file = place(desk.content, path)
                data = readable(file)
                if path not in named and data is not None and digest(data) == self._marks[path]:
                    file.unlink()
                self._forget(path)
        desk.changed()

    def _forget(self, path: str) -> None:
        del self._claims[path], self._marks[path]


def _texts(desk: Desk, editor: str) -> Iterator[str]:
    """Yield every text that may name a picture: the site's files, and unsaved text of other editors.

    This editor's own unsaved text is skipped: it may be older than its request.
    """
    desk.library.refresh()
    other_files = (path for path in desk.library.pictures if not is_picture(path))
    for path in (*(row.path for row in desk.library.rows()), *other_files):
        yield (readable(desk.content / path) or b"").decode("utf-8", "replace")
    for typed in desk.kept.all():
        if typed.id != editor:
            yield from (value for values in typed.fields.values() for value in values)


def _named(paths: Collection[str], texts: Iterable[str]) -> Iterator[str]:
    """Yield the pictures that a text names, percent-encoded or not."""
    for text in texts:
        plain = unquote(text)
        yield from (path for path in paths if path.rpartition("/")[2] in plain)


def _published(desk: Desk, paths: Iterable[str]) -> Iterator[str]:
    """Yield the pictures that were published."""
    published_addresses = known_ledger(desk.content)[0].addresses
    yield from (path for path in paths if f"/{path}" in published_addresses)
