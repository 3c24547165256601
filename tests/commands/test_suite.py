"""`test`: which part of the suite it runs; and the hooks and checks that stand beside it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.util import cache_from_source
from pathlib import Path

import pytest
import yaml

from lodestar.base.root import ROOT
from lodestar.commands import lint
from lodestar.commands import test as suite
from lodestar.commands.browser import chromium

BY_FILE = ["--dist=loadfile", "--no-loadscope-reorder"]
SHARED = [f"--numprocesses={suite.PROCESSES}", *BY_FILE]
TYPO = '"""Recieve nothing."""\n'


def pytest_arguments_of(*words: str) -> list[str]:
    """Return what pytest is given for the words of a command line."""
    options, pytest_arguments = suite.parser().parse_known_args(words)
    options.more = pytest_arguments
    return suite.pytest_command(options)[3:]


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        ((), ["-m", "not slow", *SHARED]),
        (("tests/plugins", "-k", "tags"), ["-m", "not slow", "-k", "tags", "tests/plugins"]),
        (("-k", "tags", "--durations=9"), ["-m", "not slow", "-k", "tags", "--durations=9"]),
        (("--slow",), ["-m", "slow", *SHARED]),
        (
            ("--fast", "-x"),
            [
                "-m",
                "not slow and not browser and not server and not seconds",
                f"--numprocesses={suite.CORES}",
                *BY_FILE,
                "-x",
            ],
        ),
        (("-m", "not server"), ["-m", "(not slow) and (not server)", *SHARED]),
    ],
)
def test_a_part_of_the_suite_is_chosen_by_markers(words: tuple[str, ...], arguments: list[str]) -> None:
    assert pytest_arguments_of(*words) == arguments


def test_the_markers_that_choose_are_explained() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    explained = {line.partition(":")[0] for line in settings["markers"]}
    assert set(re.findall(r"\b(?!not\b|and\b)[a-z]+", f"{suite.FAST} {suite.SLOW} {suite.SUITE}")) <= explained


def test_one_part_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        suite.parser().parse_args(["--fast", "--slow"])
    assert "not allowed with" in capsys.readouterr().err


@pytest.mark.parametrize("broken", ["checks", "tests"])
def test_the_fast_part_fails_where_a_check_or_a_test_does(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], broken: str
) -> None:
    passing, failing = (
        [sys.executable, "-c", ""],
        [sys.executable, "-c", "print('a line too long'); raise SystemExit(1)"],
    )
    monkeypatch.setattr(lint, "commands", lambda: [passing, failing if broken == "checks" else passing])
    monkeypatch.setattr(suite, "pytest_command", lambda options: failing if broken == "tests" else passing)
    assert suite.run(suite.parser().parse_args(["--fast"])) == 1
    assert "a line too long" in capfd.readouterr().out


def test_the_fast_part_installs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise AssertionError

    for name in ("install_browser", "install_servers", "install_isso"):
        monkeypatch.setattr(suite, name, refuse)
    monkeypatch.setattr(lint, "commands", list)
    monkeypatch.setattr(suite, "pytest_command", lambda options: [sys.executable, "-c", ""])
    assert suite.run(suite.parser().parse_args(["--fast"])) == 0


def test_what_pytest_compiles_of_the_tests_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit(sys.dont_write_bytecode)"]
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(suite, "pytest_command", lambda options: command)
    assert suite.run_pytest(suite.parser().parse_args([])) == 0


def test_our_code_is_compiled_before_tests_start_processes_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = Path(cache_from_source(str(ROOT / "tasks.py")))
    compiled.unlink(missing_ok=True)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(suite, "pytest_command", lambda options: [sys.executable, "-c", ""])
    assert suite.run_pytest(suite.parser().parse_args([])) == 0
    assert compiled.is_file()


@pytest.mark.parametrize(
    ("installed", "expected"),
    [
        (("chromium", "chromium-headless-shell"), "chromium-headless-shell"),
        (("google-chrome",), "google-chrome"),
        ((), None),
    ],
)
def test_the_browser_without_windows_is_taken_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: tuple[str, ...], expected: str | None
) -> None:
    for name in installed:
        (tmp_path / name).touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium() == (expected and str(tmp_path / expected))


def test_the_hooks_before_a_commit_run_what_lint_runs() -> None:
    [local] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert local["repo"] == "local", "nothing is fetched from elsewhere"
    modules = {hook["entry"].removeprefix(".venv/bin/python -m ").split()[0] for hook in local["hooks"]}
    assert modules == {"ruff", "codespell_lib"} <= {step[0] for step in lint.STEPS}


def test_a_misspelled_word_in_code_is_found() -> None:
    command = [sys.executable, "-m", "codespell_lib", "-"]
    result = subprocess.run(command, cwd=ROOT, input=TYPO, capture_output=True, text=True)
    assert "Recieve ==> Receive" in result.stdout
