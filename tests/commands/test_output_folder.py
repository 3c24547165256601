"""Where a build may write: what the author or anybody else wrote is never written over."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import build, tree


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("content", "this folder is that of the content"),
        ("linked", "this folder is that of the content"),
        ("content/posts/../../content/", "this folder is that of the content"),
        ("content/images/site", "this folder lies in that of the content (content)"),
        (".", "this folder holds the content (content)"),
        ("..", "this folder holds the content (content)"),
        ("theme", "this folder is that of the theme"),
        (".git", "this folder is git's own"),
        (".git/site", "this folder is git's own"),
        ("theme/static", "this folder lies in that of the theme (theme)"),
    ],
)
def test_the_folders_that_the_author_writes_in_are_refused(folder: Path, output: str, reason: str) -> None:
    shutil.copytree(Path(__file__).parents[1] / "tiny-theme", folder / "theme")
    with (folder / "small.py").open("a") as settings:
        settings.write(f"THEME = {str(folder / 'theme')!r}\n")
    (folder / "linked").symlink_to("content")
    before = tree(folder)
    result = build(folder, "--output", output)
    output_path = (folder / output).absolute()
    assert (result.returncode, result.stdout) == (1, "")
    message = result.stderr.replace(f"{folder}/", "")
    assert f"{reason}; name another for the site, with --output or OUTPUT_PATH" in message, (output_path, result.stderr)
    assert len(message.splitlines()) == 1
    assert {path: data for path, data in tree(folder).items() if not path.startswith(".cache")} == before


@pytest.mark.seconds
def test_a_file_that_no_build_made_is_never_replaced(folder: Path) -> None:
    for name in ("index.html", "feed/index.xml", "notes.txt"):
        (folder / "public" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "public" / name).write_text("mine")
    before = tree(folder / "public")
    for _ in range(2):
        result = build(folder, "--output", "public")
        assert result.returncode == 1
        assert result.stderr == (
            f"{folder}/public/feed/index.xml: no build made this file (and 1 more), and it would be replaced: move it "
            "away, delete the folder, or name another with --output; the site could not be written and stands as it "
            "was. Mend this, then build again\n"
        )
        assert tree(folder / "public") == before
    for name in ("index.html", "feed/index.xml"):
        (folder / "public" / name).unlink()
    assert build(folder, "--output", "public").returncode == 0
    assert (folder / "public/notes.txt").read_text() == "mine"


@pytest.mark.seconds
def test_files_that_are_as_they_would_be_are_taken_as_ours(folder: Path) -> None:
    """As after the cache was deleted, or on another machine."""
    assert build(folder).returncode == 0
    shutil.rmtree(folder / ".cache")
    assert build(folder).returncode == 0
    (folder / "content/posts/silence.md").write_text("---\ntitle: Silence\ndate: 2026-01-02\n---\nOther words.\n")
    assert build(folder).returncode == 0
