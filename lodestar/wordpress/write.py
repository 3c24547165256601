"""Writes content files: only inside the content folder, only changed ones, and never over the author's edits."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

from lodestar.base.digest import digest
from lodestar.base.files import file_digest, replace
from lodestar.wordpress.problems import ImportNote, ImportRefused

HIDDEN = ".import"
"""The folder below content/ that the build ignores."""
STATE = f"{HIDDEN}/state.json"
CONFLICTS = f"{HIDDEN}/conflicts"


class ContentFolder:
    """The content folder, with the record of earlier imports."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.counts: Counter[str] = Counter()
        """`new`, `updated`, `same`, `edited`, `conflict`, `deleted`, `moved`."""
        self.notes: list[ImportNote] = []
        self._real = Path(os.path.realpath(root))
        self._old_entries = self._load()
        self._new_entries: dict[str, dict[str, str]] = {}
        self._by_key = {entry["key"]: path for path, entry in self._old_entries.items()}

    def _load(self) -> dict[str, dict[str, str]]:
        path = self.root / STATE
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            files = data["files"]
            return {str(name): {"key": str(entry["key"]), "hash": str(entry["hash"])} for name, entry in files.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            cure = "delete it; files that differ from the export are then taken for your own"
            raise ImportRefused(str(path), 1, "the notes of earlier imports cannot be read", cure) from None

    def write(self, path: str, key: str, data: bytes) -> str:
        """Bring the file `path`, known as `key`, up to date, and return what was done, in a word."""
        result = self._write(path, key, data)
        self.counts[result] += 1
        return result

    def _write(self, path: str, key: str, data: bytes) -> str:
        new = digest(data)
        old_path = self._by_key.get(key)
        moved = old_path is not None and old_path != path and self._move(old_path, path)
        entry = self._old_entries.get(path) or (self._old_entries.get(old_path) if old_path and moved else None)
        current = self._hash_of(path)
        if current == new:
            self._remember(path, key, new)
            return "same"
        if not current:
            if entry and not moved:
                self._remember(path, key, entry["hash"])
                self._note(path, "deleted here since the last import", "it is not written again")
                return "deleted"
            self._put(path, data)
            self._remember(path, key, new)
            return "new"
        if entry and current == entry["hash"]:
            self._put(path, data)
            self._remember(path, key, new)
            return "moved" if moved else "updated"
        if entry and entry["hash"] == new:
            self._remember(path, key, new)
            return "edited"
        self._put(f"{CONFLICTS}/{path}", data)
        if entry:
            self._remember(path, key, entry["hash"])
        fault = "changed here and in the export" if entry else "was here before the import, and is not the same"
        self._note(path, fault, f"compare it with {HIDDEN}/conflicts/{path}, and keep what is right")
        return "conflict"

    def hide(self, path: str, key: str, data: bytes) -> None:
        """Write a file that the build ignores."""
        self.write(f"{HIDDEN}/{path}", key, data)

    def finish(self) -> None:
        """Record what was written, for the next import; files that the exports no longer contain stay where they are."""
        for path, entry in self._old_entries.items():
            if path not in self._new_entries and entry["key"] not in {
                new_entry["key"] for new_entry in self._new_entries.values()
            }:
                if (self.root / path).exists() and not path.startswith(HIDDEN):
                    self._note(path, "is no longer in the export", "it stays; delete it if it should go")
                self._new_entries[path] = entry
        data = {"files": {path: self._new_entries[path] for path in sorted(self._new_entries)}}
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        target = self.root / STATE
        if not (target.exists() and target.read_text(encoding="utf-8") == text):
            self._put(STATE, text.encode())

    def _move(self, old: str, new: str) -> bool:
        """Move the file of an item with a new place, unless it was edited or another file is in the way."""
        entry = self._old_entries[old]
        if self._hash_of(old) != entry["hash"] or (self.root / new).exists() or old in self._new_entries:
            return False
        self._place(new)
        os.makedirs((self.root / new).parent, exist_ok=True)
        os.replace(self.root / old, self.root / new)
        self._note(new, f"was {old} before", "links to the old file must follow")
        return True

    def _note(self, path: str, fault: str, cure: str) -> None:
        self.notes.append(ImportNote(f"{self.root.name}/{path}", 1, fault, cure, "conflict"))

    def _remember(self, path: str, key: str, hash: str) -> None:
        self._new_entries[path] = {"key": key, "hash": hash}

    def _hash_of(self, path: str) -> str:
        return file_digest(self.root / path)

    def _place(self, path: str) -> Path:
        """Return the place of a file. Raises ImportRefused when it is not inside the content folder."""
        parts = path.split("/")
        target = self.root / path
        is_inside = Path(os.path.realpath(target.parent)).is_relative_to(self._real)
        if not is_inside or target.is_symlink() or "\0" in path or any(part in ("", "..", ".") for part in parts):
            raise ImportRefused(
                str(target), 1, "this is not inside the content folder", "look at the links among its folders"
            )
        return target

    def _put(self, path: str, data: bytes) -> None:
        target = self._place(path)
        try:
            replace(target, data)
        except OSError as error:
            raise ImportRefused(str(target), 1, f"cannot be written ({error.strerror})", "check the folder") from None
