"""What is wrong with a release, told to the program that shows it to the author elsewhere: the desk."""

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
"""Takes the place of a step's name in a line about progress."""


class ToldFinding(Value):
    """A finding, as it is told."""

    problem: Problem
    fixes: tuple[Fix, ...] = ()
    choices: tuple[tuple[str, tuple[Fix, ...]], ...] = ()


def tell(findings: Iterable[Finding]) -> None:
    """Write a line that `heard` reads, where a program asks for it."""
    if PROGRESS in os.environ:
        told = [ToldFinding(finding.problem, finding.fixes, finding.choices) for finding in findings]
        sys.stdout.write(f"{MARK}{STEP}{MARK}{msgspec.json.encode(told).decode()}\n")
        sys.stdout.flush()


def heard(line: str) -> tuple[ToldFinding, ...] | None:
    """Return the findings of a line; None for any other line."""
    start = f"{MARK}{STEP}{MARK}"
    if not line.startswith(start):
        return None
    return msgspec.json.decode(line.removeprefix(start), type=tuple[ToldFinding, ...])
