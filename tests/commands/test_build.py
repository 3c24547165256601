"""The command `build`: what it says, and that all ways to build are one."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.commands.conftest import BIN, POST, build, tree
from tests.web import ROOT

pytestmark = pytest.mark.seconds


def test_a_build_ends_with_a_short_summary(folder):
    result = build(folder)
    assert (result.returncode, result.stderr) == (0, "")
    first_line, second_line, *_, last_line = result.stdout.splitlines()
    assert re.fullmatch(r"1 post, 1 archive, \d+ feeds; \d+ files in \d\.\d\d s", first_line)
    assert re.fullmatch(r"\d+ new\.", second_line)
    assert last_line == "To look at it: python3 -m http.server --directory output, then open http://localhost:8000/"


def test_a_second_build_says_that_nothing_changed(folder):
    build(folder)
    assert "Nothing changed." in build(folder).stdout


def test_changes_are_listed_when_asked_for(folder):
    build(folder)
    (folder / "content/posts/silence.md").write_text(POST.replace("Text", "Other text"))
    lines = build(folder, "--changes").stdout.splitlines()
    assert "  changed  2026/01/02/silence/index.html" in lines
    assert not [line for line in lines if "tags/index.html" in line]


@pytest.mark.parametrize(
    ("change", "path", "answer"),
    [
        (
            None,
            "/2026/01/02/silence/",
            "not rendered; template, facts about the site, words of the language and value are as in the last build",
        ),
        (POST.replace("Text", "Other"), "/2026/01/02/silence/", "rendered; value changed"),
        (
            POST.replace("Text", "Other"),
            "tags/index.html",
            "not rendered; template, facts about the site, words of the language and value are as in the last build",
        ),
        (None, "/nowhere/", "no output has this address"),
    ],
)
def test_why_an_output_was_rendered_is_explained(folder, change, path, answer):
    build(folder)
    if change:
        (folder / "content/posts/silence.md").write_text(change)
    assert answer in build(folder, "--explain", path).stdout


def test_without_an_earlier_build_that_is_the_reason(folder):
    build(folder)
    assert "rendered; no earlier build is remembered" in build(folder, "--clean", "--explain", "tags/index.html").stdout


def test_every_way_to_build_makes_the_same_files(folder):
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    our_command = [sys.executable, str(ROOT / "tasks.py"), "build", "--settings", "small.py", "--output", "by-task"]
    assert subprocess.run(our_command, cwd=folder, capture_output=True).returncode == 0
    pelican = [str(BIN / "pelican"), "content", "-s", "small.py", "-o", "by-pelican"]
    assert subprocess.run(pelican, cwd=folder, env=env, capture_output=True).returncode == 0
    assert tree(folder / "by-task") == tree(folder / "by-pelican") != {}
    settings = ["--settings", str(folder / "small.py"), "--content", str(folder / "content")]
    by_invoke = [str(BIN / "invoke"), "build", *settings, "--output", str(folder / "by-invoke")]
    result = subprocess.run(by_invoke, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert tree(folder / "by-task") == tree(folder / "by-invoke")
