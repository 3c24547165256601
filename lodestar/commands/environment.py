"""The environment that tasks run in: `.venv`, with exactly the locked packages. Standard library only.

Each set of packages is locked in `requirements/<set>.txt`, with hashes; a set is installed when a task first needs it
and again when its lock changes.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from lodestar.base.root import ROOT

HOME = ROOT / ".venv"
OLDEST = (3, 11)
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r")


def ensure(needs: Sequence[str]) -> None:
    """Install the sets of packages that a task `needs` into the environment, and continue inside it.

    Where this process does not run the environment's own Python, that Python replaces it.
    """
    if sys.version_info < OLDEST:
        sys.exit(f"Lodestar needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}")
    missing = [name for name in needs if not _holds(name)]
    if missing:
        _install(missing)
    if Path(sys.prefix).resolve() != HOME.resolve():
        become(PYTHON, sys.argv)


def apart(name: str) -> Path:
    """Return the folder of programs of a separate environment below `.cache/`: `requirements/<name>.txt`, installed once.

    For packages that want other versions than ours, or that few people need. Raises OSError where they cannot be had.
    """
    home = ROOT / ".cache" / name
    programs = home / BIN.name
    mark, lock = home / ".ready", _lock(name)
    if not (mark.exists() and mark.read_text() == _digest(name)):
        print(f"Installing {name} (once) ...", flush=True)
        _make(home)
        if _run([str(programs / PYTHON.name), *PIP, str(lock)]):
            raise OSError(f"{name} could not be installed")
        mark.write_text(_digest(name))
    return programs


def _lock(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def _mark(name: str) -> Path:
    return HOME / f".{name}"


def _digest(name: str) -> str:
    return hashlib.blake2b(_lock(name).read_bytes(), digest_size=16).hexdigest()


def _holds(name: str) -> bool:
    mark = _mark(name)
    return mark.exists() and mark.read_text() == _digest(name)


def _install(names: Sequence[str]) -> None:
    if not PYTHON.exists():
        print(f"Making the environment {HOME.name} (once) ...", flush=True)
        _make(HOME)
    for name in names:
        print(f"Installing what '{name}' needs (once) ...", flush=True)
        if _run([str(PYTHON), *PIP, str(_lock(name))]):
            sys.exit("the packages could not be installed; look at the lines above, then run the command again")
        _mark(name).write_text(_digest(name))


def become(python: Path, arguments: Sequence[str]) -> None:
    """Replace this process with another one, which gets its standard streams; does not return."""
    command = [str(python), *arguments]
    if os.name == "nt":
        sys.exit(_run(command))
    os.execv(python, command)


def _make(home: Path) -> None:
    import venv  # imported here and below, since most runs install nothing and must start at once

    venv.create(home, with_pip=True)


def _run(command: list[str]) -> int:
    import subprocess

    return subprocess.run(command).returncode
