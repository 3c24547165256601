"""Spread work over processes: same results whatever their number, same error, and Ctrl-C ends all of them."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

WATCH = 0.3
"""Seconds between a worker's looks at whether its parent lives."""
_work: Callable[[Any], Any] | None = None
_tasks: Sequence[Any] = ()


def cores() -> int:
    """How many processes can run at once on this machine."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def spread(
    setup: Callable[..., Callable[[Task], Result]],
    arguments: tuple[Any, ...],
    tasks: Sequence[Task],
    workers: int,
    least: int,
) -> Iterator[Result]:
    """The results of `setup(*arguments)(task)` for all tasks, in no certain order.

    `setup` runs once in each process. Fewer than `least` tasks a worker are done in this process, where starting
    others would cost more than it saves.
    """
    if not tasks:
        return
    workers = min(workers, len(tasks) // max(least, 1))
    if workers < 2:
        yield from map(setup(*arguments), tasks)
        return
    from concurrent.futures import ProcessPoolExecutor, as_completed

    method = "fork" if sys.platform not in ("win32", "darwin") else "spawn"
    size = max(1, min(64, len(tasks) // (workers * 4)))
    # tasks reach the workers once, with the fork; what is submitted is only which of them to do
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context(method), _begin, (setup, arguments, tasks))
    try:
        for done in as_completed([pool.submit(_chunk, start, start + size) for start in range(0, len(tasks), size)]):
            yield from done.result()
    except BaseException:
        _end(pool)
        raise
    pool.shutdown()


def _begin(setup: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...], tasks: Sequence[Any]) -> None:
    import signal
    import threading

    global _work, _tasks  # each process's own: what setup made, and what there is to do
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    _work, _tasks = setup(*arguments), tasks


def _follow(parent: int) -> None:
    """End this process soon after its parent, which may be killed without a word."""
    while os.getppid() == parent:
        time.sleep(WATCH)
    os._exit(1)


def _chunk(start: int, stop: int) -> list[Any]:
    assert _work is not None
    return list(map(_work, _tasks[start:stop]))


def _end(pool: Any) -> None:
    """Stop the workers now, in the middle of what they do."""
    for process in list((pool._processes or {}).values()):
        process.terminate()
    pool.shutdown(wait=True, cancel_futures=True)
