"""A build that finds something wrong: it says what and where, and ends with 1 and without a traceback."""

from __future__ import annotations

import pytest

from tests.commands.conftest import POST, build
from tests.running import run_pelican
from tests.web import ROOT

pytestmark = pytest.mark.seconds


def test_something_wrong_in_the_content_is_exit_code_1_without_a_traceback(folder):
    (folder / "content/posts/silence.md").write_text(POST.replace("title", "titel"))
    result = build(folder)
    assert result.returncode == 1
    assert result.stderr == (
        'content/posts/silence.md:1: no "title"; add a line "title: ..."\n'
        'content/posts/silence.md:2: unknown key "titel"; did you mean "title"?\n'
    )
    assert not (folder / "output").exists()


def test_a_content_folder_that_is_not_there_is_said(folder):
    result = build(folder, "--content", "contents")
    assert result.returncode == 1
    assert "there is no folder" in result.stderr and "Traceback" not in result.stderr


def test_a_setting_that_nobody_reads_is_said_with_the_others(folder):
    with open(folder / "small.py", "a") as settings:
        settings.write('ARCHIVES = {"full_per_pages": 5, "tag": "whole"}\n')
    result = build(folder)
    assert result.returncode == 1
    assert "pelicanconf.py: ARCHIVES['full_per_pages'] is not a setting; known are" in result.stderr
    assert "pelicanconf.py: ARCHIVES['tag'] is 'whole'; " in result.stderr
    assert "Traceback" not in result.stderr


def test_a_broken_template_is_named_with_its_line(folder, tmp_path):
    import shutil

    shutil.copytree(ROOT / "tests/tiny-theme", tmp_path / "theme")
    (tmp_path / "theme/templates/page.html").write_text("fine\n{{ page.titel }}\n")
    (tmp_path / "content/pages").mkdir()
    (tmp_path / "content/pages/about.md").write_text("---\ntitle: About\n---\n")
    with open(folder / "small.py", "a") as settings:
        settings.write(f"THEME = {str(tmp_path / 'theme')!r}\n")
    result = build(folder)
    assert result.returncode == 1
    assert result.stderr.startswith("theme/templates/page.html:2: ") and "titel" in result.stderr
    assert "about/index.html" in result.stderr and "Traceback" not in result.stderr


def test_plain_pelican_ends_with_1_and_no_traceback_when_something_is_wrong(folder):
    (folder / "content/posts/silence.md").write_text(POST.replace("2026-01-02", "March"))
    result = run_pelican(folder, "content", "-s", "small.py", "-o", "out")
    assert result.returncode == 1
    assert "March" in result.stdout + result.stderr and "Traceback" not in result.stdout + result.stderr
