"""Spreads work over processes: with the same results and errors for any number, and Ctrl-C ends all of them."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

FORKS = sys.platform not in ("win32", "darwin")
"""Whether processes are forked, and so inherit the state of this one."""
WATCH = 0.3
"""Seconds between a worker's checks that its parent is alive."""
MOST = 1500
"""The most tasks in a portion: a worker reports progress only between portions."""
_work: Callable[[Any], Any] | None = None
_tasks: Sequence[Any] = ()
_stop: Any = None


def cores() -> int:
    """Return how many processes can run at once on this machine."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Delay Ctrl-C during a short operation that must not be left half done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    interrupts: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, frame: interrupts.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if interrupts:
        raise KeyboardInterrupt


def spread(
    setup: Callable[..., Callable[[Task], Result]],
    arguments: tuple[Any, ...],
    tasks: Sequence[Task],
    workers: int,
    least: int,
) -> Iterator[Result]:
    """Yield the results of `setup(*arguments)(task)` for all tasks, in any order.

    `setup` runs once, or once in each process where processes cannot be forked. Fewer than `least` tasks a worker are
    done in this process, where starting others would cost more than it saves.
    """
    if not tasks:
        return
    workers = min(workers, len(tasks) // max(least, 1))
    if workers < 2:
        yield from map(setup(*arguments), tasks)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed

    method = "fork" if FORKS else "spawn"
    make = partial(setup, *arguments)
    if method == "fork":
        result = make()  # once, before the fork: workers inherit what it imports and makes
        make = partial(_return, result)
    # workers inherit the tasks by the fork; only their indexes are submitted
    processes = multiprocessing.get_context(method)
    stop = processes.Event()
    with uninterrupted():  # so that no worker is interrupted before it ignores Ctrl-C
        pool = ProcessPoolExecutor(workers, processes, _begin, (os.getpid(), make, tasks, stop))
        chunks = as_completed([pool.submit(_chunk, start, end) for start, end in portions(len(tasks), workers)])
    try:
        for chunk in chunks:  # nothing else holds them, so that what was yielded is free again
            yield from chunk.result()
    finally:
        stop.set()  # workers end between two tasks: killing one while it answers would leave this process waiting
        pool.shutdown(wait=True, cancel_futures=True)


def portions(total: int, workers: int) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each portion of `total` tasks, taken alternately from the front and the back.

    Neighbors in the list share a worker's caches and the folders to which they are written, where two workers
    would wait for each other; so workers begin far apart, with large portions. Ever smaller ones let them end together.
    """
    start, end, front = 0, total, True
    while start < end:
        size = min(MOST, max(1, (end - start) // (workers * 2)))
        if front:
            yield start, start + size
            start += size
        else:
            yield end - size, end
            end -= size
        front = not front


def _return(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return function


def _begin(parent: int, make: Callable[[], Callable[[Any], Any]], tasks: Sequence[Any], stop: Any) -> None:
    global _work, _tasks, _stop  # each process's own: what was made, what there is to do, whether to go on
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, args=(parent,), daemon=True).start()
    _work, _tasks, _stop = make(), tasks, stop


def _follow(parent: int) -> None:
    """End this process soon after its parent, which may be killed without notice."""
    while os.getppid() == parent:
        time.sleep(WATCH)
    os._exit(1)


def _chunk(start: int, stop: int) -> list[Any]:
    assert _work is not None
    results = []
    for task in _tasks[start:stop]:
        if _stop.is_set():
            break
        results.append(_work(task))
    return results
