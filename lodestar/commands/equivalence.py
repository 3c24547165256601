"""`equivalence`: the long form of the test that incremental builds equal clean ones."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from lodestar.base.root import ROOT


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Prove at length that incremental builds equal clean ones, and that killed builds do no harm.",
        epilog="Example: python3 tasks.py equivalence --steps 2000 --kills 200",
    )
    parser.add_argument("--steps", type=int, default=2000, metavar="N", help="random edits, each built both ways")
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="builds killed at random moments")
    return parser


def run(options: argparse.Namespace) -> int:
    """Run the suite's own tests with larger numbers."""
    env = {**os.environ, "LODESTAR_STEPS": str(options.steps), "LODESTAR_KILLS": str(options.kills)}
    return subprocess.run([sys.executable, "-m", "pytest", "tests/equivalence", "-q"], cwd=ROOT, env=env).returncode
