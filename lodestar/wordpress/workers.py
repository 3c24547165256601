"""Convert items on all cores, a few at a time, in their order."""

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
"""How many items there must be for further processes to be worth starting."""
AHEAD = 8
"""Items a process that wait for each process, so that memory stays bounded."""


class ConversionTask(NamedTuple):
    """An item and where it goes."""

    number: int
    item: WxrItem
    place: ItemPlace


class Done(NamedTuple):
    """What became of an item."""

    made: ConvertedItem
    left: CommentsOfItem | None
    missing: Mapping[str, str]
    """Files that are nowhere, and why."""
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
        left = comments_file(task.item.comments, task.place, self.authors, post)
        new = dict(list(library.missing.items())[missing:])
        return Done(content, left, new, tuple(library.installed[brought:]))


_converter: list[Converter] = []
"""The converter of this process; set once, when a worker starts."""


def _start(converter: Converter) -> None:
    _converter[:] = [converter]


def _convert(task: ConversionTask) -> Done:
    return _converter[0].convert(task)


def convert(converter: Converter, tasks: Iterable[ConversionTask], total: int) -> Iterator[tuple[ConversionTask, Done]]:
    """Yield each task and what became of it, in order."""
    workers = min(os.cpu_count() or 1, 8)
    if total < WORTH or workers < 2:
        for task in tasks:
            yield task, converter.convert(task)
        return
    gc.freeze()  # what was read so far is looked at by no collection, so that processes go on sharing it
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
