"""Commands as everyone runs them, in a fork of this process, which has imported what they would import for most of a second.

What a process of its own would show in another way (imports, packages that are not there, signals) runs in one.
"""

from __future__ import annotations

import importlib
import logging
import os
import pkgutil
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pelican
from pelican.log import LimitFilter, console

import plugins
import tasks
from lodestar.commands.dispatch import main


def run_task(folder: Path, *words: str, answers: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a task of the project in a folder; `answers` is what somebody types meanwhile."""
    import_features()
    for task in tasks.TASKS:
        if task.name in words[:1]:
            importlib.import_module(task.module)
    return run_forked(folder, lambda: main(tasks.TASKS, words, lambda needs: None), answers, **environment)


def run_pelican(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Pelican's own command in a folder."""
    import_features()
    return run_forked(folder, lambda: pelican.main(list(words)), **environment)


@cache
def import_features() -> None:
    """Import every plugin, so that no fork has to."""
    for module in pkgutil.walk_packages(plugins.__path__, "plugins."):
        importlib.import_module(module.name)


def run_forked(
    folder: Path, work: Callable[[], int | None], answers: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Return how `work` ends in a fork of this process, and what it prints."""
    with (
        tempfile.TemporaryFile() as input_file,
        tempfile.TemporaryFile() as output_file,
        tempfile.TemporaryFile() as error_file,
    ):
        input_file.write(answers.encode())
        input_file.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of forks beside threads
            process = os.fork()
        if process == 0:
            for number, file in enumerate((input_file, output_file, error_file)):
                os.dup2(file.fileno(), number)
            os.chdir(folder)
            os.environ.update(environment)
            _live(work)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        outputs = []
        for file in (output_file, error_file):
            file.seek(0)
            outputs.append(file.read().decode())
    return subprocess.CompletedProcess("a fork", code, *outputs)


def _live(work: Callable[[], int | None]) -> None:
    """Do the work as a process that was just begun would, and end."""
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - they end with the process
    logging.root.handlers.clear()
    console.file, console.width = None, 400
    LimitFilter._raised_messages.clear()  # of other sites: it says nothing twice
    code = 1
    try:
        code = work() or 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
        if isinstance(stop.code, str):
            sys.stderr.write(f"{stop.code}\n")
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
