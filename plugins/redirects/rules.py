"""Files of address rules: old addresses that no post, page or tag speaks for, one a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from lodestar.base.address import Address, read_address
from lodestar.base.problems import Problem
from plugins.redirects.patterns import fault, is_pattern

GONE = "gone"
"""Stands in the place of a new address where nothing takes the old one's place, by intent."""


QUOTED = re.compile("%2a|%3a", re.IGNORECASE)
"""A star or colon that is one, and makes no pattern."""
IMPORTED_FILE = "redirects.txt"
"""The file of rules below content/, which an import writes for the addresses of the blog that it brings."""


class Rule(NamedTuple):
    """One line of a file."""

    old: Address
    """`/old/`, with a query as WordPress has them (`/?p=12`), or a pattern."""
    new: str
    """`/new/`, a whole address elsewhere, or `gone`."""
    line: int
    path: str
    """The file."""


def read_rules(text: str, path: str) -> tuple[list[Rule], list[Problem]]:
    """Return the rules in the text of the file `path`, and its problems. `#` begins a comment, except in an address."""
    rules, problems = [], []
    for number, row in enumerate(text.splitlines(), start=1):
        words = row.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) > 2 and words[2].startswith("#"):
            words = words[:2]
        if len(words) != 2 or not words[0].startswith("/"):
            problems.append(Problem(path, number, f'"{row.strip()}" is no rule', 'write "/old/ /new/" or "/old/ gone"'))
        elif words[1] != GONE and not words[1].startswith(("/", "https://", "http://")):
            cure = 'begin it with "/" or "https://", or write "gone"'
            problems.append(Problem(path, number, f'"{words[1]}" is no address', cure))
        elif is_pattern(words[0]) and (wrong := fault(*words)):
            problems.append(Problem(path, number, wrong, "write it as /tag/:slug/page/:n/ /tag/:slug/"))
        else:
            rules.append(Rule(old_address(words[0]), _new_address(words[1]), number, path))
    return rules, problems


def old_address(text: str) -> Address:
    """Return the old address of a rule, normalized; a pattern stays as it is, and so does a quoted star or colon."""
    if is_pattern(text):
        return Address(text)
    path, mark, query = read_address(text).partition("?")
    if QUOTED.search(text):
        path = path.replace("*", "%2A").replace(":", "%3A")
    return Address(path + mark + query)


def _new_address(text: str) -> str:
    return read_address(text) if text.startswith("/") and not text.startswith("//") else text


def read_file(path: Path, shown_path: str) -> tuple[list[Rule], list[Problem]]:
    """Return the rules of a file, which messages call `shown_path`; none where there is no such file."""
    if not path.is_file():
        return [], []
    return read_rules(path.read_text(encoding="utf-8"), shown_path)


def with_rules(text: str, added: Iterable[tuple[str, str]], removed: Sequence[str] = ()) -> str:
    """Return the text of the file with rules at its end, and without those for the old addresses `removed`."""
    unwanted = set(map(old_address, removed))
    rows = text.splitlines(keepends=True)
    remaining = [row for row in rows if not row.split() or old_address(row.split()[0]) not in unwanted]
    result = "".join(remaining)
    if result and not result.endswith("\n"):
        result += "\n"
    return result + "".join(f"{old} {new}\n" for old, new in added)
