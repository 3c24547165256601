"""Walks the content folder: finds the files that may be read, and the entries that may not, each with the reason.

A link out of the folder would publish other files of the machine, and opening a pipe would block for ever.
"""

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from lodestar.engine.store import stamp

ORDINARY = re.compile(r"(?!.*conflict)[a-z0-9][a-z0-9_-]*\.(?:md|yaml|jpe?g|png|svg|webp|gif|pdf)").fullmatch
"""Matches ordinary names, which nearly all files have: a cheap test before that for leftovers."""
LEFTOVER = re.compile(
    r"""
    .*~ | \#.*\# | ~\$.* | 4913                                           # Emacs, Vim, Office
    | .*\.(?:bak|bkp|bk|backup|old|orig|rej|tmp|temp|sw[g-px]|un~|save|autosave|part|crdownload)(?:[.-]?\d+)?
    | .*___jb_(?:tmp|old|bak)___ | .*\.sb-[0-9a-z-]+ | .*\.kate-swp       # JetBrains, macOS, Kate
    | (?-i:.+[._](?:BACKUP|BASE|LOCAL|REMOTE)[._]\d+(?:\..+)?)             # git mergetool
    | .*\.sync-conflict-\d{8}.* | .*_conflict-\d{8}-\d{6}.*               # Syncthing, Nextcloud
    | .*\.conflict(?:ed)?\.[^.]+                                          # Resilio
    | .*\((?:[^()]*\b)?(?:conflicted\ copy|case\ conflict|sfconflict)\b[^()]*\).*    # Dropbox, Nextcloud, Seafile
    | .*\([^()]*conf?li[ckt]t?[^()]*\d{4}-\d\d-\d\d[^()]*\).* | .*\([^()]*konflikt[^()]*\d{4}-\d\d-\d\d[^()]*\).*
    | \.ds_store | \._.* | thumbs\.db(?:.encryptable)? | ehthumbs(?:_vista)?\.db | desktop\.ini | icon\r   # Windows, macOS
    | __macosx | __pycache__ | \$recycle\.bin | system\ volume\ information | lost\+found | @eadir | \#recycle
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
).fullmatch
"""Matches names of files that editors, sync programs and operating systems leave behind; never published."""
NO_FILE = "is no file that can be read, but a pipe, a socket or a device"


class Odd(NamedTuple):
    """An entry of the folder that is not read."""

    path: str
    fault: str
    cure: str


class Scan(NamedTuple):
    """The result of a walk."""

    files: list[tuple[str, bytes]]
    """Path and stamp of every file to read."""
    odd: list[Odd]


def scan(root: str, ignore: Iterable[str], named: Collection[str] = ()) -> Scan:
    """Walk the folder `root`, and skip hidden names, leftovers of programs and what `ignore` matches.

    Paths that are `named`, and the folders around them, are read nevertheless.
    """
    ignored, ignored_path = _matchers(tuple(ignore))
    exempt = {part for path in named for part in _upwards(path)}
    hidden = [f"{name}/" for name in named if name.startswith(".") or "/." in name]
    home = Path(root).resolve()
    result = Scan([], [])
    folders: list[tuple[str, tuple[Path, ...]]] = [("", ())]
    while folders:
        folder, chain = folders.pop()
        try:
            entries = os.scandir(f"{root}/{folder}" if folder else root)
        except OSError as error:
            if not folder:
                raise
            result.odd.append(_unreadable(folder, error))
            continue
        with entries:
            for entry in entries:
                name = entry.name
                path = f"{folder}/{name}" if folder else name
                if (ignored(name) or (not ORDINARY(name) and LEFTOVER(name))) and path not in exempt:
                    continue
                if ignored_path and path not in exempt and ignored_path(_visible(path, hidden), _is_folder(entry)):
                    continue
                is_link = entry.is_symlink()
                if odd := _misnamed(path) or (_astray(home, Path(entry.path), path, chain) if is_link else None):
                    result.odd.append(odd)
                    continue
                try:
                    if entry.is_dir():
                        folders.append((path, (*chain, Path(entry.path).resolve()) if is_link else chain))
                    elif stat.S_ISREG((status := entry.stat()).st_mode):
                        result.files.append((path, stamp(status)))
                    else:
                        result.odd.append(Odd(path, NO_FILE, "delete it"))
                except FileNotFoundError:  # deleted since its name was read
                    continue
                except OSError as error:
                    result.odd.append(_unreadable(path, error))
    return result


def _unreadable(path: str, error: OSError) -> Odd:
    return Odd(path, f"cannot be read ({error.strerror})", "check it and its permissions")


def _matchers(
    globs: tuple[str, ...],
) -> tuple[Callable[[str], object], Callable[[str, bool], bool] | None]:
    """Return functions that say whether a bare name, and whether a path (a folder's or a file's), is ignored.

    As Pelican does with `IGNORE_FILES`, each Unix glob is tried on the bare name (`generators.py`), and on the path
    (`utils.py`, when it watches files), here that below the content folder: `*` matches slashes too. A glob that ends in
    a slash means folders alone. None for the path where no glob has a slash.
    """
    ignored = re.compile("|".join([r"\..*", *map(fnmatch.translate, globs)])).fullmatch
    if not any("/" in glob for glob in globs):
        return ignored, None
    matched = re.compile("|".join(map(fnmatch.translate, globs))).fullmatch
    folders = [fnmatch.translate(glob.rstrip("/")) for glob in globs if glob.endswith("/")]
    ignored_folder = re.compile("|".join(folders or ["(?!)"])).fullmatch
    literals = tuple({_literal(glob) for glob in globs})

    def ignored_path(path: str, is_folder: bool) -> bool:
        rooted = f"/{path}"
        if not any(map(rooted.__contains__, literals)):  # as for nearly all
            return False
        if matched(path) or matched(rooted):
            return True
        return is_folder and any(map(ignored_folder, (path.rpartition("/")[2], path, rooted)))

    return ignored, ignored_path


def _literal(glob: str) -> str:
    """Return the longest piece of a glob that every path which it matches holds."""
    return "" if "[" in glob else max(re.split(r"[*?]+", glob.rstrip("/")), key=len)


def _visible(path: str, hidden: Collection[str]) -> str:
    """Return a path for matching globs: without the longest of the `hidden` folders named in the settings that it is in."""
    return path[max((len(folder) for folder in hidden if path.startswith(folder)), default=0) :] if hidden else path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself, which is reported where links are checked
        return False


def _upwards(path: str) -> Iterable[str]:
    """Yield a path and the folders around it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _misnamed(path: str) -> Odd | None:
    if path.isascii():
        return None
    try:
        path.encode()
    except UnicodeEncodeError:
        escaped = path.encode("utf-8", "backslashreplace").decode()
        return Odd(escaped, "has a name that is not UTF-8, as files of old archives have", "rename it")
    return None


def _astray(home: Path, place: Path, path: str, chain: tuple[Path, ...]) -> Odd | None:
    """Return why a symbolic link is not followed; None for one to a file or folder of the content itself."""
    target = Path(os.path.realpath(place))  # resolve() raises for a link to itself
    if not target.exists():
        return Odd(path, "is a link that leads to nothing", "delete it, or put the file itself there")
    if not target.is_relative_to(home) or any(part.startswith(".") for part in target.relative_to(home).parts):
        return Odd(path, "is a link that leads out of the content folder", "put the file itself there")
    if target.is_dir():
        circle = target in chain or place.parent.resolve().is_relative_to(target)
        return Odd(path, "is a link to a folder that holds it", "delete it") if circle else None
    if target.suffix.lower() != place.suffix.lower():
        fault = f"is a link to {target.relative_to(home).as_posix()}, a file of another kind"
        return Odd(path, fault, "put the file itself there")
    return None
