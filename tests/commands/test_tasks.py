"""How commands are asked for: each explains itself, and wrong use ends with 2."""

from __future__ import annotations

import pytest

import tasks
from lodestar.commands.dispatch import main
from tests.commands.conftest import run

pytestmark = pytest.mark.seconds


def test_every_task_explains_itself_with_an_example(capsys):
    def refuse(needs):
        raise AssertionError("who asks for help installs nothing")

    task_names = [line.split()[0] for line in run().stdout.splitlines()[2:] if line.startswith("  ")]
    assert {"build", "test", "calls", "bench"} <= set(task_names)
    for name in task_names:
        assert main(tasks.TASKS, [name, "--help"], refuse) == 0
        assert "xample" in capsys.readouterr().out, name
    assert run("build", "--help").returncode == 0


@pytest.mark.parametrize("words", [["nosuchtask"], ["build", "--nonsense"], ["build", "--workers", "many"]])
def test_wrong_use_is_exit_code_2(words):
    result = run(*words)
    assert result.returncode == 2 and "Traceback" not in result.stderr
