"""Applies the fixes that checks propose, to the exact lines they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lodestar.base.files import replace
from lodestar.base.front_matter.edit import CannotEdit, add_to_list
from lodestar.base.front_matter.edit import edit as edit_header
from lodestar.base.front_matter.header import Fault
from lodestar.base.front_matter.write import front_matter
from lodestar.publishing.channels.standings import FILE, read_lines, write_file
from lodestar.publishing.checks.finding import Fix
from lodestar.publishing.edit import with_alias, with_id
from lodestar.publishing.ledger import FOLDER
from plugins.redirects.rules import IMPORTED_FILE, with_rules

FILE_HEAD = "# Old addresses that no post, page or tag speaks for: old and new, or old and the word gone.\n"


def mend(fixes: Iterable[Fix], content: Path, rules: Path) -> Iterator[str]:
    """Apply fixes to files below `content` and to the file of address rules, and yield a line about each."""
    ordered = sorted(set(fixes))
    for fix in ordered:
        path = content / fix.path
        try:
            if fix.kind in ("alias", "id"):
                edit = with_alias if fix.kind == "alias" else with_id
                replace(path, edit(path.read_bytes(), fix.value))
            elif fix.kind == "synonym":
                _add_synonym(path, fix)
            elif fix.kind == "host":
                replace(path, f"{fix.value}\n".encode())
            elif fix.kind == "set":
                key, _, value = fix.value.partition(": ")
                replace(path, edit_header(path.read_bytes(), {key: value}))
            else:
                continue
        except (CannotEdit, Fault) as error:
            yield f"{path}: not changed; {error}"
        else:
            yield f"{path}: added the {fix.kind} {fix.value}"
    for fix in ordered:
        if fix.kind == "told":
            write_file(Path(FOLDER), read_lines(fix.value)[0])
            yield f"{FOLDER}/{FILE}: written down; the next publish goes on from there"
    added = [tuple(fix.value.split(" ", 1)) for fix in ordered if fix.kind == "rule"]
    if added:
        _rewrite(rules, [(old, new) for old, new in added], [])
        yield from (f"{rules}: added {old} {new}" for old, new in added)
    for file in sorted({fix.path for fix in ordered if fix.kind == "unrule"}):
        path = rules if file == rules.name else content / IMPORTED_FILE
        removed = [fix.value for fix in ordered if fix.kind == "unrule" and fix.path == file]
        _rewrite(path, [], removed)
        yield from (f"{path}: took out {old}" for old in removed)


def _rewrite(path: Path, added: list[tuple[str, str]], removed: list[str]) -> None:
    """Add rules to a file of address rules, creating it if needed, and remove rules from it."""
    if not path.is_file():
        path.write_text(FILE_HEAD, encoding="utf-8")
    replace(path, with_rules(path.read_text(encoding="utf-8"), added, removed).encode())


def _add_synonym(path: Path, fix: Fix) -> None:
    """Add a synonym to the file of a tag or category, creating it if needed."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(front_matter({"label": fix.label, "synonyms": [fix.value]}), encoding="utf-8")
        return
    replace(path, add_to_list(path.read_bytes(), "synonyms", [fix.value], ("label", "synonyms")))
