"""`update`: installs a new version of Lodestar, and leaves the author's files as they are."""

from __future__ import annotations

import argparse
import sys

from lodestar.base.root import ROOT
from lodestar.publishing.update import REMOTE, NotUpdated, fetch, go_back, newest, source_of, update, version_at


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
    parser.add_argument("--back", action="store_true", help="go back to the version before the last update")
    about = "where Lodestar itself was changed here, let the new version's lines stand; what was changed is committed before"
    parser.add_argument("--anyway", action="store_true", help=about)
    return parser


def run(options: argparse.Namespace) -> int:
    """Update; return 1, with everything as it was, when that is not possible."""
    try:
        if options.back:
            go_back(ROOT, options.anyway)
            print(f"This is {version_at(ROOT)} again.")
            return 0
        if source := options.source or source_of(ROOT):
            fetch(ROOT, source)
        version = options.version or newest(ROOT)
        if not version:
            raise NotUpdated("no version is known here; name where Lodestar comes from with --from")
        update(ROOT, version, options.anyway)
    except NotUpdated as reason:
        print(f"Not updated: {reason}", file=sys.stderr)
        return 1
    print(
        f"This is {version} now. CHANGELOG.md says what is new; python3 tasks.py check says what readers would notice."
    )
    return 0
