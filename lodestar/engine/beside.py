"""Processes beside this one, where there is a second core: what can be done meanwhile need not be waited for.

What a file to read needs, pydantic and the Markdown parser, takes a tenth of a second to import: a quarter of a build
that publishes one post. So a process is begun before it is known whether there will be work for it; it imports that
while this one imports Pelican, and then reads what has to be read, with workers of its own where that is much.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

END = "end"
"""Follows the last result."""


class Gone(Exception):
    """The process has not done all of its work; what is left must be done elsewhere, where errors can be said."""


class Beside:
    """A process beside this one, which does `work()` and gives what that yields. It dies with this one."""

    def __init__(self, work: Callable[[], Iterable[Any]]) -> None:
        here, there = os.pipe()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # Ctrl-C must not meet it before it ignores that
        try:
            self._process = os.fork()
            if self._process == 0:
                os.close(here)
                _live(work, there)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        os.close(there)
        self._answer = os.fdopen(here, "rb")

    def results(self) -> Iterator[Any]:
        """What the work yields. Raises Gone after as many results as there are."""
        try:
            while (result := pickle.load(self._answer)) != END:
                yield result
        except (OSError, EOFError, pickle.PickleError):
            raise Gone from None

    def end(self) -> None:
        """End the process."""
        self._answer.close()
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


class Standby(Beside):
    """One that stands by: it calls `prepare()` and waits to be told its work."""

    def __init__(self, prepare: Callable[[], object]) -> None:
        told, self._tell = os.pipe()
        super().__init__(lambda: self._work(prepare, told))
        os.close(told)

    def spread(
        self, setup: str, arguments: tuple[Any, ...], tasks: Sequence[Any], workers: int, least: int
    ) -> Iterator[Any]:
        """The results of `lodestar.engine.workers.spread`, with `setup` as `module:function`; can be asked for once.

        Raises Gone as `results` does.
        """
        try:
            with os.fdopen(self._tell, "wb", closefd=False) as tell:
                pickle.dump((setup, arguments, tasks, workers, least), tell)
        except (OSError, pickle.PickleError):
            raise Gone from None
        yield from self.results()

    def end(self) -> None:
        """End the process."""
        os.close(self._tell)
        super().end()

    def _work(self, prepare: Callable[[], object], told: int) -> Iterator[Any]:
        os.close(self._tell)  # so that what is told ends when the other process does
        prepare()
        with os.fdopen(told, "rb") as work:
            setup, *more = pickle.load(work)
        from lodestar.engine.workers import spread

        module, _, name = setup.partition(":")
        return spread(getattr(import_module(module), name), *more)


def can_be_had() -> bool:
    """Whether there is a core for such a process, and a system that can make one."""
    return sys.platform not in ("win32", "darwin") and len(os.sched_getaffinity(0)) > 1


def _live(work: Callable[[], Iterable[Any]], there: int) -> None:
    """What the process does; whatever happens to it is seen by its parent as an end of the results."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    with suppress(BaseException), os.fdopen(there, "wb") as answer:
        for result in work():
            pickle.dump(result, answer)
        pickle.dump(END, answer)
    os._exit(0)
