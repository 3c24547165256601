"""Checks every file in the background, and again what changed."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from lodestar.base.digest import digest
from lodestar.desk.checking import Likeness, context, findings_of
from lodestar.desk.findings import TextFinding
from lodestar.desk.saving import readable

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

HANGING = frozenset({"broken-link", "invalid", "no-call"})
"""Rules whose findings a change of another file may resolve."""
PAUSE = 0.005
"""Seconds to pause after each file, so that pages are not kept waiting."""


class Checker:
    """Checks every file in the background, and again those that changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._findings: dict[str, tuple[str, tuple[TextFinding, ...]]] = {}
        """Digest and findings by path."""
        self._likeness = Likeness()
        self._indexed: dict[str, str] = {}
        self._answered: frozenset[str] = frozenset()
        self._files: frozenset[str] = frozenset()
        self._wanted = threading.Event()
        self.total = 0

    def start(self) -> None:
        """Start the thread."""
        threading.Thread(target=self._work, daemon=True, name="desk checker").start()
        self._wanted.set()

    def want(self, everything: bool = False) -> None:
        """Check what changed; `everything`: all files, since something that they share changed."""
        if everything:
            self._findings.clear()
        self._wanted.set()

    def known(self, path: str) -> tuple[TextFinding, ...] | None:
        """Return the findings of a file; None before it was checked."""
        entry = self._findings.get(path)
        return entry[1] if entry else None

    @property
    def done(self) -> int:
        """Number of checked files."""
        return len(self._findings)

    def all(self) -> dict[str, tuple[TextFinding, ...]]:
        """Return the findings of every checked file, by path."""
        return {path: findings for path, (_, findings) in sorted(self._findings.items())}

    def now(self, path: str) -> list[TextFinding]:
        """Check a file now and return its findings; none where it cannot be read."""
        data = readable(self._desk.content / path)
        if data is None:
            return []
        result = findings_of(self._desk, path, data, context(self._desk), self._likeness)
        self._findings[path] = (digest(data), tuple(result))
        return result

    def _forget(self, answered: frozenset[str], files: frozenset[str]) -> None:
        """Forget findings that depend on other files: all of them where an address or a file is gone, else those that a
        new one may resolve.
        """
        if (answered, files) == (self._answered, self._files):
            return
        vanished = (self._answered - answered) | (self._files - files)
        self._answered, self._files = answered, files
        for path, (_, findings) in list(self._findings.items()):
            if vanished or any(finding.rule in HANGING for finding in findings):
                self._findings.pop(path, None)

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            if not self._desk.builder.serial:  # links can be judged only once the site is known
                self._desk.builder.wait(0, 60)
            try:
                self.run_round()
            except Exception as error:  # a fault in one check must not end all of them
                self._desk.notes["checker"] = f"{type(error).__name__}: {error}"

    def run_round(self) -> None:
        """Check once what changed; stop early when another round is requested."""
        rows = self._desk.library.rows()
        self.total = len(rows)
        for row in rows:
            if row.kind == "post" and self._indexed.get(row.path) != row.digest:
                self._likeness.take(self._desk.content, row.path)
                self._indexed[row.path] = row.digest
                time.sleep(PAUSE)
        shared = context(self._desk)
        self._forget(shared.answered, frozenset(shared.titles))
        for row in rows:
            if self._findings.get(row.path, ("",))[0] == row.digest:
                continue
            data = readable(self._desk.content / row.path)
            if data is not None:
                result = findings_of(self._desk, row.path, data, shared, self._likeness)
                self._findings[row.path] = (digest(data), tuple(result))
            if self._wanted.is_set():  # start again, but only after one file: frequent requests must not stop it
                return
            time.sleep(PAUSE)
