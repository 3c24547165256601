"""The file that says where old addresses lead, as the desk writes it."""

from __future__ import annotations

from pathlib import Path

from lodestar.base.digest import digest
from lodestar.desk.saving import read, save
from lodestar.publishing.mend import FILE_HEAD
from plugins.redirects.rules import with_rules


def change_rules(file: Path, added: list[tuple[str, str]], removed: list[str]) -> bool:
    """Take the rules of some addresses out of a file and add others; return whether that changed it.

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
