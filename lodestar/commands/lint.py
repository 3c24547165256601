"""`lint`: formatting, style, spelling, types, and words that no catalog has."""

from __future__ import annotations

import argparse
import subprocess
import sys

from lodestar.base.root import ROOT

STEPS = (("ruff", "format", "--check", "."), ("ruff", "check", "."), ("codespell_lib", "."), ("mypy",))


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    return argparse.ArgumentParser(
        description="Check formatting, style, spelling, types and catalogs.", epilog="Example: python3 tasks.py lint"
    )


def run(options: argparse.Namespace) -> int:
    """Run every step; return 1 when one of them finds something."""
    return max(subprocess.run(command, cwd=ROOT).returncode for command in commands())


def commands() -> list[list[str]]:
    """Return the command of each step; the last one finds untranslated messages."""
    words = [sys.executable, "tasks.py", "translate", "--check"]
    return [*([sys.executable, "-m", *step] for step in STEPS), words]
