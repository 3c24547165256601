"""Every package that is imported is declared where it is needed, and the locked packages are from nobody's own registry."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

import pytest

from lodestar.engine.identity import LIBRARIES
from tests.web import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
ROOMS = {
    "plugins": (),
    "tools": (),
    "lodestar/base": (),
    "lodestar/engine": (),
    "lodestar/publishing": ("publish",),
    "lodestar/desk": ("desk",),
    "lodestar/html_to_markdown": ("wordpress",),
    "lodestar/wordpress": ("wordpress",),
    "lodestar/pelican_import": ("wordpress",),
    "lodestar/commands": ("desk", "publish", "wordpress", "test"),
    "tests": ("desk", "publish", "wordpress", "test"),
}
"""Each room, and the extras from which it may import beside what a build needs."""
WITHOUT_EFFECT = {"blinker", "rich"}
"""Packages that carry signals and messages, and nothing into the output."""
OWN = {"lodestar", *ROOMS, "tasks", "pelicanconf", "publishconf"}


def normal(name: str) -> str:
    """Return the name of a distribution as packages are compared by it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def distributions() -> dict[str, set[str]]:
    """Return the distributions that bring each package."""
    return {name: set(map(normal, packages)) for name, packages in packages_distributions().items()}


def declared(*extras: str) -> set[str]:
    lines = [*PROJECT["dependencies"], *(line for name in extras for line in PROJECT["optional-dependencies"][name])]
    return {normal(re.split(r"[^\w.-]", line)[0]) for line in lines}


def imported(room: str) -> dict[str, str]:
    """Return the packages that a room imports, each with one file that does."""
    packages = {}
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                names = [node.module]
            for name in names:
                packages.setdefault(name.partition(".")[0], path.relative_to(ROOT).as_posix())
    return {name: path for name, path in packages.items() if name not in sys.stdlib_module_names and name not in OWN}


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_imports_is_declared_for_it(room: str) -> None:
    assert (ROOT / room).is_dir()
    known_packages = declared(*ROOMS[room])
    undeclared = {
        name: path for name, path in imported(room).items() if not known_packages & distributions().get(name, {name})
    }
    assert undeclared == {}, "declare it in pyproject.toml, then: python3 tasks.py lock"


@pytest.mark.parametrize("room", ["lodestar/base", "lodestar/engine", "plugins"])
def test_a_package_that_may_change_the_output_belongs_to_the_identity_of_the_store(room: str) -> None:
    known_packages = {*LIBRARIES, *WITHOUT_EFFECT}
    unknown = {
        name: path for name, path in imported(room).items() if not known_packages & distributions().get(name, {name})
    }
    assert unknown == {}, "add it to LIBRARIES in lodestar/engine/identity.py"


def test_locked_packages_have_hashes_and_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert not re.search(r"://|--(?:extra-)?index|--find-links|^/", text, re.MULTILINE), lock.name
        assert text.count("==") <= text.count("--hash=sha256:"), lock.name


def test_every_set_that_is_locked_on_its_own_says_what_it_holds() -> None:
    from lodestar.commands.lock import APART, SETS

    assert {path.stem for path in (ROOT / "requirements").glob("*.txt")} == {*APART, *(name for name, _ in SETS)}
    assert {path.stem for path in (ROOT / "requirements").glob("*.in")} == set(APART)
