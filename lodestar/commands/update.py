"""`update`: take up a new version of Lodestar, and leave what is the author's as it is."""

from __future__ import annotations

import argparse
import subprocess
import sys

from lodestar.base.root import ROOT
from lodestar.publishing.update import NotUpdated, fetch, newest, update

REMOTE = "lodestar"


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Take up a new version of Lodestar. Your texts, your settings and what was published stay as they are; "
        "what cannot be taken up is said, and then everything is as it was.",
        epilog="Example: python3 tasks.py update v1.2.0",
    )
    parser.add_argument("version", nargs="?", default="", metavar="VERSION", help="which one (default: the newest)")
    about = f'where Lodestar comes from: an address or a folder (default: what git calls "{REMOTE}", if it does)'
    parser.add_argument("--from", dest="source", default="", metavar="ADDRESS", help=about)
    return parser


def run(options: argparse.Namespace) -> int:
    """Update; 1 when that is not possible, and then everything is as it was."""
    try:
        remotes = subprocess.run(["git", "-C", str(ROOT), "remote"], capture_output=True, text=True).stdout.split()
        if source := options.source or (REMOTE if REMOTE in remotes else ""):
            fetch(ROOT, source)
        version = options.version or newest(ROOT)
        if not version:
            raise NotUpdated("no version is known here; name where Lodestar comes from with --from")
        update(ROOT, version)
    except NotUpdated as reason:
        print(f"Not updated: {reason}", file=sys.stderr)
        return 1
    print(
        f"This is {version} now. CHANGELOG.md says what is new; python3 tasks.py check says what readers would notice."
    )
    return 0
