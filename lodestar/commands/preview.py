"""`preview`: serves the site as readers will see it, with drafts and scheduled posts, and reloads it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lodestar.base.root import ROOT
from lodestar.engine.program import SETTINGS, SiteOptions

OUTPUT = ".cache/preview"
"""The folder of the preview, so that `output/` never contains a draft."""


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Show the site as readers will see it, drafts and scheduled posts included, and reload it when a file changes.",
        epilog="Example: python3 tasks.py preview --port 8080",
    )
    preview_arguments(parser)
    return parser


def preview_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of all commands that serve."""
    from lodestar.desk.origins import PORT

    parser.add_argument("--content", default="content", metavar="DIR", help="where the content is (default: content)")
    parser.add_argument(
        "--output", default=OUTPUT, metavar="DIR", help=f"where the preview is built (default: {OUTPUT})"
    )
    parser.add_argument("--settings", default="", metavar="FILE", help="another settings file than the site's own")
    parser.add_argument(
        "--port",
        type=int,
        default=None,
        metavar="N",
        help=f"the port to try first (default: that of the last time, else {PORT})",
    )
    parser.add_argument("--no-browser", action="store_true", help="only say the address")


def read_site_options(options: argparse.Namespace) -> SiteOptions | None:
    """Return the site options; None, and a message, where there is no content."""
    if not Path(options.content).is_dir():
        print(f"There is no folder {options.content}; name the content folder with --content.", file=sys.stderr)
        return None
    return SiteOptions(options.content, options.output, options.settings or str(ROOT / SETTINGS))


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    from lodestar.desk.server import serve

    site_options = read_site_options(options)
    if site_options is None:
        return 1
    return serve(
        site_options, options.port, full=False, browse=not options.no_browser, say=lambda line: print(line, flush=True)
    )
