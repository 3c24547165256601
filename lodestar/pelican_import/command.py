"""The command `import-pelican`: its options and exit codes (0 good, 1 something is wrong, 2 wrong use)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from lodestar.base.root import ROOT
from lodestar.pelican_import.reading import settings_file
from lodestar.pelican_import.report import lines
from lodestar.pelican_import.run import MoveOptions, run
from lodestar.wordpress.command import GOOD, MISUSED, WRONG, agreed, keep_report, progress
from lodestar.wordpress.problems import ImportRefused
from lodestar.wordpress.site_values import is_hers, site_fields

TAKE = "Shall the site take the old one's name, author, address, time zone and menu?"
EXAMPLE = """\
example:
  python3 tasks.py import-pelican ../blog --python ../blog/.venv/bin/python
The old site's own settings and plugins are run, as "pelican" runs them; nothing is written into its folder."""


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    arguments = argparse.ArgumentParser(
        prog="import-pelican",
        description="Move a site in that was made with Pelican: Pelican reads it, and its texts become content.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    arguments.add_argument("folder", type=Path, metavar="FOLDER", help="the old site, where its pelicanconf.py is")
    arguments.add_argument(
        "--settings",
        default="",
        metavar="FILE",
        help="its settings as it is published (publishconf.py where there is one, else pelicanconf.py)",
    )
    arguments.add_argument(
        "--python", default="", metavar="FILE", help="the Python that has the old site's Pelican and plugins"
    )
    arguments.add_argument(
        "--content", type=Path, default=Path("content"), metavar="DIR", help="the content folder (content/)"
    )
    arguments.add_argument(
        "--yes",
        action="store_true",
        help="ask nothing: let the site take the old one's name, author, address, time zone and menu "
        "(content/site.yaml), where it says nothing of its own",
    )
    return arguments


def execute(options: argparse.Namespace, say: Callable[[str], object] = print) -> int:
    """Import as the options say, and return the exit code."""
    if problem := _misuse(options):
        sys.stderr.write(f"{problem}\n")
        return MISUSED
    content = options.content
    own_settings = content.resolve().parent / "pelicanconf.py"
    try:
        take = options.yes or (not is_hers(site_fields(content)) and agreed(TAKE))
        move_options = MoveOptions(
            folder=options.folder.resolve(),
            settings=settings_file(options.folder.resolve(), options.settings),
            content=content,
            target_settings=own_settings if own_settings.is_file() else ROOT / "pelicanconf.py",
            python=options.python,
            take=take,
        )
        outcome = run(move_options, progress())
        keep_report(content, lines(outcome, content, take, full=True))
    except ImportRefused as refusal:
        sys.stderr.write(f"{refusal.note}\nNothing more was written.\n")
        return WRONG
    for line in lines(outcome, content, take):
        say(line)
    return WRONG if any(note.kind == "fault" for note in outcome.notes) else GOOD


def _misuse(options: argparse.Namespace) -> str:
    """Return what is wrong with the options, and what would be right; empty for valid ones."""
    if not options.folder.is_dir():
        return f"{options.folder}: there is no such folder; name the one where the old pelicanconf.py is"
    if options.content.exists() and not options.content.is_dir():
        return f"{options.content}: this is a file; name the content folder"
    if options.content.resolve().is_relative_to(options.folder.resolve()):
        return f"{options.folder}: this site lies in it; name the folder of the old site alone"
    return ""
