"""`lock`: chooses the newest packages that pyproject.toml allows, and records them with their hashes."""

from __future__ import annotations

import argparse
import subprocess
import sys

from lodestar.base.root import ROOT

SETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("test", ("test",)),
    ("site", ()),
    ("wordpress", ("wordpress",)),
    ("publish", ("publish",)),
    ("desk", ("desk",)),
)
"""Each set of packages and its extras; the first holds all others, so that they agree on every version."""
APART = ("isso", "hugo", "node")
"""Sets with an environment of their own."""
FLAGS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--no-header",
)

NPM = ("--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund")
"""A lock with hashes, which names no host."""
OF_NPM = ("editor", "nu")
"""The packages from npm: the editor's, and an HTML checker for tests."""


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    return argparse.ArgumentParser(
        description="Lock the newest packages that pyproject.toml allows.", epilog="Example: python3 tasks.py lock"
    )


def run(options: argparse.Namespace) -> int:
    """Write the files in requirements/."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    for name, extras in SETS:
        extra_options = [f"--extra={extra}" for extra in extras] + (
            [] if name == "test" else ["-c", "requirements/test.txt"]
        )
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--upgrade", *FLAGS, *extra_options]
        subprocess.run([*command, "-o", f"requirements/{name}.txt", "pyproject.toml"], cwd=ROOT, check=True)
    for name in APART:
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--upgrade", *FLAGS]
        subprocess.run([*command, "-o", f"requirements/{name}.txt", f"requirements/{name}.in"], cwd=ROOT, check=True)
    for name in OF_NPM:
        subprocess.run(["npm", "update", *NPM], cwd=ROOT / "requirements" / name, check=True)
    return 0
