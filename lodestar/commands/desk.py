"""`desk`: one place to write, see, check and publish, in the browser, on this machine alone."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from lodestar.base.root import ROOT
from lodestar.commands.environment import become
from lodestar.commands.preview import preview_arguments, read_site_options


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Open the desk: write posts, see them as readers will, have them checked, publish. Nothing leaves this machine until you publish.",
        epilog="Example: python3 tasks.py desk",
    )
    preview_arguments(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    from lodestar.commands.editor import fetch_editor
    from lodestar.desk.server import StartAnew, serve

    site_options = read_site_options(options)
    if site_options is None:
        return 1
    say = lambda line: print(line, flush=True)  # noqa: E731 - a print that does not wait for a pipe
    fetch = partial(fetch_editor, say)
    try:
        return serve(site_options, options.port, full=True, browse=not options.no_browser, say=say, meanwhile=fetch)
    except StartAnew as restart:
        words = ["--no-browser", "--port", str(restart.port)]
        become(Path(sys.executable), [str(ROOT / "tasks.py"), *sys.argv[1:], *words])
        return 0
