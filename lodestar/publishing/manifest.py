"""The manifest of a release: every file with its hash and size, and every feed entry with the hash of its content."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import msgspec

from lodestar.base.digest import digest
from lodestar.base.files import replace
from lodestar.engine.store import stamp

HEAD = "lodestar release 1"
NAME = "%Y%m%dT%H%M%SZ"
"""The format of a release's name (`strftime`): its time, in UTC."""
NAME_FORM = r"\d{8}T\d{6}Z"
NEWLINE = "\0"
"""Stands for a line break in a file name; no name can contain it."""


class ReleaseFile(NamedTuple):
    """A file of a release."""

    hash: str
    size: int
    """Bytes."""


@dataclass(frozen=True)
class Manifest:
    """The manifest of a release, as a target keeps it."""

    release: str = ""
    files: Mapping[str, ReleaseFile] = field(default_factory=dict)
    """By path below the site's root."""
    entries: Mapping[str, str] = field(default_factory=dict)
    """The hash of each feed entry, by its id."""
    posts: Mapping[str, str] = field(default_factory=dict)
    """The address of the post or lesson of each id, so that no id is lost together with the ledger."""
    kept: Mapping[str, ReleaseFile] = field(default_factory=dict)
    """Files of the release before that stay for one release, on targets without releases side by side."""

    def text(self) -> str:
        """Return it as text, to be kept at the target."""
        lines = [f"{HEAD} {self.release}"]
        for kind, items in (("file", self.files), ("kept", self.kept)):
            rows = ((item, path.replace("\n", NEWLINE)) for path, item in sorted(items.items()))
            lines += [f"{kind}\t{item.hash}\t{item.size}\t{path}" for item, path in rows]
        lines += [f"entry\t{hash}\t{id}" for id, hash in sorted(self.entries.items())]
        lines += [f"post\t{address}\t{id}" for id, address in sorted(self.posts.items())]
        return "\n".join((*lines, "end", ""))

    @classmethod
    def parse(cls, text: str) -> Manifest | None:
        """Parse such a text; return None for anything else, or an incomplete one."""
        head, *lines = text.split("\n")
        if not head.startswith(f"{HEAD} ") or lines[-2:] != ["end", ""]:
            return None
        items: dict[str, dict[str, ReleaseFile]] = {"file": {}, "kept": {}}
        words: dict[str, dict[str, str]] = {"entry": {}, "post": {}}
        for line in lines[:-2]:
            kind, *parts = line.split("\t", 3 if line.startswith(tuple(items)) else 2)
            if kind in items and len(parts) == 3 and parts[1].isdecimal():
                items[kind][parts[2].replace(NEWLINE, "\n")] = ReleaseFile(parts[0], int(parts[1]))
            elif kind in words and len(parts) == 2:
                words[kind][parts[1]] = parts[0]
            else:
                return None
        return cls(head.removeprefix(HEAD).strip(), items["file"], words["entry"], words["post"], items["kept"])


def walk(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the path and status of every file below a folder, ordered by path."""
    results: list[tuple[str, os.stat_result]] = []
    folders = [""]
    while folders:
        subfolder = folders.pop()
        with os.scandir(folder / subfolder) as entries:
            for entry in entries:
                path = f"{subfolder}/{entry.name}" if subfolder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                else:
                    results.append((path, entry.stat()))
    return iter(sorted(results, key=lambda pair: pair[0]))


def read_files(folder: Path, cache: Path | None = None) -> dict[str, ReleaseFile]:
    """Return every file below `folder`; the hashes of unchanged files are taken from the file `cache`."""
    cached: dict[str, tuple[bytes, str]] = {}
    if cache and cache.is_file():
        try:
            cached = msgspec.msgpack.decode(cache.read_bytes(), type=dict[str, tuple[bytes, str]])
        except msgspec.MsgspecError:
            cached = {}
    files, marks = {}, {}
    for path, status in walk(folder):
        mark = stamp(status)
        cached_file = cached.get(path)
        hash = cached_file[1] if cached_file and cached_file[0] == mark else digest((folder / path).read_bytes())
        files[path], marks[path] = ReleaseFile(hash, status.st_size), (mark, hash)
    if cache and marks != cached:
        replace(cache, msgspec.msgpack.encode(marks))
    return files


class Difference(NamedTuple):
    """The changes from one release to the next."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def sent(self) -> tuple[str, ...]:
        """The paths that have to be uploaded."""
        return tuple(sorted((*self.new, *self.changed)))


def difference(before: Mapping[str, ReleaseFile], after: Mapping[str, ReleaseFile]) -> Difference:
    """Return the files that are new, changed or gone."""
    new = tuple(sorted(after.keys() - before.keys()))
    changed = tuple(sorted(path for path in after.keys() & before.keys() if after[path].hash != before[path].hash))
    return Difference(new, changed, tuple(sorted(before.keys() - after.keys())))


def size_of(files: Mapping[str, ReleaseFile], paths: Iterable[str]) -> int:
    """Return the total size of some files, in bytes."""
    return sum(files[path].size for path in paths)
