"""A name in PLUGINS that cannot be loaded ends every way to build, with one line, and loses no feature in silence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tasks
from lodestar.commands import preview
from lodestar.commands.dispatch import main
from lodestar.engine import program
from tests.running import run_forked, run_pelican
from tests.web import ROOT

pytestmark = pytest.mark.seconds

SAID = 'pelicanconf.py: PLUGINS names "plugins.redirect", there is no plugin of that name; did you mean "plugins.redirects"?'
WAYS = (
    ("build",), ("list",), ("check",), ("check", "content/posts/p.md"), ("check", "--due"), ("publish", "--dry-run"),
    ("preview", "--no-browser", "--port", "0"), ("desk", "--no-browser", "--port", "0"),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site of one post in a folder of its own, with the settings of this project and its own commands."""
    for name in ("plugins", "lodestar", "theme", "tasks.py", ".venv"):
        if (ROOT / name).exists():
            (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/p.md").write_text("---\ntitle: P\ndate: 2026-01-01\n---\nText.\n")
    for name in ("pelicanconf.py", "publishconf.py"):
        (tmp_path / name).write_text((ROOT / name).read_text())
    return tmp_path


def misspell(folder: Path, right_name: str, wrong_name: str) -> None:
    """Change a name in the settings."""
    path = folder / "pelicanconf.py"
    text = path.read_text()
    assert right_name in text
    path.write_text(text.replace(right_name, wrong_name))


def run(folder: Path, *words: str) -> tuple[int, str]:
    """Run a command of the site: its exit code, and what it said."""

    def work() -> int:
        program.ROOT = preview.ROOT = folder
        return main(tasks.TASKS, words, lambda needs: None)

    result = run_forked(folder, work)
    return result.returncode, result.stdout + result.stderr


@pytest.mark.parametrize("words", WAYS, ids=" ".join)
def test_a_misspelled_plugin_ends_each_command(folder: Path, words: tuple[str, ...]) -> None:
    misspell(folder, "plugins.redirects", "plugins.redirect")
    assert run(folder, *words) == (1, f"{SAID}\n")
    assert not (folder / "output").exists()


@pytest.mark.parametrize(
    ("right_name", "wrong_name", "message"),
    [
        ('"plugins.redirects"', '"plugins.redirect"', SAID),
        ('"lodestar.engine"', '"lodestar.engin"', 'names "lodestar.engin", there is no plugin of that name; did you mean "lodestar.engine"?'),
        ('"plugins.search"', '"sitemapp"', 'names "sitemapp", there is no plugin of that name; install it, or take it out'),
        ('"plugins.search"', '"lodestar.base.files"', 'names "lodestar.base.files", there is a module of that name, but it is no plugin; '),
        ('"plugins.search"', '"house"', "names \"house\", which cannot be loaded: ModuleNotFoundError: No module named 'nowhere'; mend that"),
    ],
)  # fmt: skip
def test_pelican_itself_ends_with_the_same_line(folder: Path, right_name: str, wrong_name: str, message: str) -> None:
    (folder / "house.py").write_text("import nowhere\n")
    misspell(folder, right_name, wrong_name)
    result = run_pelican(folder, "content", "-s", "pelicanconf.py")
    assert result.returncode == 1
    assert message in re.sub(r"\s+", " ", result.stderr)
    assert "Traceback" not in result.stderr
    assert not (folder / "output").exists()


def test_every_name_that_cannot_be_loaded_is_said(folder: Path) -> None:
    misspell(folder, "plugins.redirects", "plugins.redirect")
    misspell(folder, "plugins.sitemap", "plugins.sitemaps")
    code, output = run(folder, "build")
    assert (code, len(output.splitlines())) == (1, 2)


@pytest.mark.parametrize("words", [("build",), ("preview", "--no-browser", "--port", "0")], ids=" ".join)
def test_a_plugin_that_fails_ends_a_command_with_one_line_and_its_place(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "house.py").write_text('def register():\n    raise ValueError("no key")\n')
    misspell(folder, '"plugins.search"', '"house"')
    place = f"{folder / 'house.py'}, line 2"
    line = f'pelicanconf.py: PLUGINS names "house", which cannot be loaded: ValueError: no key ({place}); mend that, or take it out\n'
    assert run(folder, *words) == (1, line)
