"""The commands as someone meets them who knows Pelican's quickstart and invoke, in a clone where nothing is installed."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tasks
from lodestar.commands.dispatch import main
from tests.web import ROOT

pytestmark = pytest.mark.seconds
NAMES = [task.name for task in tasks.TASKS]


def run(*words: str, without_packages: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command of the project; `without_packages`: by a Python without any package."""
    command = [sys.executable, *(["-S"] if without_packages else []), str(ROOT / "tasks.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


HELP = """
import sys
import tasks
from lodestar.commands import environment
from lodestar.commands.dispatch import main
for task in tasks.TASKS:
    print(f"\\0{task.name}", end="\\0")
    code = main(tasks.TASKS, [task.name, "--help"], environment.ensure)
    assert code == 0, task
"""


@pytest.fixture(scope="module")
def helped() -> dict[str, str]:
    """What each task says of itself, one after the other, by a Python without any package."""
    result = subprocess.run([sys.executable, "-S", "-c", HELP], capture_output=True, text=True, cwd=ROOT)
    assert (result.returncode, result.stderr) == (0, "")
    return answers_in(result.stdout)


@pytest.mark.parametrize("name", NAMES)
def test_help_needs_no_package_and_installs_none(helped: dict[str, str], name: str) -> None:
    assert helped[name].startswith(f"usage: python3 tasks.py {name} ")


@pytest.mark.parametrize("name", ["build", "check", "import-wordpress"])
def test_help_says_the_same_with_and_without_packages(helped: dict[str, str], name: str) -> None:
    assert run(name, "--help").stdout == helped[name]


def test_a_clone_without_packages_answers_its_first_question(helped: dict[str, str]) -> None:
    assert run("build", "-h", without_packages=True).stdout == helped["build"]


@pytest.mark.parametrize(
    ("name", "our_task"),
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
def test_a_task_of_the_quickstart_points_to_ours(name: str, our_task: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(tasks.TASKS, [name], lambda needs: None) == 2
    first_line = capsys.readouterr().err.splitlines()[0]
    assert f'There is no task "{name}"' in first_line and our_task in first_line


INVOKE = """
import sys
from importlib.machinery import PathFinder
MISSING = ("lxml", "boto3", "botocore", "markdownify", "starlette", "uvicorn", "playwright", "pytest")
find = PathFinder.find_spec
PathFinder.find_spec = lambda name, *more: None if name.partition(".")[0] in MISSING else find(name, *more)
from invoke import program
for words in ("--list", "--help build", "--help publish", "--help import-wordpress", "--help test"):
    print(f"\\0{words}", end="\\0")
    program.Program(version="0").run(["invoke", *words.split()], exit=False)
"""


@pytest.fixture(scope="module")
def invoked() -> dict[str, str]:
    """What invoke says, by what it is asked, where only the packages of a build are installed."""
    result = subprocess.run([sys.executable, "-c", INVOKE], capture_output=True, text=True, cwd=ROOT)
    assert result.returncode == 0, result.stderr
    return answers_in(result.stdout)


def answers_in(text: str) -> dict[str, str]:
    """Return the parts of a text, by what was asked; both stand between zero bytes."""
    parts = text.split("\0")[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.mark.parametrize(
    ("words", "explanation"),
    [
        ("--list", "import-wordpress"),
        ("--help build", "list every file that changed"),
        ("--help publish", "--target"),
        ("--help import-wordpress", "Bring a WordPress export in"),
        ("--help test", "--fast"),
    ],
)
def test_invoke_explains_each_task_where_only_the_packages_of_a_build_are_installed(
    invoked: dict[str, str], words: str, explanation: str
) -> None:
    assert explanation in invoked[words]


def test_invoke_installs_what_a_task_needs_before_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    from lodestar.commands.dispatch import collection

    requests: list[object] = []

    def ensure(needs: object) -> None:
        requests.append(needs)
        raise InterruptedError

    result = collection(tasks.TASKS, ensure)
    with pytest.raises(InterruptedError):
        result["test"].body(None)
    assert requests == [("site", "test")]


def test_a_reader_that_stops_reading_is_no_traceback() -> None:
    our_command = f"{sys.executable} {ROOT / 'tasks.py'} list --help"
    for command in (our_command, f"{sys.executable} {ROOT / 'tasks.py'} list"):
        result = subprocess.run(f"{command} | head -1", shell=True, capture_output=True, text=True, cwd=ROOT)
        assert "Traceback" not in result.stderr and "BrokenPipe" not in result.stderr
