"""`digest`: an e-mail of new posts, to a file or to a test address."""

from __future__ import annotations

import argparse
import os
import re
import smtplib
import sys
from datetime import date, datetime, time
from email.utils import parseaddr
from pathlib import Path

from lodestar.commands.check import release_arguments
from lodestar.engine.program import PRODUCTION, SiteOptions, related
from lodestar.engine.summary import count

FILE = "digest.eml"
ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Make an e-mail of the posts published since a day.",
        epilog="Example: python3 tasks.py digest --since 2026-03-01 --file march.eml",
    )
    release_arguments(parser)
    parser.add_argument("--since", required=True, metavar="DATE", type=_day, help="the first day, as 2026-03-01")
    parser.add_argument("--file", default="", metavar="FILE", help=f"where to write it (default: {FILE})")
    parser.add_argument(
        "--send", default="", metavar="ADDRESS", type=_address, help="send it to this test address instead"
    )
    parser.add_argument(
        "--smtp",
        default="localhost:25",
        metavar="HOST:PORT",
        help="the server that sends it; its name and password come from SMTP_USER and SMTP_PASSWORD",
    )
    parser.add_argument(
        "--from",
        dest="sender",
        default="",
        metavar="ADDRESS",
        type=_address,
        help="who it is from: Name <a@example.com>",
    )
    return parser


def run(options: argparse.Namespace) -> int:
    """Write or send the e-mail; 1 when there is nothing to tell or the server refuses."""
    from lodestar.publishing.digest import message, new_posts, send, sender_of

    site = related(SiteOptions(options.content, options.output, PRODUCTION))
    posts = new_posts(site, datetime.combine(options.since, time.min, site.zone))
    if not posts:
        print(f"No post was published since {options.since}; there is nothing to send.", file=sys.stderr)
        return 1
    mail = message(site, posts, sender_of(site, options.sender), options.send or "subscribers@example.com")
    if options.send:
        server, _, port = options.smtp.rpartition(":")
        try:
            login = (os.environ.get("SMTP_USER", ""), os.environ.get("SMTP_PASSWORD", ""))
            send(mail, server or options.smtp, int(port) if server else 25, *login)
        except (OSError, smtplib.SMTPException) as error:
            print(f"{options.smtp} did not take the e-mail: {error}", file=sys.stderr)
            return 1
        print(f"Sent {count(len(posts), 'post')} to {options.send}.")
        return 0
    path = Path(options.file or FILE)
    path.write_bytes(bytes(mail))
    print(f"Wrote {path} with {count(len(posts), 'post')}; look at it in a mail program before you send it.")
    return 0


def _address(text: str) -> str:
    if text and (len(text.splitlines()) > 1 or not ADDRESS.fullmatch(parseaddr(text)[1])):
        raise argparse.ArgumentTypeError(f'"{text}" is no mail address; write it as name@example.com')
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is no day; write it as 2026-03-01') from None
