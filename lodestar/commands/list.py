"""`list`: the posts with their status, date, tags, words and call to action."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from lodestar.engine.program import SiteOptions, related, site_arguments

if TYPE_CHECKING:
    from lodestar.base.values import Article
    from lodestar.engine.site import Site

STATUSES = ("published", "scheduled", "draft", "hidden")
COLUMNS = ("status", "date", "words", "call", "title", "tags", "path")


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="List the posts, newest first: a table where you look, lines parted by tabs where a pipe does.",
        epilog="Example: python3 tasks.py list --status draft",
    )
    site_arguments(parser)
    parser.add_argument(
        "--status", default="", choices=("", *STATUSES), metavar="STATUS", help=f"only these: {', '.join(STATUSES)}"
    )
    parser.add_argument("--tag", default="", metavar="TAG", help="only posts with this tag")
    parser.add_argument(
        "--search", default="", metavar="WORDS", help="only posts with these words in title, file or tags"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    return parser


def run(options: argparse.Namespace) -> int:
    """Print a row for each post."""
    rows = [row for row in rows_of(related(SiteOptions.of(options))) if _matches(row, options)]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    elif sys.stdout.isatty():
        _table(rows)
    else:
        for row in rows:
            print("\t".join(", ".join(row[name]) if name == "tags" else str(row[name]) for name in COLUMNS))
    return 0


def rows_of(site: Site) -> list[dict[str, Any]]:
    """Return every post, published or not, newest first."""
    from plugins.course_cta.hooks import chooser

    calls = {}
    choice = chooser(site)
    for post in site.posts:
        call = choice(post).call
        calls[post.article.path] = call.slug if call else "none"
    articles = sorted(site.content["posts"], key=lambda article: (-article.instant, article.path))
    return [
        {
            "status": status(article, site.now.timestamp()), "date": article.date[:16].replace("T", " "), "words": article.body.words,
            "call": calls.get(article.path, ""), "title": article.title, "tags": list(article.tags), "path": f"{site.shown}/{article.path}",
        }
        for article in articles
    ]  # fmt: skip


def status(article: Article, now: float) -> str:
    """Return the status of a post for readers at a moment (seconds since 1970)."""
    return "scheduled" if article.status == "published" and article.instant > now else article.status


def _matches(row: dict[str, Any], options: argparse.Namespace) -> bool:
    text = " ".join((row["title"], row["path"], *row["tags"])).casefold()
    return (
        (not options.status or row["status"] == options.status)
        and (not options.tag or options.tag.casefold() in (tag.casefold() for tag in row["tags"]))
        and all(word in text for word in options.search.casefold().split())
    )


def _table(rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("Status", "Date", "Words", "Call", "Title", "Tags"):
        table.add_column(name, justify="right" if name == "Words" else "left", no_wrap=name in ("Status", "Date"))
    for row in rows:
        table.add_row(
            row["status"], row["date"], f"{row['words']:,}", row["call"], row["title"], ", ".join(row["tags"])
        )
    Console().print(table)
    print(f"{len(rows):,} post{'' if len(rows) == 1 else 's'}")
