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


def misspelled(folder: Path, right: str, wrong: str) -> None:
    """Change a name in the settings."""
    path = folder / "pelicanconf.py"
    text = path.read_text()
    assert right in text
    path.write_text(text.replace(right, wrong))


def run(folder: Path, *words: str) -> tuple[int, str]:
    """Run a command of the site: its exit code, and what it said."""

    def work() -> int:
        program.ROOT = preview.ROOT = folder
        return main(tasks.TASKS, words, lambda needs: None)

    done = run_forked(folder, work)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("words", WAYS, ids=" ".join)
def test_a_misspelled_plugin_ends_each_command(folder: Path, words: tuple[str, ...]) -> None:
    misspelled(folder, "plugins.redirects", "plugins.redirect")
    assert run(folder, *words) == (1, f"{SAID}\n")
    assert not (folder / "output").exists()


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"plugins.redirects"', '"plugins.redirect"', SAID),
        ('"lodestar.engine"', '"lodestar.engin"', 'names "lodestar.engin", there is no plugin of that name; did you mean "lodestar.engine"?'),
        ('"plugins.search"', '"sitemapp"', 'names "sitemapp", there is no plugin of that name; install it, or take it out'),
        ('"plugins.search"', '"lodestar.base.files"', 'names "lodestar.base.files", there is a module of that name, but it is no plugin; '),
        ('"plugins.search"', '"house"', "names \"house\", which cannot be loaded: ModuleNotFoundError: No module named 'nowhere'; mend that"),
    ],
)  # fmt: skip
def test_pelican_itself_ends_with_the_same_line(folder: Path, right: str, wrong: str, said: str) -> None:
    (folder / "house.py").write_text("import nowhere\n")
    misspelled(folder, right, wrong)
    done = run_pelican(folder, "content", "-s", "pelicanconf.py")
    assert done.returncode == 1
    assert said in re.sub(r"\s+", " ", done.stderr)
    assert "Traceback" not in done.stderr
    assert not (folder / "output").exists()


def test_every_name_that_cannot_be_loaded_is_said(folder: Path) -> None:
    misspelled(folder, "plugins.redirects", "plugins.redirect")
    misspelled(folder, "plugins.sitemap", "plugins.sitemaps")
    code, said = run(folder, "build")
    assert (code, len(said.splitlines())) == (1, 2)


@pytest.mark.parametrize("words", [("build",), ("preview", "--no-browser", "--port", "0")], ids=" ".join)
def test_a_plugin_that_fails_ends_a_command_with_one_line_and_its_place(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "house.py").write_text('def register():\n    raise ValueError("no key")\n')
    misspelled(folder, '"plugins.search"', '"house"')
    place = f"{folder / 'house.py'}, line 2"
    line = f'pelicanconf.py: PLUGINS names "house", which cannot be loaded: ValueError: no key ({place}); mend that, or take it out\n'
    assert run(folder, *words) == (1, line)
