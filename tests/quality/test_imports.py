"""Imports run one way: base <- engine <- plugins; publishing, desk and the importer stand on these; commands on all."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web import ROOT

MAY_IMPORT = {
    "lodestar/base": set(),
    "lodestar/engine": {"lodestar/base"},
    "plugins": {"lodestar/base", "lodestar/engine"},
    "lodestar/publishing": {"lodestar/base", "lodestar/engine", "plugins"},
    "lodestar/desk": {"lodestar/base", "lodestar/engine", "lodestar/publishing", "plugins"},
    "lodestar/wordpress": {"lodestar/base", "lodestar/engine", "plugins"},
    "lodestar/commands": {
        "lodestar/base",
        "lodestar/engine",
        "lodestar/publishing",
        "lodestar/desk",
        "lodestar/wordpress",
        "plugins",
        "tools",
    },
}
"""Each room, and the rooms that it may import."""
AGAINST: frozenset[tuple[str, str]] = frozenset()
"""Files that still import against the arrow, each with the module. The list only shrinks."""


def room_of(module: str) -> str:
    """Return the room of a module of ours; empty for a package of others, and for the files that belong to none."""
    parts = module.split(".")
    return next((room for room in MAY_IMPORT if room.split("/") == parts[: room.count("/") + 1]), "")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def against(room: str) -> set[tuple[str, str]]:
    """Return the imports of a room's files that its arrows do not allow: file and module."""
    found = set()
    for path in sorted((ROOT / room).rglob("*.py")):
        for module in imports(path):
            other = room_of(module)
            if other and other != room and other not in MAY_IMPORT[room]:
                found.add((path.relative_to(ROOT).as_posix(), module))
    return found


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_lies_below_it(room: str) -> None:
    assert against(room) - AGAINST == set()


def test_no_exception_is_kept_that_is_not_needed() -> None:
    assert set().union(*map(against, MAY_IMPORT)) >= AGAINST
