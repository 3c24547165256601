"""Unsaved text, kept by the desk: one file per open editor, until it is saved."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from lodestar.base.digest import digest
from lodestar.desk.kinds import HEADINGS
from lodestar.desk.saving import readable, save
from lodestar.desk.session import LIFE

ID = re.compile(r"[0-9a-f-]{8,64}")
LEFT_OUT = frozenset({"token", "draft", "do", "when", "moved"})
"""Fields that belong to one rendering of a form, not to what was typed."""


class Typed(msgspec.Struct, frozen=True):
    """The unsaved content of an editor."""

    id: str
    """The id of the editor; new content replaces its earlier one."""
    path: str
    """Path of the file, below content/."""
    base: str
    """Digest of the file as it was opened."""
    when: float
    """Seconds since 1970."""
    fields: dict[str, list[str]]
    """The values of the form, without pictures."""
    opened: str = ""
    """The file as it was opened, where the desk still knew it."""

    @property
    def title(self) -> str:
        """The title of the text; its path where it has none."""
        named = (self.fields.get(key, [""])[-1].strip() for key in HEADINGS)
        return next((name for name in named if name), self.path)


class UnsavedTexts:
    """The folder of unsaved texts."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._written = folder, folder.with_name("written")

    def put(self, typed: Typed) -> None:
        """Keep the content of an editor. Raises OSError, and ValueError for an invalid id."""
        path = self._file(typed.id)
        old_data = readable(path)
        save(path, msgspec.json.format(msgspec.json.encode(typed)), digest(old_data) if old_data is not None else "")

    def get(self, id: str) -> Typed | None:
        """Return the content kept for an editor; None where there is none."""
        try:
            data = readable(self._file(id))
            return msgspec.json.decode(data, type=Typed) if data else None
        except (ValueError, msgspec.MsgspecError):
            return None

    def drop(self, id: str) -> None:
        """Delete the content kept for an editor: it was saved, or discarded."""
        with suppress(OSError, ValueError):
            self._file(id).unlink()

    def all(self, path: str = "") -> list[Typed]:
        """Return the kept contents, of one file or of all, newest first."""
        names = [file.stem for file in self._folder.glob("*.json")] if self._folder.is_dir() else []
        results = [typed for name in names if (typed := self.get(name)) and path in ("", typed.path)]
        return sorted(results, key=lambda typed: (-typed.when, typed.id))

    def write_down(self, id: str, base: str, mark: str) -> None:
        """Record that an editor is about to turn the file with digest `base` into the one with digest `mark`.

        Where that fails, a save whose response gets lost looks like somebody else's.
        """
        with suppress(OSError, ValueError):
            file = self._written / self._file(id).stem
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a") as stream:
                stream.write(f"{base} {mark}\n")

    def is_own(self, id: str, base: str, current: str) -> bool:
        """Return whether this editor alone turned the file `base` into the one with the digest `current`: only its response was lost."""
        digests = {base}
        with suppress(OSError, ValueError):
            for line in (self._written / self._file(id).stem).read_text().splitlines():
                old, _, new = line.partition(" ")
                digests |= {new} if old in digests else set()
        return current in digests - {base}

    def forget_written(self) -> None:
        """Delete the records of editors whose session has expired."""
        with suppress(OSError):
            for file in self._written.iterdir():
                if time.time() - file.stat().st_mtime > LIFE:
                    file.unlink()

    def _file(self, id: str) -> Path:
        if not ID.fullmatch(id):
            raise ValueError(f"{id!r} is no id of an editor")
        return self._folder / f"{id}.json"
