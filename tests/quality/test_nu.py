"""The Nu HTML Checker, which knows what parsers let through; in `--slow`."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lodestar.base.digest import digest
from lodestar.base.root import ROOT
from lodestar.commands.npm import fetch

LOCK = ROOT / "requirements" / "nu"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The checker, as a command; it comes from npm as a Java program."""
    home = ROOT / ".cache" / "nu" / digest((LOCK / "package-lock.json").read_bytes())[:16]
    fetch(LOCK, home)
    jar = home / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return ["java", "-jar", str(jar), "--skip-non-html", "--format", "gnu", "--errors-only"]


def errors(checker: list[str], folder: Path) -> list[str]:
    """Return what the checker says of the pages in a folder."""
    answer = subprocess.run([*checker, str(folder)], capture_output=True, text=True)
    return answer.stderr.replace(f"{folder.as_uri()}/", "").splitlines()


def test_it_finds_what_parsers_let_through(checker: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!doctype html><html lang=en><title>x</title><p><a href=/><button>y</button></a>")
    assert len(errors(checker, tmp_path)) == 1


def test_no_page_has_an_error(checker: list[str], site: Path) -> None:
    assert errors(checker, site) == []
