"""The exception for a file that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence


class Fault(Exception):
    """A fault that stops a file from being read, with its line; `more` are other faults of the same file."""

    def __init__(self, line: int, what: str, cure: str, more: Sequence[Fault] = ()) -> None:
        super().__init__(f"{line}: {what}; {cure}")
        self.line, self.what, self.cure, self.more = line, what, cure, tuple(more)

    @property
    def every(self) -> tuple[Fault, ...]:
        """Return this fault and the others of the file."""
        return (self, *self.more)


def joined(faults: Sequence[Fault]) -> Fault:
    """Return several faults of one file as one exception, led by the first."""
    first, *more = sorted(faults, key=lambda fault: fault.line)
    return Fault(first.line, first.what, first.cure, more)
