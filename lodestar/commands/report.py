"""Reports the findings of a check: as lines immediately, or as JSON at the end."""

from __future__ import annotations

import json
from collections.abc import Iterable
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from lodestar.base.problems import Problem, in_order

if TYPE_CHECKING:
    from lodestar.desk.findings import TextFinding

LONGEST_QUOTE = 90
"""The most characters of a text that a line quotes."""
WORDS = {"must": "must mend", "look": "worth a look"}


class Report:
    """Collects findings and lines; `wrong` counts the findings that make the check fail."""

    def __init__(self, as_json: bool) -> None:
        self.wrong = 0
        self._json = as_json
        self._findings: list[dict[str, Any]] = []
        self._lines: list[str] = []

    def say(self, lines: Iterable[str]) -> None:
        """Report lines about what was done or will happen."""
        for line in lines:
            if self._json:
                self._lines.append(line)
            else:
                print(line)

    def problems(self, problems: Iterable[Problem], rule: str, silent: bool = False) -> None:
        """Report problems of the whole site; a fatal one must be mended. `silent`: they were printed already."""
        for item in in_order(problems):
            self._add(item.path, item.line, rule, "must" if item.fatal else "look", item.what, item.cure)
            if not self._json and not silent:
                print(item)

    def finding(self, path: str, finding: TextFinding) -> None:
        """Report a finding in a text."""
        self._add(path, finding.line, finding.rule, finding.level, finding.what, finding.cure, finding.quote)
        if not self._json:
            quoted = (
                f' ("{shorten(finding.quote, LONGEST_QUOTE, placeholder=" …")}")'
                if finding.quote not in finding.what
                else ""
            )
            print(f"{path}:{finding.line}: {WORDS[finding.level]}: {finding.what}{quoted}; {finding.cure}")

    def _add(self, path: str, line: int, rule: str, level: str, fault: str, cure: str, quote: str = "") -> None:
        self.wrong += level == "must"
        self._findings.append(
            {"path": path, "line": line, "rule": rule, "level": level, "what": fault, "cure": cure, "quote": quote}
        )

    def count(self, level: str) -> int:
        """Return the number of findings of a level."""
        return sum(item["level"] == level for item in self._findings)

    def end(self) -> int:
        """Print the JSON if requested, and return the exit code."""
        if self._json:
            print(
                json.dumps({"ok": not self.wrong, "findings": self._findings, "said": self._lines}, ensure_ascii=False)
            )
        return 1 if self.wrong else 0
