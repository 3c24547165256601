"""Repositories of git, as somebody has them whom git knows."""

from __future__ import annotations

import subprocess
from pathlib import Path

JANE = ("-c", "user.name=Jane", "-c", "user.email=jane@calm-teams.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *words: str) -> str:
    """Run a command of git in a folder; what it says."""
    return subprocess.run(["git", "-C", str(folder), *JANE, *words], check=True, capture_output=True, text=True).stdout
