"""`comments`: how many comments each post has, and which wait; new ones come from mails or from an Isso server."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lodestar.base.files import replace
from lodestar.base.languages import using
from lodestar.engine.program import SiteOptions, related, site_arguments
from lodestar.engine.summary import count

if TYPE_CHECKING:
    from lodestar.engine.site import Site

MAIL = ".eml"
MAILDIR = ("cur", "new")
"""Folders whose files are mails whatever their names (https://cr.yp.to/proto/maildir.html)."""


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="List how many comments each post has and which wait for your yes; bring new ones in.",
        epilog="Example: python3 tasks.py comments --mail ~/Downloads/comment.eml",
    )
    site_arguments(parser)
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--mail", default="", metavar="PATH", help="read a mail (.eml), or a folder of them; nothing is published"
    )
    ways.add_argument("--approve", default="", metavar="ID", help="put a comment that waits under its post")
    ways.add_argument("--delete", default="", metavar="ID", help="say no to a comment that waits")
    ways.add_argument("--pull", choices=("isso",), default=None, help="bring new comments from such a server")
    parser.add_argument("--server", default="", metavar="URL", help="its address (default: COMMENTS['server'])")
    return parser


def run(options: argparse.Namespace) -> int:
    """List, or do what is asked; 1 when a mail becomes no comment, or nothing is there to approve."""
    site = related(SiteOptions.of(options))
    content = Path(options.content)
    if options.mail:
        return take_mails(site, content, Path(options.mail).expanduser())
    if options.approve or options.delete:
        return decide(site, content, options.approve, options.delete)
    if not options.pull:
        show(site, content)
        return 0
    server = options.server or site.settings["COMMENTS"].server
    if not server:
        print("which server? write --server URL, or set COMMENTS['server'] in pelicanconf.py", file=sys.stderr)
        return 1
    try:
        return pull(site, content, server)
    except OSError as error:
        print(f"{server} does not answer ({error}); what was brought before stays", file=sys.stderr)
        return 1


def show(site: Site, content: Path) -> None:
    """Print how many comments each post has, and those that wait."""
    from lodestar.desk.waiting import WaitingComments

    for file in site.content["comments"]:
        print(f"{len(file.comments):5}  {site.shown}/{file.path}")
    waiting = WaitingComments(content).all()
    if waiting:
        print(f"{count(len(waiting), 'comment')} for you to approve, at the desk or with --approve ID:")
    for item in waiting:
        print(f"{item.id}  {item.name}, {item.date[:10]}, {site.shown}/{item.post}: {item.text.split(chr(10))[0][:60]}")


def take_mails(site: Site, content: Path, path: Path) -> int:
    """Take in the mails at a path, and say what became of each."""
    from lodestar.desk.saving import reason_of
    from lodestar.desk.waiting import Taken, read_mail_file, take
    from plugins.comments.letters.places import LetterPlaces

    if not path.exists():
        print(
            f"there is no {path}; name a mail that your mail program saved (.eml), or a folder of them", file=sys.stderr
        )
        return 1
    files = list(_mails(path))
    if not files:
        print(f"no mail is in {path}; mails are files that end in {MAIL}", file=sys.stderr)
        return 1
    places, now, refused = LetterPlaces(site), datetime.now(UTC), 0
    for file in files:
        try:
            outcome = take(content, places, read_mail_file(file), now)
        except OSError as error:
            outcome = Taken(None, reason_of(error))
        refused += outcome.waiting is None and not outcome.known
        if outcome.waiting:
            note = f"; left out: {', '.join(outcome.waiting.left_out)}" if outcome.waiting.left_out else ""
            print(f"{file}: waits, from {outcome.waiting.name} on {site.shown}/{outcome.waiting.post}{note}")
        else:
            print(
                f"{file}: {'known' if outcome.known else 'refused'}: {outcome.why}",
                file=sys.stderr if not outcome.known else sys.stdout,
            )
    return 1 if refused else 0


def _mails(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and (file.suffix.lower() == MAIL or file.parent.name in MAILDIR):
            yield file


def decide(site: Site, content: Path, yes: str, no: str) -> int:
    """Approve a comment that waits, or say no to it."""
    from lodestar.base.front_matter.header import Fault
    from lodestar.desk.saving import Changed, reason_of
    from lodestar.desk.waiting import WaitingComments, approve
    from plugins.comments.letters.places import LetterPlaces

    shelf = WaitingComments(content)
    waiting = shelf.get(yes or no)
    if waiting is None or waiting.state != "waiting":
        print(f'no comment "{yes or no}" waits; "python3 tasks.py comments" lists those that do', file=sys.stderr)
        return 1
    try:
        if no:
            shelf.set(no, "deleted")
            print(f"Deleted: {waiting.name} on {site.shown}/{waiting.post}.")
        else:
            print(f"Approved: {site.shown}/{approve(content, LetterPlaces(site), waiting)}.")
    except (Fault, LookupError, ValueError, Changed) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(reason_of(error), file=sys.stderr)
        return 1
    return 0


def pull(site: Site, content: Path, server: str) -> int:
    """Add what is new to the file of each post; nothing that is there changes."""
    from plugins.comments.isso import entries, fetch
    from plugins.comments.letters.places import LetterPlaces
    from plugins.comments.writing import with_entries

    places = LetterPlaces(site)
    for post in site.posts:
        file = places.file_of(post.article)
        with using(site.language):
            new = entries(fetch(server, post.url), [comment.id for comment in file.comments] if file else (), site.zone)
        if new:
            path = content / places.path_of(post.article)
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            try:
                replace(path, with_entries(text, new).encode())
            except ValueError as error:
                print(f"{site.shown}/{places.path_of(post.article)}: {error}", file=sys.stderr)
                return 1
            print(f"{len(new):5} new  {site.shown}/{places.path_of(post.article)}")
    return 0
