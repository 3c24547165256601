"""`new` writes what can be published as it is, and takes no file's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from lodestar.desk.scaffolds import KINDS
from tests.running import run_task
from tests.web import ROOT

pytestmark = pytest.mark.seconds

SETTINGS = """\
import sys
sys.path.insert(0, {root!r})
from {module} import *
THEME, MENUITEMS, LINKS, AUTHOR = {root!r} + "/theme", (), (), ""
SITEURL, TIMEZONE, REHEARSAL = "https://example.org", "UTC", True
PICTURES, TYPEFACE = {{"cards": False}}, {{"enabled": False}}
"""
POST = "---\ntitle: Silence\ndate: 2026-01-02\nid: urn:x:1\n---\nText.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site of one post, with the project's own theme."""
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/silence.md").write_text(POST)
    for module in ("pelicanconf", "publishconf"):
        (tmp_path / f"{module}.py").write_text(SETTINGS.format(root=str(ROOT), module="pelicanconf"))
    return tmp_path


def run(folder: Path, *words: str, code: int = 0, **environment: str) -> str:
    result = run_task(folder, *words, **{"EDITOR": "", "VISUAL": "", **environment})
    assert result.returncode == code, result.stdout + result.stderr
    return result.stdout + result.stderr


def test_what_new_writes_passes_the_check(folder):
    for kind in ("course", *(kind for kind in KINDS if kind != "course")):
        assert "Written: content/" in run(folder, "new", kind, f"A {kind}: it's new", "--no-edit")
    assert run(folder, "check").splitlines()[-1].endswith("nothing would break.")


def test_a_file_that_is_there_is_not_replaced(folder):
    run(folder, "new", "page", "About", "--no-edit")
    path = folder / "content/pages/about.md"
    path.write_text("mine")
    output = run(folder, "new", "page", "About", "--no-edit", code=1)
    assert output == "content/pages/about.md is there already; choose another title, or add --slug another-name\n"
    assert path.read_text() == "mine"


def test_the_editor_that_is_named_opens_the_file(folder):
    editor = folder / "edit.sh"
    editor.write_text('#!/bin/sh\necho edited >> "$2"\n')
    editor.chmod(0o755)
    run(folder, "new", "page", "Hello", EDITOR=f"{editor} --wait")
    assert (folder / "content/pages/hello.md").read_text().endswith("edited\n")
    output = run(folder, "new", "page", "Again", code=1, EDITOR="no-such-editor")
    assert "the editor 'no-such-editor' cannot be started" in output


def test_a_title_of_any_length_gets_a_file_with_a_name_that_a_disk_can_hold(folder):
    run(folder, "new", "post", "A long title " * 40, "--no-edit")
    [path] = [path for path in (folder / "content/posts").rglob("*.md") if path.name != "silence.md"]
    assert len(path.name) <= 204 and path.name.startswith("a-long-title-a-long")
    assert "check" not in run(folder, "build", "--output", "output")


def test_a_post_in_another_language_says_so_and_is_addressed_as_that_language_writes(folder):
    run(folder, "new", "post", "Über Größe", "--lang", "DE", "--no-edit")
    text = next((folder / "content/posts").rglob("ueber-groesse.md")).read_text()
    assert "\nlang: de\n" in text
    output = run(folder, "new", "post", "x", "--lang", "german", "--no-edit", code=1)
    assert output == '"german" is no language; did you mean "de"?\n'
    assert "a tag has no language of its own" in run(folder, "new", "tag", "x", "--lang", "de", "--no-edit", code=1)
