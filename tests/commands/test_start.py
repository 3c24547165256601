"""The file that an author double-clicks: it finds Python, and opens the desk."""

from __future__ import annotations

import configparser
import os
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

LAUNCHER = ROOT / "Start Lodestar (Linux).desktop"


def launch(folder: Path, path: str) -> subprocess.CompletedProcess[str]:
    """Start what the launcher names, as a desktop does: `%k` is the place of the launcher itself."""
    entry = configparser.RawConfigParser(delimiters=("=",))
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(LAUNCHER, encoding="utf-8")
    words = [
        str(folder / LAUNCHER.name) if word == "%k" else word for word in shlex.split(entry["Desktop Entry"]["Exec"])
    ]
    return subprocess.run(words, input="\n", capture_output=True, text=True, env={**os.environ, "PATH": path}, cwd="/")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a blank in its name, with the script and a `tasks.py` that tells what it was asked."""
    home = tmp_path / "my site"
    home.mkdir()
    (home / "start.sh").write_bytes((ROOT / "start.sh").read_bytes())
    (home / "tasks.py").write_text("import pathlib, sys\nprint(sys.argv[1:], pathlib.Path.cwd().name)\n")
    return home


def test_a_double_click_opens_the_desk_of_its_own_folder(folder: Path) -> None:
    result = launch(folder, os.environ["PATH"])
    assert (result.returncode, result.stdout) == (0, "['desk'] my site\n")


def test_without_a_python_that_is_new_enough_it_says_where_there_is_one(folder: Path, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname"):
        (programs / name).symlink_to(f"/bin/{name}" if Path(f"/bin/{name}").exists() else f"/usr/bin/{name}")
    (programs / "python3").write_text("#!/bin/sh\nexit 1\n")
    (programs / "python3").chmod(0o755)
    result = launch(folder, str(programs))
    assert result.returncode == 1
    assert "Lodestar needs Python 3.11 or newer" in result.stdout
    assert "https://www.python.org/downloads/" in result.stdout


def test_the_files_for_other_systems_start_the_same() -> None:
    assert '"$(dirname "$0")/start.sh"' in (ROOT / "Start Lodestar (Mac).command").read_text()
    assert b"tasks.py desk\r\n" in (ROOT / "Start Lodestar (Windows).bat").read_bytes()
