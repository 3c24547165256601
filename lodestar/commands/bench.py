"""`bench`: measures builds beside other generators, on the same posts, in one run.

Generators are measured in turn, so that ratios stay right while the machine's speed drifts.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tools.bench import corpus
from tools.bench.generators import FINDERS, lodestar
from tools.bench.report import OURS, TableRow, growth, table
from tools.bench.runner import PHASES, BenchSite, changed, snapshot

MANY = 10_000
"""The number of posts from which three runs are enough; also the most for which peers are measured by default."""


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    options = argparse.ArgumentParser(
        description="Measure builds beside Hugo and Pelican: clean, nothing changed, one post edited, one post added.",
        epilog="Example: python3 tasks.py bench --corpus people --sizes 1000,10000",
    )
    options.add_argument(
        "--corpus",
        choices=corpus.KINDS,
        default="people",
        help="posts as people write them, with pictures, tables and footnotes, or plain ones (default: people)",
    )
    options.add_argument("--sizes", default="1000", metavar="N,N", help="numbers of posts (default: 1000)")
    options.add_argument(
        "--runs", type=int, default=0, metavar="N", help=f"runs of each build (default: 5; 3 from {MANY} posts on)"
    )
    options.add_argument("--peers", default="", metavar="NAME,NAME", help="default: hugo,pelican")
    options.add_argument(
        "--peers-up-to", type=int, default=MANY, metavar="N", help=f"larger sizes are ours alone (default: {MANY})"
    )
    options.add_argument(
        "--patience", type=float, default=60, metavar="N", help="seconds to wait for a quiet machine (default: 60)"
    )
    options.add_argument(
        "--quick", action="store_true", help="one run, Hugo alone, no waiting for a quiet machine: under a minute"
    )
    return options


def run(options: argparse.Namespace) -> int:
    """Measure, and print a table for each size."""
    names = [name for name in (options.peers or ("hugo" if options.quick else "hugo,pelican")).split(",") if name]
    if unknown := [name for name in names if name not in FINDERS]:
        print(f"There is no peer {', '.join(unknown)}; there are {', '.join(FINDERS)}.")
        return 2
    results = {name: FINDERS[name]() for name in names}
    if missing := [name for name, generator in results.items() if generator is None]:
        print(f"Not on this machine, and it cannot be installed, so not measured: {', '.join(missing)}")
    peers = [generator for generator in results.values() if generator is not None]
    own_rows: dict[int, TableRow] = {}
    for size in map(int, options.sizes.split(",")):
        runs = options.runs or (1 if options.quick else 3 if size >= MANY else 5)
        with tempfile.TemporaryDirectory(prefix="lodestar-bench-") as work:
            generators = [lodestar(), *(peers if size <= options.peers_up_to else ())]
            patience = 0 if options.quick else options.patience
            sites = [BenchSite(generator, options.corpus, size, Path(work), patience) for generator in generators]
            rows = measure(sites, runs)
        own_rows[size] = rows[OURS]
        print("\n".join(table(rows, size, options.corpus)), flush=True)
    print("\n".join(growth(own_rows)))
    return 0


def measure(sites: list[BenchSite], runs: int) -> dict[str, TableRow]:
    """Measure every build of every site in turn, then the memory of a clean build and of one more post."""
    rows = {site.generator.name: TableRow() for site in sites}
    for number in range(runs):
        for phase in PHASES:
            for site in sites:
                row, is_counted = rows[site.generator.name], phase == "add" and number == 0
                before = snapshot(site.output) if is_counted else {}
                row.results[phase].append(site.measure(phase))
                if is_counted:
                    row.changed = changed(before, snapshot(site.output))
    for site in sites:
        rows[site.generator.name].memory = max(site.memory(phase) for phase in ("clean", "add"))
    return rows
