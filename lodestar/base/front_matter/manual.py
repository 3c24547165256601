"""The manual of a model's keys: the docstrings below its fields."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path


def keys(file: Path, name: str) -> Iterator[tuple[str, str]]:
    """Yield the keys of the class `name` in `file`, then those of its bases in that file, each with its docstring."""
    classes = {
        node.name: node for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)
    }
    node = classes[name]
    for field, next_node in zip(node.body, [*node.body[1:], None], strict=True):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        doc = (
            next_node.value.value
            if isinstance(next_node, ast.Expr) and isinstance(next_node.value, ast.Constant)
            else ""
        )
        yield _key(field), " ".join(str(doc).split())
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in classes:
            yield from keys(file, base.id)


def _key(field: ast.AnnAssign) -> str:
    """Return the key as the author writes it: its alias, if it has one."""
    for call in ast.walk(field):
        if isinstance(call, ast.keyword) and call.arg == "alias" and isinstance(call.value, ast.Constant):
            return str(call.value.value)
    assert isinstance(field.target, ast.Name)
    return field.target.id
