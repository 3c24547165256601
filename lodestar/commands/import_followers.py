"""`import-followers`: checks mail lists of other services, and writes them for the next service."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lodestar.commands.check import release_arguments
from lodestar.engine.program import PRODUCTION, SiteOptions, load

FOLDER = "followers"
FILES = ("buttondown.csv", "mailchimp.csv", "report.txt")


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    options = argparse.ArgumentParser(
        description="Read lists of followers from WordPress.com, Jetpack, Mailchimp, Substack, Ghost or Buttondown, "
        "and write import files for Buttondown and Mailchimp with a report that accounts for every row.",
        epilog="Example: python3 tasks.py import-followers ~/Downloads/subscribers.csv --to ~/followers",
    )
    release_arguments(options)
    options.add_argument("files", nargs="+", metavar="FILE", help="a list, as CSV")
    options.add_argument(
        "--to",
        default="",
        metavar="FOLDER",
        help="where to write; outside this project, for these are private (default: a folder beside it)",
    )
    options.add_argument(
        "--mine", action="append", default=[], metavar="ADDRESS", help="an address of yours, which the site may show"
    )
    return options


def run(options: argparse.Namespace) -> int:
    """Write the files; return 1 where a list cannot be read, or others may see the folder."""
    from lodestar.base.files import replace
    from lodestar.publishing.followers import account, secret
    from lodestar.publishing.followers.lists import ListError, read_list

    rows, wrong = [], []
    for name in options.files:
        try:
            rows += read_list(Path(name))
        except ListError as error:
            wrong.append(str(error))
    folder = Path(options.to).expanduser() if options.to else Path.cwd().parent / FOLDER
    settings = load(SiteOptions(options.content, options.output, PRODUCTION), {}).settings
    if place := _open_to_others(folder, [Path.cwd(), Path(settings["PATH"]), Path(settings["OUTPUT_PATH"])]):
        wrong.append(f"{folder}:1: it lies in {place}, where others may read it; name a folder elsewhere with --to")
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    result = account.account(rows)
    texts = (account.buttondown_file(result.kept), account.mailchimp_file(result.kept), account.report(result))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, text in zip(FILES, texts, strict=True):
        (folder / name).touch(0o600)
        replace(folder / name, text.encode())
    people = (row.email for row in (*result.kept, *result.refused))
    secret.remember(Path(settings["CACHE_PATH"]), people, options.mine)
    print(f"{result.total:,} rows: {account.counts(result)}.")
    print(f"Written to {folder}: {', '.join(FILES)}. They hold addresses: keep them out of the project, and delete")
    print("them once your mail service has them. `check` now refuses to publish where one of them can be read.")
    return 0


def _open_to_others(folder: Path, places: list[Path]) -> str:
    """Return which of `places`, or which git repository, contains a folder; empty for none."""
    path = folder.resolve()
    for place in places:
        if path == place.resolve() or place.resolve() in path.parents:
            return str(place)
    return next((str(parent) for parent in (path, *path.parents) if (parent / ".git").exists()), "")
