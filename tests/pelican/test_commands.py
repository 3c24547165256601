"""The commands as someone meets them who knows Pelican's quickstart and invoke, in a clone where nothing is installed."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tasks
from tests.web import ROOT

pytestmark = pytest.mark.seconds
NAMES = [task.name for task in tasks.TASKS]


def run(*words: str, bare: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command of the project; `bare`: by a Python without any package."""
    command = [sys.executable, *(["-S"] if bare else []), str(ROOT / "tasks.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


@pytest.mark.parametrize("name", NAMES)
def test_help_needs_no_package_and_installs_none(name: str) -> None:
    done = run(name, "--help", bare=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: python3 tasks.py {name} ")


@pytest.mark.parametrize("name", ["build", "check", "import-wordpress"])
def test_help_says_the_same_with_and_without_packages(name: str) -> None:
    assert run(name, "--help").stdout == run(name, "-h", bare=True).stdout


@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("regenerate", '"preview" builds, shows the site and follows every change'),
        ("serve", '"preview" builds'),
        ("livereload", '"preview" builds'),
        ("gh_pages", '"publish" puts the site where PUBLISH says'),
        ("clean", '"build --clean" makes everything anew'),
        ("html", '"build" does it'),
        ("prevew", "did you mean preview?"),
    ],
)
def test_a_task_of_the_quickstart_points_to_ours(name: str, here: str) -> None:
    done = run(name, bare=True)
    assert done.returncode == 2
    assert f'There is no task "{name}"' in done.stderr.splitlines()[0] and here in done.stderr.splitlines()[0]


INVOKE = """
import sys
from importlib.machinery import PathFinder
MISSING = ("lxml", "boto3", "botocore", "markdownify", "starlette", "uvicorn", "playwright", "pytest")
find = PathFinder.find_spec
PathFinder.find_spec = lambda name, *more: None if name.partition(".")[0] in MISSING else find(name, *more)
from invoke import program
program.Program(version="0").run(sys.argv)
"""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--list",), "import-wordpress"),
        (("--help", "build"), "list every file that changed"),
        (("--help", "publish"), "--target"),
        (("--help", "import-wordpress"), "Bring a WordPress export in"),
        (("--help", "test"), "--fast"),
    ],
)
def test_invoke_explains_each_task_where_only_the_packages_of_a_build_are_installed(
    words: tuple[str, ...], said: str
) -> None:
    done = subprocess.run([sys.executable, "-c", INVOKE, *words], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert said in done.stdout


def test_invoke_installs_what_a_task_needs_before_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    from lodestar.commands.dispatch import collection

    asked: list[object] = []

    def ensure(needs: object) -> None:
        asked.append(needs)
        raise InterruptedError

    result = collection(tasks.TASKS, ensure)
    with pytest.raises(InterruptedError):
        result["test"].body(None)
    assert asked == [("site", "test")]


def test_a_reader_that_stops_reading_is_no_traceback() -> None:
    ours = f"{sys.executable} {ROOT / 'tasks.py'} list --help"
    for command in (ours, f"{sys.executable} {ROOT / 'tasks.py'} list"):
        done = subprocess.run(f"{command} | head -1", shell=True, capture_output=True, text=True, cwd=ROOT)
        assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr
