"""Finds the line of something in a file, for messages; the file is read only when something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def lines_in(root: Path) -> Callable[..., int]:
    """Return a function that finds the line of a header entry (`keys`) or of a `text` in a file below `root`."""

    def line_of(path: str, *keys: str | int, text: str = "") -> int:
        from lodestar.base.front_matter.header import Fault, decode, parse  # needed only for problems

        try:
            content = decode((root / path).read_bytes())
            if text:
                return content.count("\n", 0, max(content.find(text), 0)) + 1
            return parse(path, content).line(*keys)
        except (OSError, Fault):
            return 1

    return line_of
