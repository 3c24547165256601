"""`lint`: formatting, style and types."""

from __future__ import annotations

import argparse
import subprocess
import sys

from commands.environment import ROOT

STEPS = (("ruff", "format", "--check", "."), ("ruff", "check", "."), ("mypy",))


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    return argparse.ArgumentParser(
        description="Check formatting, style and types.", epilog="Example: python3 tasks.py lint"
    )


def run(options: argparse.Namespace) -> int:
    """Run every step; 1 when one of them finds something."""
    return max(subprocess.run([sys.executable, "-m", *step], cwd=ROOT).returncode for step in STEPS)
