"""Child processes that use a second core while the build does something else.

Reading a file needs pydantic and the Markdown parser, which take a tenth of a second to import: a quarter of a build
that publishes one post. A child is therefore started before anyone knows whether there is work for it. It imports both
while the parent imports Pelican, and then reads the changed files, with workers of its own where there are many.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from importlib import import_module
from typing import Any

END = "end"
"""Marks the end of the results."""


class ChildEnded(Exception):
    """The child ended early: the parent must do the rest, where it can report errors."""


class Child:
    """A child process that runs `work()` and streams its results to the parent. It is killed with its parent."""

    def __init__(self, work: Callable[[], Iterable[Any]]) -> None:
        read_end, write_end = os.pipe()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until the child ignores Ctrl-C
        try:
            self._process = os.fork()
            if self._process == 0:
                os.close(read_end)
                _run_child(work, write_end)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        os.close(write_end)
        self._results = os.fdopen(read_end, "rb")
        self._ended = False

    def results(self) -> Iterator[Any]:
        """Yield the results. Raises ChildEnded where the child ended early, after the results that it sent."""
        try:
            while (result := pickle.load(self._results)) != END:
                yield result
        except (OSError, EOFError, pickle.PickleError):
            raise ChildEnded from None

    def stop_receiving(self) -> None:
        """Stop receiving results: the child exits when it sends the next one."""
        self._results.close()

    def end(self) -> None:
        """Kill the child, once."""
        if self._ended:
            return
        self._ended = True
        self._results.close()
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


class StandbyChild(Child):
    """A child process that calls `prepare()` and then waits for its task."""

    def __init__(self, prepare: Callable[[], object]) -> None:
        read_end, self._write_end = os.pipe()
        super().__init__(lambda: self._run_task(prepare, read_end))
        os.close(read_end)

    @cached_property
    def prepared(self) -> Any:
        """What `prepare()` returned; waits for it. Raises ChildEnded as `results` does."""
        for result in self.results():
            return result
        raise ChildEnded

    def spread(
        self, setup: str, arguments: tuple[Any, ...], tasks: Sequence[Any], workers: int, min_tasks: int
    ) -> Iterator[Any]:
        """Begin `lodestar.engine.workers.spread`, `setup` given as `module:function`, and return its results; works once.

        Raises ChildEnded as `results` does.
        """
        try:
            with os.fdopen(self._write_end, "wb", closefd=False) as stream:
                pickle.dump((setup, arguments, tasks, workers, min_tasks), stream)
        except (OSError, pickle.PickleError):
            raise ChildEnded from None
        return self._results_after_preparation()

    def _results_after_preparation(self) -> Iterator[Any]:
        _ = self.prepared
        yield from self.results()

    def end(self) -> None:
        """Kill the child, once."""
        if not self._ended:
            os.close(self._write_end)
        super().end()

    def _run_task(self, prepare: Callable[[], object], read_end: int) -> Iterator[Any]:
        os.close(self._write_end)  # so that reading ends when the parent does
        yield prepare()
        with os.fdopen(read_end, "rb") as stream:
            setup, *task = pickle.load(stream)
        from lodestar.engine.workers import spread

        module, _, name = setup.partition(":")
        yield from spread(getattr(import_module(module), name), *task)


def is_available() -> bool:
    """Return whether there is a second core, and forking is safe on this system."""
    return sys.platform not in ("win32", "darwin") and len(os.sched_getaffinity(0)) > 1


def _run_child(work: Callable[[], Iterable[Any]], write_end: int) -> None:
    """Send the results of `work()` to the parent, and exit; it sees any failure as an early end of the results."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    with suppress(BaseException), os.fdopen(write_end, "wb") as stream:
        for result in work():
            pickle.dump(result, stream)
            stream.flush()
        pickle.dump(END, stream)
    os._exit(0)
