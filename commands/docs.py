"""`docs`: the tables in docs/, made anew from the docstrings of the models and settings they describe."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path

from commands.environment import ROOT

TABLE = re.compile(r"<!-- keys: (\S+) (\w+) -->\n.*?<!-- end -->", re.DOTALL)
"""A table in a page, and what it describes: a file of the project and a class in it."""


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    made = argparse.ArgumentParser(
        description="Make the tables in docs/ anew from the models.", epilog="Example: python3 tasks.py docs"
    )
    made.add_argument("--check", action="store_true", help="change nothing; 1 when a page is not up to date")
    return made


def run(options: argparse.Namespace) -> int:
    """Rewrite the pages whose tables are out of date."""
    stale = [path for path in sorted((ROOT / "docs").rglob("*.md")) if filled(path) != path.read_text(encoding="utf-8")]
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'is out of date' if options.check else 'made anew'}")
        if not options.check:
            path.write_text(filled(path), encoding="utf-8")
    return 1 if stale and options.check else 0


def filled(page: Path) -> str:
    """A page with all of its tables made anew."""
    return TABLE.sub(lambda found: _table(found[1], found[2]), page.read_text(encoding="utf-8"))


def _table(file: str, name: str) -> str:
    rows = [f"| `{key}` | {what} |" for key, what in keys(ROOT / file, name)]
    return "\n".join([f"<!-- keys: {file} {name} -->", "| key | what it says |", "|---|---|", *rows, "<!-- end -->"])


def keys(file: Path, name: str) -> Iterator[tuple[str, str]]:
    """The keys of the class `name` in `file`, those of its bases in the same file last, each with its docstring."""
    classes = {
        node.name: node for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)
    }
    node = classes[name]
    for field, after in zip(node.body, [*node.body[1:], None], strict=True):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        doc = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
        yield _key(field), " ".join(str(doc).split())
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in classes:
            yield from keys(file, base.id)


def _key(field: ast.AnnAssign) -> str:
    """The key as an author writes it: its alias where it has one."""
    for call in ast.walk(field):
        if isinstance(call, ast.keyword) and call.arg == "alias" and isinstance(call.value, ast.Constant):
            return str(call.value.value)
    assert isinstance(field.target, ast.Name)
    return field.target.id
