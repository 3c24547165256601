"""A process beside this one, begun before it is known whether there will be work for it.

What a file to read needs, pydantic and the Markdown parser, takes a tenth of a second to import: a quarter of a build
that publishes one post. Where there is a second core, a process beside this one imports it while this one imports
Pelican, and then reads the few files that changed.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any


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

    def results(self, setup: str, arguments: tuple[Any, ...], tasks: Sequence[Any]) -> list[Any] | None:
        """The results of `setup(*arguments)(task)` for all tasks, `setup` being `module:function`; can be asked once.

        None where the process could not do it: whoever asks must then do it, and will see why.
        """
        try:
            with os.fdopen(self._work, "wb", closefd=False) as work:
                pickle.dump((setup, arguments, tasks), work)
            with os.fdopen(self._results, "rb", closefd=False) as results:
                found: list[Any] = pickle.load(results)
        except (OSError, EOFError, pickle.PickleError):
            return None
        return found

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
    """What the process does; whatever happens to it is seen by its parent as no answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    with suppress(BaseException):
        prepare()
        with os.fdopen(work, "rb") as asked, os.fdopen(results, "wb") as answer:
            pickle.dump(_done(*pickle.load(asked)), answer)
    os._exit(0)


def _done(setup: str, arguments: tuple[Any, ...], tasks: Iterable[Any]) -> list[Any]:
    module, _, name = setup.partition(":")
    return list(map(getattr(import_module(module), name)(*arguments), tasks))
