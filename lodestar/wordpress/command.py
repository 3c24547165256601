"""The command `import-wordpress`: its options and exit codes (0 good, 1 something is wrong, 2 wrong use)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from lodestar.wordpress import dates, site
from lodestar.wordpress.furniture import FurnitureLine
from lodestar.wordpress.problems import ImportRefused
from lodestar.wordpress.report import REPORT, first_words, lines
from lodestar.wordpress.run import Fetch, ImportOptions, Outcome, run
from lodestar.wordpress.site_values import blog_values, is_hers, proposed, site_fields, write_values
from lodestar.wordpress.types import NO_CONTENT, is_private

GOOD, WRONG, MISUSED = 0, 1, 2
TAKE = "Shall the site take the blog's name, author, address, time zone and menu?"
EXAMPLE = """\
example:
  python3 tasks.py import-wordpress blog.xml --feed feed-1.xml feed-2.xml --media uploads/
The exports are read, never run: nothing is fetched unless --fetch-media is given."""


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    arguments = argparse.ArgumentParser(
        prog="import-wordpress",
        description="Move a WordPress blog in: its export files become content that builds at once.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    arguments.add_argument(
        "exports",
        nargs="+",
        type=Path,
        metavar="EXPORT.xml",
        help="export files (Tools, Export); several of one blog go together",
    )
    arguments.add_argument(
        "--feed",
        nargs="+",
        type=Path,
        default=[],
        metavar="FEED.xml",
        help="saved copies of the live feed; their ids win",
    )
    arguments.add_argument(
        "--media",
        action="append",
        type=Path,
        default=[],
        metavar="DIR",
        help="a folder with the blog's pictures (a media export, or wp-content/uploads)",
    )
    arguments.add_argument("--fetch-media", action="store_true", help="fetch missing pictures from the old blog")
    arguments.add_argument(
        "--media-host",
        action="append",
        default=[],
        metavar="HOST",
        help="a host that files may be fetched from, beside the blog's own",
    )
    arguments.add_argument(
        "--content", type=Path, default=Path("content"), metavar="DIR", help="the content folder (content/)"
    )
    arguments.add_argument(
        "--lift", action="store_true", help="move repeated biography and course lines out of the posts"
    )
    arguments.add_argument(
        "--lift-lines",
        type=Path,
        metavar="FILE",
        help="lift these repeated lines instead, one a line by its first words, as the report shows them",
    )
    arguments.add_argument(
        "--yes",
        action="store_true",
        help="ask nothing: lift every line that --lift is sure of, and let the site take the blog's name, author, "
        "address, time zone and menu (content/site.yaml), where it says nothing of its own",
    )
    arguments.add_argument(
        "--type",
        action="append",
        default=[],
        metavar="NAME=post",
        help="import items of a custom type as posts or pages",
    )
    arguments.add_argument(
        "--timezone",
        default="",
        metavar="ZONE",
        help="the blog's time zone, when its dates fit several (America/Chicago)",
    )
    return arguments


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit code."""
    try:
        options = parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0) if isinstance(stop.code, int) else MISUSED
    return execute(options)


def execute(options: argparse.Namespace, say: Callable[[str], object] = print) -> int:
    """Import as the options say, and return the exit code."""
    problem = _misuse(options)
    if problem:
        sys.stderr.write(f"{problem}\n")
        return MISUSED
    settings = site.settings_of(options.content.resolve().parent)
    types = dict(pair.split("=", 1) for pair in options.type)
    import_options = ImportOptions(
        exports=tuple(options.exports),
        content=options.content,
        feeds=tuple(options.feed),
        media=tuple(options.media),
        fetch=_fetcher(options) if options.fetch_media else None,
        hosts=tuple(host.partition(":")[0] for host in options.media_host),
        lift=options.lift or options.lift_lines is not None,
        lift_lines=options.lift_lines,
        ask=_ask_to_lift if _asks() and not options.yes else None,
        timezone=options.timezone,
        types=types,
    )
    try:
        fields = site_fields(options.content)
        takes_values = options.yes or (not is_hers(fields) and agreed(TAKE))
        zone = str(
            settings.get("TIMEZONE", "") or ("" if takes_values and not is_hers(fields) else fields.get("timezone", ""))
        )
        outcome = run(import_options, zone, progress())
        values = proposed(blog_values(outcome), fields)
        if takes_values and values:
            write_values(options.content, values)
        report = partial(lines, outcome, options.content, types, settings, import_options.lift, values, takes_values)
        keep_report(options.content, report(full=True))
    except ImportRefused as refusal:
        sys.stderr.write(f"{refusal.note}\nNothing more was written.\n")
        return WRONG
    try:
        for line in report():
            say(line)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe has closed it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _code(outcome)


def _asks() -> bool:
    """Return whether questions can be asked on the terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def agreed(question: str) -> bool:
    """Ask a yes-or-no question; return False where nobody can answer."""
    if not _asks():
        return False
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _ask_to_lift(line: FurnitureLine) -> bool:
    """Ask whether a line is to be lifted."""
    return agreed(f"In {line.posts} posts: {first_words(line.text)}\nWrite this once, and take it out of those posts?")


def _code(outcome: Outcome) -> int:
    return WRONG if outcome.faults else GOOD


def _misuse(options: argparse.Namespace) -> str:
    """Return what is wrong with the options, and what would be right; empty for valid ones."""
    for path in (*options.exports, *options.feed):
        if not path.is_file():
            return f"{path}: there is no such file; name an export as WordPress saved it"
    if options.lift_lines and not options.lift_lines.is_file():
        return f"{options.lift_lines}: there is no such file; write the lines to lift into it, one a line"
    for path in options.media:
        if not path.is_dir():
            return f"{path}: there is no such folder; name the folder with the blog's pictures"
    if options.content.exists() and not options.content.is_dir():
        return f"{options.content}: this is a file; name the content folder"
    if options.timezone and not dates.valid(options.timezone):
        return f'--timezone {options.timezone}: there is no such zone; write it as "America/Chicago"'
    for pair in options.type:
        if pair.partition("=")[2] not in ("post", "page"):
            return f"--type {pair}: write it as NAME=post or NAME=page"
        if is_private(pair.partition("=")[0]):
            return f"--type {pair}: such items hold what people told you in private; leave them out, they stay in the export"
        if pair.partition("=")[0] in NO_CONTENT:
            return f"--type {pair}: items of this type are no texts for readers; leave it out"
    return ""


def keep_report(content: Path, report: list[str]) -> None:
    """Write the full report. Raises ImportRefused where it cannot be written."""
    path = content / REPORT
    text = "\n".join(report) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not (path.exists() and path.read_text(encoding="utf-8") == text):
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ImportRefused(str(path), 1, f"cannot be written ({error.strerror})", "check the folder") from None


def _fetcher(options: argparse.Namespace) -> Fetch:
    from lodestar.wordpress.fetch import Limits, fetch

    return partial(fetch, limits=Limits(hosts=frozenset(options.media_host)), progress=progress())


def progress() -> Callable[[str, int, int], None]:
    """Return a function that shows a progress bar on a terminal, and does nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda step, done, total: None
    try:
        from rich.progress import Progress
    except ImportError:
        return lambda step, done, total: None
    bar = Progress(transient=True)
    tasks: dict[str, int] = {}

    def show(step: str, done: int, total: int) -> None:
        if step not in tasks:
            bar.start()
            tasks[step] = bar.add_task(step, total=total)
        bar.update(tasks[step], completed=done, total=total)  # type: ignore[arg-type]
        if done >= total:
            bar.stop()

    return show


if __name__ == "__main__":
    sys.exit(main())
