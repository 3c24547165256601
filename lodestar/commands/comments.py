"""`comments`: how many comments each post has; `--pull isso` brings those of an Isso server into content/comments/."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from lodestar.base.files import replace
from lodestar.engine.program import SiteOptions, related, site_arguments

if TYPE_CHECKING:
    from lodestar.engine.site import Site


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="List how many comments each post has, or bring those of a server into the repository.",
        epilog="Example: python3 tasks.py comments --pull isso --server https://comments.example.com/",
    )
    site_arguments(parser)
    parser.add_argument("--pull", choices=("isso",), default=None, help="bring new comments from such a server")
    parser.add_argument("--server", default="", metavar="URL", help="its address (default: COMMENTS['server'])")
    return parser


def run(options: argparse.Namespace) -> int:
    """List, or pull."""
    site = related(SiteOptions.of(options))
    if not options.pull:
        for file in site.content["comments"]:
            print(f"{len(file.comments):5}  {site.shown}/{file.path}")
        return 0
    server = options.server or site.settings["COMMENTS"].server
    if not server:
        print("which server? write --server URL, or set COMMENTS['server'] in pelicanconf.py", file=sys.stderr)
        return 1
    try:
        return pull(site, Path(options.content), server)
    except OSError as error:
        print(f"{server} does not answer ({error}); what was brought before stays", file=sys.stderr)
        return 1


def pull(site: Site, content: Path, server: str) -> int:
    """Add what is new to the file of each post; nothing that is there changes."""
    from plugins.comments.core import finder, stem
    from plugins.comments.isso import entries, fetch, written

    find, slugs = (
        finder(site.content["comments"], site.content["posts"]),
        Counter(post.article.slug for post in site.posts),
    )
    for post in site.posts:
        file, article = find(post.article), post.article
        new = entries(fetch(server, post.url), [left.id for left in file.comments] if file else (), site.zone)
        if new:
            alone = slugs[article.slug] == 1 and not (content / f"comments/{article.slug}.yaml").exists()
            name = article.slug if alone else stem(article.path)
            path = file.path if file else f"comments/{name}.yaml"
            _append(content / path, written(new))
            print(f"{len(new):5} new  {site.shown}/{path}")
    return 0


def _append(path: Path, text: str) -> None:
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    replace(path, (before + ("\n" if before and not before.endswith("\n") else "") + text).encode())
