"""Git, as this project runs it: it asks nothing on the terminal, and speaks English, so that its words can be read."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

NOBODY = {
    f"GIT_{who}_{key}": value
    for who in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "Desk"), ("EMAIL", "desk@localhost"))
}
"""Who commits where git was told no name."""


def git(*words: str, root: Path | str = ".", given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder, with `given` on its standard input, and return what became of it."""
    env = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **environment}
    return subprocess.run(
        ["git", "-C", str(root), *words],
        input=given,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        env=env,
    )


def identity(root: Path | str = ".") -> dict[str, str]:
    """Return the variables that let git commit in a folder; none where it was told a name."""
    return {} if git("var", "GIT_COMMITTER_IDENT", root=root).returncode == 0 else NOBODY


def reason_of(done: subprocess.CompletedProcess[str]) -> str:
    """Return what git says is wrong, without the advice that it adds."""
    lines = (done.stderr.strip() or done.stdout.strip() or "git failed").splitlines()
    telling = (line for sign in (" ! [", "fatal: ", "error: ") for line in lines if line.startswith(sign))
    return next(telling, lines[-1]).strip(" !")


def address_of(remote: str) -> str:
    """Return the address of a remote that is given by its name or its address."""
    return remote if "/" in remote else git("remote", "get-url", "--push", remote).stdout.strip() or remote
