"""Passes the findings about a release to the program that shows them to the author: the desk."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

import msgspec

from lodestar.base.problems import Problem
from lodestar.base.values import Value
from lodestar.engine.summary import MARK, PROGRESS
from lodestar.publishing.checks.finding import Finding, Fix

STEP = "findings"
"""Marks a line with findings, in place of the name of a step in a progress line."""


class ToldFinding(Value):
    """A finding, as it is passed."""

    problem: Problem
    fixes: tuple[Fix, ...] = ()
    choices: tuple[tuple[str, tuple[Fix, ...]], ...] = ()


def tell(findings: Iterable[Finding]) -> None:
    """Print a line that `findings_in` reads, if a program asks for it."""
    if PROGRESS in os.environ:
        rows = [ToldFinding(finding.problem, finding.fixes, finding.choices) for finding in findings]
        sys.stdout.write(f"{MARK}{STEP}{MARK}{msgspec.json.encode(rows).decode()}\n")
        sys.stdout.flush()


def findings_in(line: str) -> tuple[ToldFinding, ...] | None:
    """Return the findings in a line; None for any other line."""
    start = f"{MARK}{STEP}{MARK}"
    if not line.startswith(start):
        return None
    return msgspec.json.decode(line.removeprefix(start), type=tuple[ToldFinding, ...])
