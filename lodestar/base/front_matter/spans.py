"""Shared by all edits of a header: spans of text, and comparison of values."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from lodestar.base.front_matter.fault import Fault
from lodestar.base.front_matter.yaml_reader import read_yaml

UNUSUAL = "its header is written in an unusual way; change this key in a text editor"


class CannotEdit(Exception):
    """A change that cannot be made without risk; the message says what to do."""


class YamlText(str):
    """A nested value as YAML, put below its key as it is."""


class Span(NamedTuple):
    """A replacement for the text from `start` to `end`."""

    start: int
    end: int
    text: str


def same(old: Any, new: Any) -> bool:
    """Return whether two header values mean the same: white space, one word or a list of one, None or empty."""
    return bool(_meaning(old) == _meaning(new))


def _meaning(value: Any) -> Any:
    if isinstance(value, YamlText):
        return _meaning(_load(value))
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if isinstance(value, Mapping):
        return {key: meaning for key, item in value.items() if (meaning := _meaning(item)) is not None} or None
    if isinstance(value, Sequence):
        items = [_meaning(item) for item in value]
        return items[0] if len(items) == 1 and isinstance(items[0], str) else (items or None)
    return value


def _load(text: str) -> Any:
    try:
        return read_yaml(str(text)).value
    except Fault as fault:
        raise CannotEdit(f"this is not written as YAML (line {fault.line}): {fault.what}; {fault.cure}") from None


def plain(text: str) -> str:
    """Return a text with plain line endings."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def difference(old: str, new: str, start: int = 0) -> Span:
    """Return the shortest span that turns `old`, which begins at `start` of a text, into `new`."""
    shorter = min(len(old), len(new))
    head = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    lengths = range(1, shorter - head + 1)
    tail = next((length - 1 for length in lengths if old[-length] != new[-length]), len(lengths))
    return Span(start + head, start + len(old) - tail, new[head : len(new) - tail])


def replace_spans(original: str, spans: Sequence[Span]) -> str:
    """Return the `original`, which keeps its line endings, with spans replaced that were computed for plain ones."""
    breaks = [match.start() - index for index, match in enumerate(re.finditer("\r\n", original))]
    for span in reversed(spans):
        start, end = (place + bisect_left(breaks, place) for place in (span.start, span.end))
        newlines = re.findall("\r\n|\r|\n", original[:start]) or re.findall("\r\n|\r|\n", original)[:1] or ["\n"]
        new = span.text.replace("\n", newlines[-1])
        original = original[:start] + new + original[end:]
    return original
