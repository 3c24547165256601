"""Converts items on all cores, a few at a time, in order."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from typing import NamedTuple

from lodestar.wordpress.comments import CommentsOfItem, comments_file
from lodestar.wordpress.items import ConvertedItem, Maker
from lodestar.wordpress.model import WxrItem
from lodestar.wordpress.places import ItemPlace

WORTH = 150
"""The smallest number of items for which more processes are worth starting."""
AHEAD = 8
"""The number of waiting items per process, so that memory stays bounded."""


class ConversionTask(NamedTuple):
    """An item and its place."""

    number: int
    item: WxrItem
    place: ItemPlace


class Done(NamedTuple):
    """The result for an item."""

    converted: ConvertedItem
    left: CommentsOfItem | None
    missing: Mapping[str, str]
    """Missing files, each with the reason."""
    brought: tuple[str, ...]


class Converter:
    """Makes the files of an item."""

    def __init__(self, maker: Maker, authors: Mapping[int, str]) -> None:
        self.maker, self.authors = maker, authors

    def convert(self, task: ConversionTask) -> Done:
        """Return the files of an item and of its comments."""
        library = self.maker.links.library
        missing, brought = len(library.missing), len(library.installed)
        content = self.maker.make(task.item, task.place)
        post = self.maker.guids.get(task.place.number, "") if task.place.kind == "post" else ""
        comments = comments_file(task.item.comments, task.place, self.authors, post)
        new_missing = dict(list(library.missing.items())[missing:])
        return Done(content, comments, new_missing, tuple(library.installed[brought:]))


_converter: list[Converter] = []
"""The converter of this process; set once, when a worker starts."""


def _start(converter: Converter) -> None:
    _converter[:] = [converter]


def _convert(task: ConversionTask) -> Done:
    return _converter[0].convert(task)


def convert(converter: Converter, tasks: Iterable[ConversionTask], total: int) -> Iterator[tuple[ConversionTask, Done]]:
    """Yield each task and its result, in order."""
    workers = min(os.cpu_count() or 1, 8)
    if total < WORTH or workers < 2:
        for task in tasks:
            yield task, converter.convert(task)
        return
    gc.freeze()  # the garbage collector ignores what was read so far, so that processes go on sharing its memory
    waiting: deque[tuple[ConversionTask, Future[Done]]] = deque()
    try:
        with ProcessPoolExecutor(workers, initializer=_start, initargs=(converter,)) as pool:
            for task in tasks:
                waiting.append((task, pool.submit(_convert, task)))
                if len(waiting) >= workers * AHEAD:
                    first, future = waiting.popleft()
                    yield first, future.result()
            while waiting:
                first, future = waiting.popleft()
                yield first, future.result()
    finally:
        gc.unfreeze()
