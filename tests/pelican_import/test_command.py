"""The command: what it refuses, with one line, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from lodestar.pelican_import import command
from tests.pelican_import.conftest import write_old

pytestmark = pytest.mark.seconds
SITE = """\
-- old/pelicanconf.py --
SITENAME = "A"
PATH = "content"
{settings}
-- old/content/a.md --
Title: A
Date: 2014-01-01

Words.
"""


def run(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Run the command with options: its exit code, and what it says is wrong."""
    options = command.parser().parse_args([str(folder / "old"), "--content", str(folder / "new/content"), *words])
    code = command.execute(options)
    return code, capsys.readouterr().err.replace(f"{folder}/", "")


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = "old: there is no such folder; name the one where the old pelicanconf.py is\n"
    assert run(tmp_path, capsys) == (2, message)


def test_a_folder_without_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old").mkdir()
    code, output = run(tmp_path, capsys)
    assert code == 1
    assert output.startswith("old:1: there is no settings file pelicanconf.py; name it with --settings")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("", "SITEURL is no whole address, and the ids of its feeds are made of it; write it there, or name"),
        ("import no_such_module", "Pelican cannot make the site (ModuleNotFoundError: No module named 'no_such_module'); "),
        ('SITEURL = "https://a.example"\nARTICLE_PATHS = ["none"]', "Pelican finds no text below old/content; look at PATH"),
    ],
)  # fmt: skip
def test_a_site_that_cannot_be_read_is_one_line_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: str, message: str
) -> None:
    write_old(tmp_path, SITE.format(settings=settings))
    code, output = run(tmp_path, capsys)
    assert code == 1
    assert output.startswith(f"old/pelicanconf.py:1: {message}") and output.endswith("\nNothing more was written.\n")
    assert not list((tmp_path / "new").rglob("*.md"))


def test_what_the_new_site_cannot_hold_is_named_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SITE.format(settings='SITEURL = "https://a.example"').replace("Words.", "Words {static}x.png of Pelican.")
    write_old(tmp_path, text)
    code, _ = run(tmp_path, capsys)
    report = (tmp_path / "new/content/.import/report.txt").read_text()
    assert code == 1
    assert 'posts/2014/a.md:8: the new site cannot be made: "{static}x.png" stands where no link can be' in report
