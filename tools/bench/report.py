"""The results as Markdown: seconds, ours relative to each peer's, how they grow, and the targets."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tools.bench.runner import PHASES, Measurement

OURS = "lodestar"
AIMS: dict[int, dict[str, str]] = {
    1_000: {"hugo": "1.9 0.15 0.4 0.4", "pelican": "0.38 - - -", OURS: "40 250"},
    10_000: {"hugo": "1.6 0.04 0.15 0.15", "pelican": "0.35 - - -", OURS: "60 900"},
}
"""The targets, at most, by number of posts: our time relative to a peer's; files changed, megabytes."""


@dataclass
class TableRow:
    """The measurements of one generator, a row of the table."""

    results: dict[str, list[Measurement]] = field(default_factory=lambda: {phase: [] for phase in PHASES})
    changed: int = 0
    """Number of files that one more post changes."""
    memory: float = 0.0
    """Peak memory in megabytes."""

    def seconds(self, phase: str) -> float:
        """Return the median seconds of a phase."""
        return statistics.median(result.seconds for result in self.results[phase])

    def processor(self, phase: str) -> float:
        """Return the median processor seconds of a phase."""
        return statistics.median(result.processor for result in self.results[phase])


Rows = Mapping[str, TableRow]


def table(rows: Rows, size: int, kind: str) -> Iterator[str]:
    """Yield the lines of a table: medians of seconds of whole processes, and ours relative to each peer's."""
    ours = rows[OURS]
    yield f"\n{size:,} posts ({kind}), median of {len(ours.results['clean'])}: seconds (ours / theirs)\n"
    yield f"| | {' | '.join(PHASES.values())} | files changed by one more | peak MB |"
    yield "|---|" + "---|" * (len(PHASES) + 2)
    for name, row in rows.items():
        cells = [f"{row.seconds(phase):.2f}" + _share(name, ours, row, phase) for phase in PHASES]
        yield f"| {name} | {' | '.join(cells)} | {row.changed} | {row.memory:.0f} |"
        yield f"| {name}, processor | {' | '.join(f'{row.processor(phase):.2f}' for phase in PHASES)} |  |  |"
    for name, aims in AIMS.get(size, {}).items():
        if name in rows:
            words = aims.split()
            cells = ["", "", "", "", *words] if name == OURS else [*(f"({word})" for word in words), "", ""]
            yield f"| at most{'' if name == OURS else f', of {name}'} | {' | '.join(cells)} |"
    if stale := stale_after(rows):
        yield f"\nNot as expected after the build: {', '.join(stale)}"


def _share(name: str, ours: TableRow, theirs: TableRow, phase: str) -> str:
    """Return the median ratio of neighboring runs, which holds while the speed of the machine drifts."""
    if name == OURS:
        return ""
    pairs = zip(ours.results[phase], theirs.results[phase], strict=True)
    return f" ({statistics.median(mine.seconds / other.seconds for mine, other in pairs):.2f})"


def stale_after(rows: Rows) -> list[str]:
    """Return the pages and feeds that did not show a change, with generator and phase."""
    return sorted(
        {
            f"{name} {PHASES[phase]}: {kind}"
            for name, row in rows.items()
            for phase, results in row.results.items()
            for result in results
            for kind in result.stale
        }
    )


def growth(rows: Mapping[int, TableRow]) -> Iterator[str]:
    """Yield the lines of a table of how our figures grow with the number of posts: 1 is linear, 0 constant."""
    sizes = sorted(rows)
    if len(sizes) < 2:
        return
    yield "\nGrowth: the exponent k in posts ** k\n"
    yield f"| from | to | {' | '.join(PHASES.values())} | files changed by one more | peak MB |"
    yield "|---|---|" + "---|" * (len(PHASES) + 2)
    for less, more in itertools.pairwise(sizes):
        small, large = rows[less], rows[more]
        pairs = [(small.seconds(phase), large.seconds(phase)) for phase in PHASES]
        pairs += [(small.changed, large.changed), (small.memory, large.memory)]
        cells = [f"{exponent(a, b, more / less):.2f}" for a, b in pairs]
        yield f"| {less:,} | {more:,} | {' | '.join(cells)} |"


def exponent(less: float, more: float, times: float) -> float:
    """Return the k for which a figure that was `less` is `more` when there are `times` as many posts."""
    return math.log(more / less) / math.log(times)
