"""The order of modules and lessons, given by the numbers that their file names begin with.

Addresses, ids and the progress of learners do not contain these numbers. What refers to the files is updated: links and
headers of other texts, earlier versions, and unsaved text.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import msgspec

from lodestar.base.digest import digest
from lodestar.base.front_matter.link_targets import refer
from lodestar.desk.linking import INLINE, NAMED
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.saving import Changed, readable, save

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

NUMBERED = re.compile(r"\d\d-")
MOST = 99


def entries(folder: Path) -> list[str]:
    """Return the modules in the folder of a course, or the lessons in that of a module, in their order."""
    names = sorted(entry.name for entry in folder.iterdir() if NUMBERED.match(entry.name))
    return [name for name in names if (folder / name / "module.md").is_file() or name.endswith(".md")]


def contents(root: Path, folders: Sequence[str]) -> dict[str, list[str]]:
    """Return the entries of folders of a course in order, as paths below `root`; the folder "" is `root` itself."""
    return {folder: [f"{folder}/{name}".lstrip("/") for name in entries(root / folder)] for folder in folders}


def mark_of(root: Path, folders: Sequence[str]) -> str:
    """Return a digest of the entries of folders and of their order."""
    return digest(
        "\n".join(f"{folder}: {', '.join(names)}" for folder, names in contents(root, folders).items()).encode()
    )


def arrange(desk: Desk, folder: str, new_order: Mapping[str, Sequence[str]], mark: str) -> None:
    """Reorder modules, or lessons, which may also move to another module.

    `new_order` has the entries of folders, in the form of `contents`; `mark` is the digest of these folders as they
    were shown. Raises Changed where it differs by now, PathRefused, OSError.
    """
    root = place(desk.content, folder)
    current = contents(root, list(new_order))
    if mark != mark_of(root, list(new_order)) or sorted(chain(*new_order.values())) != sorted(chain(*current.values())):
        raise Changed(None)
    if 2 * max(map(len, (*new_order.values(), *current.values())), default=0) > MOST:
        raise PathRefused(f"more than {MOST // 2} in one place cannot be put in order here; make two parts of it first")
    moves = {
        name: f"{target_folder}/{number:02}-{PurePosixPath(name).name[3:]}".lstrip("/")
        for target_folder, names in new_order.items()
        for number, name in enumerate(names, start=1)
    }
    moves = {old: new for old, new in moves.items() if old != new}
    paths = {f"{folder}/{old}": f"{folder}/{new}" for old, new in moves.items()}
    texts = {row.path: data for row in desk.library.rows() if (data := readable(desk.content / row.path))}
    _rename(root, moves, current)
    for path, data in texts.items():
        new_data, own = following(data, path, paths), moved(path, paths)
        if new_data != data:
            desk.versions.take(own)
            save(desk.content / own, new_data, digest(data))
            desk.versions.take(own)
    for typed in desk.kept.all():
        if (own := moved(typed.path, paths)) != typed.path:
            fields = {**typed.fields, "path": [own]}
            with suppress(OSError, ValueError):
                desk.kept.put(msgspec.structs.replace(typed, path=own, fields=fields))
    with suppress(OSError):
        _move_versions(desk.versions.folder / folder, moves)


def _move_versions(folder: Path, moves: Mapping[str, str]) -> None:
    """Move earlier versions along with their files, beside those of a former file of that name; failures are ignored."""
    targets = {folder / old: folder / new for old, new in moves.items() if (folder / old).is_dir()}
    between = {old: old.with_name(f".{old.name}") for old in targets}
    for old, hidden in between.items():
        old.rename(hidden)
    for old, hidden in between.items():
        for file in sorted(hidden.rglob("*")):
            target = targets[old] / file.relative_to(hidden)
            with suppress(OSError):
                target.parent.mkdir(parents=True, exist_ok=True)
                if file.is_file():
                    file.rename(target)
        shutil.rmtree(hidden, ignore_errors=True)


def _rename(root: Path, moves: Mapping[str, str], current: Mapping[str, Sequence[str]]) -> None:
    """Rename entries below a folder by way of a free number in the target folder, so that an interruption loses nothing."""
    used_numbers = {
        target_folder: {PurePosixPath(name).name[:2] for name in names} for target_folder, names in current.items()
    }
    between = {}
    for old, new in moves.items():
        target_folder, _, name = new.rpartition("/")
        number = next(
            free for place in range(MOST, 0, -1) if (free := f"{place:02}") not in used_numbers[target_folder]
        )
        used_numbers[target_folder].add(number)
        between[old] = f"{target_folder}/{number}-{name[3:]}".lstrip("/")
    for old, new in between.items():
        (root / old).rename(root / new)
    for old, new in moves.items():
        (root / between[old]).rename(root / new)


def moved(path: str, moves: Mapping[str, str]) -> str:
    """Return the path of a file after `moves` of files and folders."""
    for old, new in moves.items():
        if path == old or path.startswith(f"{old}/"):
            return new + path[len(old) :]
    return path


def following(data: bytes, own: str, moves: Mapping[str, str]) -> bytes:
    """Return the text of the file `own` with its references to moved files updated."""
    if not moves:
        return data
    old_folder, new_folder = own.rpartition("/")[0], moved(own, moves).rpartition("/")[0]

    def updated(link: str) -> str:
        reference = refer(link, False, old_folder)
        if reference is None or reference.kind not in ("filename", "static") or link.startswith(("{", "|")):
            return link
        target = moved(reference.target, moves)
        resolved = refer(link, False, new_folder)
        if resolved is None or resolved.target == target:
            return link
        kind = "filename" if target.endswith(".md") else "static"
        return f"{{{kind}}}/{target}{reference.suffix}"

    def inline(match: re.Match[str]) -> str:
        return f"[{match[1]}]({new}{match[3]})" if (new := updated(match[2])) != match[2] else match[0]

    def named(match: re.Match[str]) -> str:
        return f"{match[1]}{new}" if (new := updated(match[2])) != match[2] else match[0]

    text = data.decode("utf-8", "surrogateescape")
    text = NAMED.sub(named, INLINE.sub(inline, text))
    named_path = re.compile(rf"(?<![\w.-])({'|'.join(map(re.escape, moves))})(?=[/\s\"'\])#?,}}]|$)")
    return named_path.sub(lambda match: moves[match[1]], text).encode("utf-8", "surrogateescape")
