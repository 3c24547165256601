"""Prints the progress and the summary of a build."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lodestar.engine.result import Result

PATIENCE = 1.0
"""Seconds after which a step shows its progress."""
PROGRESS = "LODESTAR_PROGRESS"
"""The environment variable by which a program, such as the desk, asks for progress lines."""
MARK = "\x1f"
"""Begins a progress line, and separates its fields: step, done, total."""
INTERVAL = 0.3
"""Seconds between two progress lines."""
MOST_LISTED = 12
"""The most changed files that the summary lists by default."""


class Meter:
    """A progress bar for steps that take longer than a second; silent where there is no terminal."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._step = ""
        self._bar: Any = None
        self._is_terminal = sys.stderr.isatty()
        self._prints_lines = PROGRESS in os.environ

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def show(self, step: str, done: int, total: int) -> None:
        """Show that a step has `done` of `total`."""
        if self._prints_lines:
            self._tell(step, done, total)
            return
        if step != self._step:
            self._step, self._started = step, time.monotonic()
        if not self._is_terminal or time.monotonic() - self._started < PATIENCE:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(step, total=total)
        self._bar.update(self._task, description=step, completed=done, total=total)

    def _tell(self, step: str, done: int, total: int) -> None:
        """Print a progress line for another program, a few times a second."""
        if step != self._step or done == total or time.monotonic() - self._started > INTERVAL:
            self._step, self._started = step, time.monotonic()
            sys.stderr.write(MARK.join(("", step, str(done), str(total))) + "\n")
            sys.stderr.flush()


def summary(result: Result, output: Path, every_change: bool) -> Iterator[str]:
    """Yield the lines at the end of a build."""
    counts = result.counts
    yield (
        f"{count(counts.get('posts', 0), 'post')}, {count(counts.get('archives', 0), 'archive')}, "
        f"{count(counts.get('feeds', 0), 'feed')}; {count(result.outputs, 'file')} in {result.seconds:.2f} s"
    )
    groups = (("new", result.new), ("changed", result.changed), ("removed", result.vanished))
    total = sum(len(paths) for _, paths in groups)
    if result.discarded:
        yield f"What earlier builds remembered was not used: {result.discarded}."
    if result.explained:
        yield result.explained
    if total == 0:
        yield "Nothing changed."
    else:
        yield ", ".join(f"{len(paths)} {name}" for name, paths in groups if paths) + "."
        if every_change or total <= MOST_LISTED:
            yield from (f"  {name:8} {path}" for name, paths in groups for path in paths)
    yield f"To look at it: python3 -m http.server --directory {_short(output)}, then open http://localhost:8000/"


def count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 file`, `2,000 files`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _short(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
