"""A small site on which commands run as processes, as everyone runs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import run_task
from tests.web import ROOT

BIN = Path(sys.executable).parent
POST = "---\ntitle: Silence\ndate: 2026-01-02\ntags: [listening]\n---\nText.\n"


def run(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return run_task(folder, *words, NO_COLOR="1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site of one post, with the project's own settings."""
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/silence.md").write_text(POST)
    (tmp_path / "small.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\n"
        f'THEME = {str(ROOT / "tests/tiny-theme")!r}\nMENUITEMS = LINKS = ()\nAUTHOR = ""\nSEARCH = {{"enabled": False}}\n'
        'PICTURES = {"cards": False}\n'
    )
    return tmp_path


def build(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run("build", "--settings", "small.py", *words, folder=folder)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
