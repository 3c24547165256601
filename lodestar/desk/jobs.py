"""Long-running work: a command in a child process, whose output is kept for the page that shows it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lodestar.base.root import ROOT
from lodestar.engine.summary import MARK, PROGRESS
from lodestar.publishing.channels.plan import OPEN
from lodestar.publishing.told import ToldFinding, findings_in


@dataclass
class Job:
    """One run of a command."""

    title: str
    lines: list[str] = field(default_factory=list)
    progress: tuple[str, int, int] | None = None
    """The current step, how much of it is done, and the total."""
    findings: tuple[ToldFinding, ...] = ()
    """The findings that the command reported."""
    code: int | None = None
    """The exit code; None while it runs."""
    process: subprocess.Popen[str] | None = None

    @property
    def open(self) -> bool:
        """Whether the site was published, but not every channel was told."""
        return self.code == OPEN

    def stop(self) -> None:
        """Terminate the command, and wait until it has ended."""
        if self.code is None and self.process:
            self.process.terminate()
            self.process.wait()


def start(title: str, arguments: Sequence[str], on_success: Callable[[Job], None] = lambda job: None) -> Job:
    """Run `tasks.py` in the background and return the job; `on_success` is called once it has succeeded."""
    job = Job(title)
    env = {**os.environ, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1", PROGRESS: "1"}
    command = [sys.executable, str(ROOT / "tasks.py"), *arguments]

    def work() -> None:
        process = job.process = subprocess.Popen(
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
            if (result := findings_in(line)) is not None:
                job.findings = result
            elif line.startswith(MARK):
                _, step, count, total = line.rstrip("\n").split(MARK)
                job.progress = (step, int(count), int(total))
            else:
                job.lines.append(line.rstrip("\n"))
        code = process.wait()
        try:
            on_success(job) if code in (0, OPEN) else None
        except Exception as error:  # shown on the page, where the author looks
            job.lines.append(str(error))
        job.code = code

    threading.Thread(target=work, daemon=True, name=f"desk {title}").start()
    return job
