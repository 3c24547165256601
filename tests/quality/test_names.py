"""Names of the code: one class a name, so that whoever searches for it finds what it means everywhere."""

from __future__ import annotations

import ast
from collections import defaultdict

import pytest

from tests.web import ROOT

ROOMS = ("lodestar", "plugins", "tools")


@pytest.mark.seconds
def test_no_class_shares_its_name_with_another() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert len(places) > 100
    assert {name: lines for name, lines in places.items() if len(lines) > 1} == {}
