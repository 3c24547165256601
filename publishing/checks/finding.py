"""One mistake, and how a command can mend it where that is certain."""

from __future__ import annotations

from typing import NamedTuple

from plugins.problems import Problem


class Fix(NamedTuple):
    """A change that mends a mistake."""

    kind: str
    """`alias`: a line in a post or page; `id`: a post's id; `rule`: a line in the file of address rules;
    `unrule`: the lines of an old address taken out of it."""
    path: str
    """Path of the content file below content/; empty for a rule."""
    value: str
    """The alias or the id; for a rule, old and new address with a space between them; for `unrule`, the old one."""


class Finding(NamedTuple):
    """What is wrong, and what mends it."""

    problem: Problem
    fix: Fix | None = None
