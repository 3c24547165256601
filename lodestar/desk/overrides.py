"""Values that the settings file sets itself, so that `site.yaml` has no effect on them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from lodestar.base.root import ROOT
from lodestar.desk.forms import Field

READ = "SITE"
"""The name by which settings refer to the values of `site.yaml`."""


class Override(NamedTuple):
    """Where a settings file sets a value."""

    file: str
    line: int


def overrides(settings: Path, fields: Iterable[Field]) -> dict[str, Override]:
    """Return where settings set values that do not come from `site.yaml`, by field name.

    Settings are parsed, not run: the last assignment to a name counts, including those in files imported with `*`.
    """
    assignments = dict(_assignments_in(settings, set()))
    return {field.name: override for field in fields if field.setting and (override := assignments.get(field.setting))}


def _assignments_in(file: Path, visited: set[Path]) -> Iterator[tuple[str, Override | None]]:
    """Yield what is assigned, in order: `NAME` or `NAME.key`, and where; None where it comes from `site.yaml`."""
    if file in visited or not file.is_file():
        return
    visited.add(file)
    try:
        body = ast.parse(file.read_text(encoding="utf-8")).body
    except (SyntaxError, ValueError):
        return
    for node in body:
        if isinstance(node, ast.ImportFrom) and node.module and node.names[0].name == "*":
            beside = file.parent / f"{node.module}.py"
            yield from _assignments_in(beside if beside.is_file() else ROOT / beside.name, visited)
        elif isinstance(node, ast.AugAssign):
            yield from _assigned(node.target, node.value, file.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                yield from _assigned(target, node.value, file.name)


def _assigned(target: ast.expr, value: ast.expr, file: str) -> Iterator[tuple[str, Override | None]]:
    override = None if _reads(value) else Override(file, value.lineno)
    if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
        if isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str):
            yield f"{target.value.id}.{target.slice.value}", override
    elif isinstance(target, ast.Name):
        yield target.id, override
        if isinstance(value, ast.Dict):
            for key, item in zip(value.keys, value.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield f"{target.id}.{key.value}", None if _reads(item) else Override(file, item.lineno)


def _reads(value: ast.expr) -> bool:
    """Return whether an expression reads `site.yaml`."""
    return any(isinstance(node, ast.Name) and node.id == READ for node in ast.walk(value))
