"""A process beside this one, begun before it is known whether there will be work for it.

What a file to read needs, pydantic and the Markdown parser, takes a tenth of a second to import: a quarter of a build
that publishes one post. Where there is a second core, a process beside this one imports it while this one imports
Pelican, and then reads what has to be read, with workers of its own where that is much.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

END = "end"
"""Follows the last result."""


class Gone(Exception):
    """The process has not done all of its work; what is left must be done elsewhere, where errors can be said."""


class Beside:
    """The process; it calls `prepare()` and waits for work until `end()`. It dies with this one."""

    def __init__(self, prepare: Callable[[], object]) -> None:
        work, self._work = os.pipe()
        self._results, results = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            os.close(self._work)
            os.close(self._results)
            _live(prepare, work, results)
        os.close(work)
        os.close(results)

    def results(
        self, setup: str, arguments: tuple[Any, ...], tasks: Sequence[Any], workers: int, least: int
    ) -> Iterator[Any]:
        """The results of `spread` (see `plugins.workers`), with `setup` as `module:function`; can be asked once.

        Raises Gone after as many results as there are.
        """
        try:
            with os.fdopen(self._work, "wb", closefd=False) as work:
                pickle.dump((setup, arguments, tasks, workers, least), work)
            with os.fdopen(self._results, "rb", closefd=False) as results:
                while (result := pickle.load(results)) != END:
                    yield result
        except (OSError, EOFError, pickle.PickleError):
            raise Gone from None

    def end(self) -> None:
        """End the process."""
        os.close(self._work)
        os.close(self._results)
        with suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


def can_be_had() -> bool:
    """Whether there is a core for such a process, and a system that can make one."""
    return sys.platform not in ("win32", "darwin") and len(os.sched_getaffinity(0)) > 1


def _live(prepare: Callable[[], object], work: int, results: int) -> None:
    """What the process does; whatever happens to it is seen by its parent as an end of the results."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    with suppress(BaseException):
        prepare()
        with os.fdopen(work, "rb") as asked, os.fdopen(results, "wb") as answer:
            for result in _spread(*pickle.load(asked)):
                pickle.dump(result, answer)
            pickle.dump(END, answer)
    os._exit(0)


def _spread(setup: str, arguments: tuple[Any, ...], tasks: Sequence[Any], workers: int, least: int) -> Iterator[Any]:
    from plugins.workers import spread

    module, _, name = setup.partition(":")
    return spread(getattr(import_module(module), name), arguments, tasks, workers, least)
