"""Writing redirect rules from the desk."""

from __future__ import annotations

from pathlib import Path

from lodestar.base.digest import digest
from lodestar.desk.saving import read, save
from lodestar.publishing.mend import FILE_HEAD
from plugins.redirects.rules import with_rules


def change_rules(file: Path, added: list[tuple[str, str]], removed: list[str]) -> bool:
    """Remove the rules of some addresses from a file and add others; return whether the file changed.

    Raises OSError, Changed.
    """
    before = read(file)
    if before is None and not added:
        return False
    text = before.decode("utf-8") if before is not None else FILE_HEAD
    after = with_rules(text, added, removed).encode()
    if after == before:
        return False
    save(file, after, digest(before) if before is not None else "")
    return True
