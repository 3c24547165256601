"""Spreads work over processes: results and errors are the same for any number of them, and Ctrl-C ends them all."""

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
WATCH_INTERVAL = 0.3
"""Seconds between a worker's checks that its parent is alive."""
MAX_PORTION = 1500
"""The most tasks in a portion: a worker reports progress only between portions."""
_work: Callable[[Any], Any] | None = None  # of a worker process, as the two below
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
    min_tasks: int,
) -> Iterator[Result]:
    """Yield the results of `setup(*arguments)(task)` for all tasks, in any order.

    `setup` runs once, or once in each process where processes cannot be forked. Fewer than `min_tasks` a worker are
    done in this process, where starting others would cost more than it saves.
    """
    if not tasks:
        return
    workers = min(workers, len(tasks) // max(min_tasks, 1))
    if workers < 2:
        yield from map(setup(*arguments), tasks)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed

    method = "fork" if FORKS else "spawn"
    make_work = partial(setup, *arguments)
    if method == "fork":
        work = make_work()  # once, before the fork: workers inherit what it imports and makes
        make_work = partial(_inherit, work)
    # workers inherit the tasks by the fork; only their indexes are submitted
    processes = multiprocessing.get_context(method)
    stop = processes.Event()
    with uninterrupted():  # so that no worker is interrupted before it ignores Ctrl-C
        pool = ProcessPoolExecutor(workers, processes, _set_up_worker, (os.getpid(), make_work, tasks, stop))
        finished_portions = as_completed(
            [pool.submit(_do_portion, start, end) for start, end in portions(len(tasks), workers)]
        )
    try:
        for portion in finished_portions:  # nothing else holds them, so that what was yielded is free again
            yield from portion.result()
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
        size = min(MAX_PORTION, max(1, (end - start) // (workers * 2)))
        if front:
            yield start, start + size
            start += size
        else:
            yield end - size, end
            end -= size
        front = not front


def _inherit(work: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return work


def _set_up_worker(parent: int, make_work: Callable[[], Callable[[Any], Any]], tasks: Sequence[Any], stop: Any) -> None:
    global _work, _tasks, _stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()
    _work, _tasks, _stop = make_work(), tasks, stop


def _watch_parent(parent: int) -> None:
    """End this process soon after its parent, which may be killed without notice."""
    while os.getppid() == parent:
        time.sleep(WATCH_INTERVAL)
    os._exit(1)


def _do_portion(start: int, end: int) -> list[Any]:
    assert _work is not None
    results = []
    for task in _tasks[start:end]:
        if _stop.is_set():
            break
        results.append(_work(task))
    return results
