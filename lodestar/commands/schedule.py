"""`schedule`: sets when a post appears, or lists what appears next."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lodestar.engine.program import SiteOptions, content_path, load, site_arguments


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Give a post the moment from which readers see it; a draft becomes a post that waits. Without a post: what is to come.",
        epilog='Example: python3 tasks.py schedule content/posts/2026/a-post.md "2026-12-01 07:30"',
    )
    parser.add_argument("path", nargs="?", default="", metavar="FILE", help="the post's file")
    parser.add_argument(
        "moment",
        nargs="?",
        default="",
        metavar="WHEN",
        help="such as 2026-12-01 or 2026-12-01 07:30, in the site's time zone",
    )
    site_arguments(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """Write the date, or list scheduled posts; return 1 for an invalid moment or file."""
    if not options.path:
        return _coming(options)
    from zoneinfo import ZoneInfo

    from lodestar.base.front_matter.edit import CannotEdit
    from lodestar.base.front_matter.header import Fault
    from lodestar.desk.actions import schedule
    from lodestar.desk.kinds import kind_of
    from lodestar.desk.paths import PathRefused

    root = Path(options.content)
    path = content_path(options.path, options.content)
    kind = kind_of(path)
    if kind is None or kind.name != "post" or not (root / path).is_file():
        print(f"{options.path} is no post; name a file such as {root}/posts/2026/a-post.md", file=sys.stderr)
        return 1
    if not options.moment:
        print('When? Add a moment such as "2026-12-01 07:30".', file=sys.stderr)
        return 1
    zone = ZoneInfo(load(SiteOptions.of(options), {}).settings.get("TIMEZONE") or "UTC")
    try:
        moment = schedule(root, path, options.moment, zone)
    except (ValueError, CannotEdit, Fault, PathRefused) as reason:
        print(f"{root / path}: {reason}", file=sys.stderr)
        return 1
    print(f"{root / path}: readers see it from {moment:%A, %B} {moment.day}, {moment:%Y at %H:%M} ({zone.key}).")
    return 0


def _coming(options: argparse.Namespace) -> int:
    from lodestar.commands.list import rows_of
    from lodestar.engine.program import related

    rows = [row for row in rows_of(related(SiteOptions.of(options))) if row["status"] == "scheduled"]
    for row in reversed(rows):
        print(f"{row['date']}\t{row['title']}\t{row['path']}")
    if not rows:
        print("Nothing is scheduled.")
    return 0
