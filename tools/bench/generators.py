"""The generators that are measured: their files, their commands, and where their pages are written."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from lodestar.base.root import ROOT
from lodestar.base.site_file import keep_site
from lodestar.commands.environment import apart

PEERS = Path(__file__).with_name("peers")
"""The smallest site for each generator: settings and templates."""


class SiteGenerator(NamedTuple):
    """A site generator; paths are relative to the folder of its site."""

    name: str
    command: list[str]
    posts: str
    images: str
    output: str
    caches: tuple[str, ...]
    pages: dict[str, str]
    """Where it writes each kind of page and feed; `{slug}`, `{tag}` and `{category}` are those of a post."""


def lodestar() -> SiteGenerator:
    """Return this project's build, with the values of the settings cached, as they are after a site's first build."""
    keep_site(ROOT / "content", ROOT / ".cache")
    return SiteGenerator(
        "lodestar",
        [sys.executable, str(ROOT / "tasks.py"), "build", "--settings", "bench.py"],
        posts="content/posts",
        images="content/images",
        output="output",
        caches=(".cache",),
        pages=_pages("feed/index.xml", "tag/{tag}/feed/index.xml", "category/{category}/feed/index.xml"),
    )


def hugo() -> SiteGenerator | None:
    """Return Hugo, which caches nothing between builds: the machine's, else the locked one; None where there is none."""
    program = shutil.which("hugo") or _installed_hugo()
    if program is None:
        return None
    return SiteGenerator(
        "hugo",
        [program, "--quiet"],
        posts="content/posts",
        images="static/images",
        output="public",
        caches=("resources", ".hugo_build.lock"),
        pages=_pages("index.xml", "tag/{tag}/index.xml", "category/{category}/index.xml"),
    )


def _installed_hugo() -> str | None:
    """Return the binary in Hugo's Python package, not the package's launcher, which takes 0.1 s to start."""
    try:
        programs = apart("hugo")
    except OSError:
        return None
    return next((str(path) for path in programs.parent.rglob("hugo/binaries/hugo*")), None)


def pelican() -> SiteGenerator:
    """Return Pelican as shipped, from this environment; by default it caches nothing between builds either."""
    return SiteGenerator(
        "pelican",
        [sys.executable, "-m", "pelican", "-q", "-s", "pelicanconf.py"],
        posts="content",
        images="content/images",
        output="output",
        caches=("cache", "__pycache__"),
        pages=_pages("feeds/all.atom.xml", "feeds/tag/{tag}.atom.xml", "feeds/category/{category}.atom.xml"),
    )


def _pages(feed: str, tag_feed: str, category_feed: str) -> dict[str, str]:
    return {
        "post": "posts/{slug}/index.html",
        "index": "index.html",
        "feed": feed,
        "tag": "tag/{tag}/index.html",
        "tag feed": tag_feed,
        "category": "category/{category}/index.html",
        "category feed": category_feed,
    }


FINDERS: dict[str, Callable[[], SiteGenerator | None]] = {"hugo": hugo, "pelican": pelican}
"""The generators that ours is measured beside, by name."""
