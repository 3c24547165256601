"""Runs git without prompts, and in English, so that its messages can be understood."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

NOBODY = {
    f"GIT_{who}_{key}": value
    for who in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "Desk"), ("EMAIL", "desk@localhost"))
}
"""The committer where git has no name configured."""


def git(*words: str, root: Path | str = ".", stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder, with `stdin` as its standard input, and return the completed process."""
    env = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **environment}
    return subprocess.run(
        ["git", "-C", str(root), *words],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        env=env,
    )


def identity(root: Path | str = ".") -> dict[str, str]:
    """Return the environment variables that let git commit in a folder; none where a name is configured."""
    return {} if git("var", "GIT_COMMITTER_IDENT", root=root).returncode == 0 else NOBODY


def reason_of(process: subprocess.CompletedProcess[str]) -> str:
    """Return git's error message, without the advice that follows it."""
    lines = (process.stderr.strip() or process.stdout.strip() or "git failed").splitlines()
    error_lines = (line for sign in (" ! [", "fatal: ", "error: ") for line in lines if line.startswith(sign))
    return next(error_lines, lines[-1]).strip(" !")


def address_of(remote: str) -> str:
    """Return the address of a remote, given its name or address."""
    return remote if "/" in remote else git("remote", "get-url", "--push", remote).stdout.strip() or remote
