"""Tells the sample site that comes with Lodestar from what the author wrote.

`sample.txt` lists the files below content/ that came with it, each with a hash; `python3 tasks.py docs` writes it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from lodestar.base.digest import digest
from lodestar.base.site_file import SAMPLE_ID, SITE_FILE, read_site

LIST = Path(__file__).with_name("sample.txt")
NAME, AUTHOR = "Lead from the Heart", "Margaret Smith"
ID = SAMPLE_ID
"""The sample's feed id; to feed readers, two sites with the same id are one."""
NOBODYS = re.compile(
    r"(?:[\w-]+\.)*example\.(?:com|net|org)|localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|(?:[\w-]+\.)*your-name\.com"
)
"""Example hosts (RFC 2606), and those of this machine."""
LINK = re.compile(
    rf"(?:(?:https?://|mailto:)(?:[\w.+-]+@)?|[\w.+-]+@)(?:{NOBODYS.pattern})(?![\w.-]*\w)", re.IGNORECASE
)
PLACEHOLDERS = (
    "Begin with a scene.",
    "Write here.",
    "The long biography.",
    "What these posts are about.",
    "A sentence or two.",
    "What we will do together.",
    "What would you like the learner to think about?",
    "What the learner will be able to do afterwards.",
    "What this module is about.",
    "Whom it is for.",
    "Whom it is not for.",
    "Begin with a verb.",
    "What to remember.",
)
"""Placeholder lines that `new` writes for the author to replace."""
COURSE = re.compile(
    r"courses/|calls/lead-from-the-heart\.md|images/courses/|authors/margaret-smith\.md|images/authors/"
)
"""Matches the files of the sample's course."""


def _digest_of(path: Path) -> str:
    """Return a hash of a file that ignores its kind of line endings; empty for an unreadable file."""
    try:
        return digest(path.read_bytes().replace(b"\r\n", b"\n"))
    except OSError:
        return ""


def listed(content: Path) -> str:
    """Return the text of `sample.txt` for the files that are in a content folder now."""
    names = sorted(path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file())
    return "".join(
        f"{_digest_of(content / name)}  {name}\n" for name in names if name != SITE_FILE and "/." not in f"/{name}"
    )


def is_sample(content: Path) -> bool:
    """Return whether a content folder is still the sample, and not yet an author's site."""
    return read_site(content).get("id") == ID


def names() -> list[str]:
    """Return the paths of the sample's files below content/."""
    return [line.partition("  ")[2] for line in LIST.read_text(encoding="utf-8").splitlines()]


def untouched(content: Path) -> Iterator[str]:
    """Yield the paths of unchanged sample files in a content folder."""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        hash, _, name = line.partition("  ")
        if _digest_of(content / name) == hash:
            yield name


def has_sample(content: Path) -> bool:
    """Return whether a content folder has unchanged sample files."""
    return any(True for _ in untouched(content))


def remove_sample(content: Path, destination: Path, keep_course: bool) -> list[str]:
    """Move the unchanged sample files into the folder `destination`, and return their paths.

    Folders left empty are removed. Raises OSError.
    """
    moved = [name for name in untouched(content) if not (keep_course and COURSE.match(name))]
    for name in moved:
        (destination / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(content / name, destination / name)
    folders = {folder for name in moved for folder in (content / name).parents if content in folder.parents}
    for folder in sorted(folders, key=lambda folder: -len(folder.parts)):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return moved
