"""A mistake, and the change that mends it where that is certain."""

from __future__ import annotations

from typing import NamedTuple

from lodestar.base.problems import Problem


class Fix(NamedTuple):
    """A change that mends a mistake."""

    kind: str
    """`alias`: a line in a post, page or author's file; `id`: a post's id; `synonym`: another name of a tag or category;
    `rule`: a line in the file of address rules; `unrule`: the lines of an old address taken out of it; `set`: a key of a
    header, written before the value with a colon; `host`: the only line of a file; `told`: lines of `announced.txt`."""
    path: str
    """Path of the content file below content/; empty for a rule; for `unrule`, the file of rules as the author knows it."""
    value: str
    """The alias, id, synonym or host; for a rule, old and new address with a space between them; for `unrule`, the old one."""
    label: str = ""
    """For a synonym: the tag or category that the file describes, which is made where there is none."""


class Choice(NamedTuple):
    """One of the author's possible answers."""

    words: str
    """The label of its button."""
    fixes: tuple[Fix, ...]


class Finding(NamedTuple):
    """A mistake with its fixes."""

    problem: Problem
    fixes: tuple[Fix, ...] = ()
    """The changes that together mend it; none where only the author can decide."""
    choices: tuple[Choice, ...] = ()
    """The author's possible answers; each of them mends it."""
    unasked: bool = False
    """Whether publishing applies the fixes without asking the author."""
