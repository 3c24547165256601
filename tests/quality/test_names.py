"""Names of the code: one class a name, so that whoever searches for it finds what it means everywhere; values are nouns."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache

import pytest

from tests.web import ROOT

ROOMS = ("lodestar", "plugins", "tools")
NO_NAMES = frozenset({
    "already", "also", "alone", "any", "away", "begun", "each", "found", "got", "had", "has", "how", "it", "led", "leads", "meant",
    "met", "much", "nobody", "nothing", "outside", "so", "some", "takes", "then", "there", "thought", "todo", "two", "was", "were",
    "where", "which", "yet",
})  # fmt: skip
"""Words that tell nobody what a value is: it is named after what it holds (`addresses`, `missing_files`)."""


@cache
def names(*rooms: str) -> dict[type[ast.AST], dict[str, str]]:
    """Return what rooms name, by the type of the node and by file and line: classes, functions, parameters, variables."""
    results: dict[type[ast.AST], dict[str, str]] = defaultdict(dict)
    for path in (path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case (
                    ast.ClassDef(name=name)
                    | ast.FunctionDef(name=name)
                    | ast.arg(arg=name)
                    | ast.Name(name, ast.Store())
                ):
                    results[type(node)][f"{path.relative_to(ROOT)}:{node.lineno}:{node.col_offset}"] = name
    return results


@pytest.mark.seconds
def test_no_class_shares_its_name_with_another() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for place, name in names(*ROOMS)[ast.ClassDef].items():
        places[name].append(place)
    assert len(places) > 100
    assert {name: lines for name, lines in places.items() if len(lines) > 1} == {}


@pytest.mark.seconds
def test_names_say_what_values_are() -> None:
    by_kind = names(*ROOMS, "tests")
    values = {place: name for kind in by_kind.keys() - {ast.ClassDef} for place, name in by_kind[kind].items()}
    assert len(values) > 1000
    assert {place: name for place, name in values.items() if name.strip("_") in NO_NAMES} == {}
