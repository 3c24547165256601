"""Mend what can be mended without a question: the exact line a check proposes, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from plugins.front_matter.header import Fault
from plugins.redirects.rules import with_rules
from publishing.checks.finding import Fix
from publishing.edit import CannotEdit, replace, with_alias, with_id

FILE_HEAD = "# Old addresses that no post, page or tag speaks for: old and new, or old and the word gone.\n"


def mend(fixes: Iterable[Fix], content: Path, rules: Path) -> Iterator[str]:
    """Apply fixes to files below `content` and to the file of address rules; says what was done, a line each."""
    wanted = sorted(set(fixes))
    for fix in wanted:
        if fix.kind not in ("alias", "id"):
            continue
        path = content / fix.path
        try:
            edit = with_alias if fix.kind == "alias" else with_id
            replace(path, edit(path.read_bytes(), fix.value))
        except (CannotEdit, Fault) as error:
            yield f"{path}: not changed; {error}"
        else:
            yield f"{path}: added the {fix.kind} {fix.value}"
    added = [tuple(fix.value.split(" ", 1)) for fix in wanted if fix.kind == "rule"]
    removed = [fix.value for fix in wanted if fix.kind == "unrule"]
    if added or removed:
        text = rules.read_text(encoding="utf-8") if rules.is_file() else FILE_HEAD
        if not rules.is_file():
            rules.touch()
        replace(rules, with_rules(text, [(old, new) for old, new in added], removed).encode())
        yield from (f"{rules}: added {old} {new}" for old, new in added)
        yield from (f"{rules}: took out {old}" for old in removed)
