"""One line for each cause: a link to a text that could not be read is not reported beside that text's own fault."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from lodestar.base.problems import Problem

BETWEEN = re.compile(r"[\W_]+")
FEED = frozenset({"feed", "atom", "page", "index.html"})
"""What may follow the name of a page in an address, besides numbers."""


def causes(problems: Iterable[Problem], in_reading: Iterable[Problem], root: Path, shown: str) -> list[Problem]:
    """Return the problems without those that may be consequences of others.

    A problem about a missing name is left out while a file that could not be read (`in_reading`) has that name in its
    path or header: it may vanish once that file is mended. `shown` is `root` as the author knows it.
    """
    faulty = {problem.path.removeprefix(f"{shown}/") for problem in in_reading if problem.fatal}
    words = cache(lambda path: f"-{_words(path)}-{_words(_header(path, _text(root / path)))}-")

    def is_consequence(problem: Problem) -> bool:
        name = _words(_name(problem.missing))
        return bool(name) and any(f"-{name}-" in words(path) for path in sorted(faulty))

    return [problem for problem in problems if not is_consequence(problem)]


def _name(missing: str) -> str:
    """Return the telling part of a name, a path or an address; of an address, the last part that is a word."""
    if not missing.startswith("/"):
        return missing
    parts = unquote(missing.partition("?")[0].partition("#")[0]).strip("/").split("/")
    telling = [part for part in parts if part not in FEED and not part.isdigit()]
    return (telling or parts)[-1].removesuffix(".html")


def _words(text: str) -> str:
    return BETWEEN.sub("-", unicodedata.normalize("NFC", text).casefold()).strip("-")


def _header(path: str, text: str) -> str:
    """Return the header of a file as it is written; the whole text of one that cannot be parted."""
    from lodestar.base.front_matter.header import Fault, parse

    try:
        return text.removesuffix(parse(path, text).body)
    except Fault:
        return text


def _text(path: Path) -> str:
    """Return the text of a file; empty for anything else, such as a pipe."""
    try:
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    except OSError:
        return ""
    return data.decode("utf-8", "replace").replace("\r\n", "\n")
