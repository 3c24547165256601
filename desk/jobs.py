"""Work that takes a while: a command in a process of its own, its lines kept for the page that shows them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from commands.environment import ROOT


@dataclass
class Job:
    """One run of a command."""

    title: str
    lines: list[str] = field(default_factory=list)
    code: int | None = None
    """The exit code; None while it runs."""


def start(title: str, arguments: Sequence[str], after: Callable[[Job], None] = lambda job: None) -> Job:
    """Run `tasks.py` with arguments in the background; `after` is called when it ends."""
    job = Job(title)
    env = {**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, str(ROOT / "tasks.py"), *arguments]

    def work() -> None:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=env,
            text=True,
            errors="replace",
        )
        assert process.stdout is not None
        for line in process.stdout:
            job.lines.append(line.rstrip("\n"))
        code = process.wait()
        try:
            after(job) if code == 0 else None
        except Exception as error:  # said on the page, which is where the author looks
            job.lines.append(str(error))
        job.code = code

    threading.Thread(target=work, daemon=True, name=f"desk {title}").start()
    return job
