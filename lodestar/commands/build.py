"""`build`: content/ into output/."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from lodestar.engine.child import StandbyChild, is_available
from lodestar.engine.light_reading import prepare
from lodestar.engine.program import SiteOptions, build, site_arguments
from lodestar.engine.summary import Meter, summary


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Build the site. Only what changed since the last build is made again.",
        epilog="Example: python3 tasks.py build --production --output public",
    )
    site_arguments(parser)
    parser.add_argument("--clean", action="store_true", help="forget what earlier builds remembered")
    parser.add_argument("--changes", action="store_true", help="list every file that changed")
    parser.add_argument("--explain", metavar="PATH", default="", help="say why an output was or was not rendered")
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="processes to use (default: one a core)")
    return parser


def run(options: argparse.Namespace) -> int:
    """Build, and print a summary."""
    site_options = SiteOptions.of(options)
    choices = {name: getattr(options, name) for name in ("clean", "changes", "explain", "workers")}
    child = StandbyChild(partial(prepare, site_options.settings)) if is_available() and options.workers != 1 else None
    try:
        with Meter() as meter:
            result = build(site_options, choices, meter.show, child)
    finally:
        if child:
            child.end()
    for line in summary(result, Path(site_options.output), options.changes):
        print(line)
    return 0
