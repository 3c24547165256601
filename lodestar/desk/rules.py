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
    old_data = read(file)
    if old_data is None and not added:
        return False
    text = old_data.decode("utf-8") if old_data is not None else FILE_HEAD
    new_data = with_rules(text, added, removed).encode()
    if new_data == old_data:
        return False
    save(file, new_data, digest(old_data) if old_data is not None else "")
    return True
