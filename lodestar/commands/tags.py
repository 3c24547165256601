"""`tags`: lists tags to tidy up; `--merge` and `--rename` rewrite the posts without losing an address."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lodestar.engine.program import SiteOptions, related, site_arguments

if TYPE_CHECKING:
    from plugins.tag_archives.hygiene import Findings


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="List every tag and what there is to tidy, or give tags other names. A tag that is merged or renamed "
        "stays as a synonym of the other, so its address and its links keep working.",
        epilog='Example: python3 tasks.py tags --merge "1:1s" one-on-ones',
    )
    site_arguments(parser)
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--merge", nargs=2, metavar=("TAG", "INTO"), default=None, help="make one tag of two")
    change.add_argument("--rename", nargs=2, metavar=("TAG", "NAME"), default=None, help="give a tag another name")
    return parser


def run(options: argparse.Namespace) -> int:
    """List, merge or rename."""
    from lodestar.base.files import replace
    from lodestar.publishing.renaming import RenamingRefused, changes
    from plugins.tag_archives.hygiene import findings

    changing = bool(options.merge or options.rename)
    site = related(SiteOptions.of(options), DRAFTS=changing)  # a tag may be used in drafts alone
    if not changing:
        print("\n".join(report(findings(site), site.shown)))
        return 0
    old, new = options.merge or options.rename
    try:
        edits = changes(site, Path(options.content), "tag", old, new, merge=bool(options.merge))
    except RenamingRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    for path, data in edits.items():
        if data is None:
            path.unlink()
        else:
            replace(path, data)
        print(f"{'removed' if data is None else 'changed'} {path.as_posix()}")
    return 0


def report(findings: Findings, shown: str) -> Iterator[str]:
    """Yield the lines of the list."""
    width = max((len(tag.label) for tag in findings.tags), default=0)
    yield from (f"{tag.label:{width}}  {tag.posts:5}  {tag.years}" for tag in findings.tags)
    groups = (
        ("Spelled in several ways:", [", ".join(names) for names in findings.spellings]),
        ("Nearly the same name:", [f"{first}, {second}" for first, second in findings.twins]),
        ("Nearly the same posts:", [f"{first}, {second} ({count} shared)" for first, second, count in findings.alike]),
        ("On a single post:", findings.singletons),
        ("Described, but on no post:", [f"{shown}/{path}" for path in findings.unused]),
        ("Posts with more than eight tags:", [f"{shown}/{path} ({count})" for path, count in findings.crowded]),
    )
    for heading, lines in groups:
        if lines:
            yield from ("", heading, *(f"  {line}" for line in lines))
