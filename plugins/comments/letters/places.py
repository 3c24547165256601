"""Where the comment in a letter belongs: the post that it names, the comment that it answers, the file that holds both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from lodestar.base.address import read_address
from lodestar.base.below import path_of_site
from lodestar.base.values import Article
from lodestar.engine.site import Published, Site
from plugins.comments.core import CommentsFile, finder, stem

FRAGMENT = re.compile(r"comment-([A-Za-z0-9-]+)")


class Place(NamedTuple):
    """Where a comment belongs."""

    post: Published
    reply_to: str
    """Id of the comment that it answers; empty for none."""


class Places:
    """The posts of a site, and what was left under them."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._find = finder(site.content["comments"], site.content.get("posts", ()))
        self._slugs = Counter(post.article.slug for post in site.posts)
        said = (site.settings.get("SITE") or {}).get("address", "")
        self._urls = [url for url in (site.url, str(said).rstrip("/")) if url]
        """Where readers have the site: a preview's address is another one than that in their letters."""
        self._posts: dict[str, Published] = {}
        for post in site.posts:
            for address in (post.url, *post.article.aliases):
                self._posts.setdefault(address, post)
        for post in site.posts:
            self._posts[post.url] = post  # what an address shows now says more than what it showed once

    @property
    def ids(self) -> set[str]:
        """The ids of all comments of the site."""
        return {left.id for file in self.site.content["comments"] for left in file.comments}

    def post(self, path: str, address: str) -> Published | None:
        """Return the post of a file below content/, or else at an address; None where readers see none."""
        same = (post for post in self.site.posts if post.article.path == path)
        return next(same, None) or self._posts.get(address)

    def file_of(self, article: Article) -> CommentsFile | None:
        """Return what was left under a post so far; None for nothing."""
        return self._find(article)

    def path_of(self, article: Article) -> str:
        """Return the path below content/ of the file that takes a new comment on a post."""
        if file := self._find(article):
            return file.path
        named = f"comments/{article.slug}.yaml"
        alone = self._slugs[article.slug] == 1 and not Path(self.site.settings["PATH"], named).exists()
        return named if alone else f"comments/{stem(article.path)}.yaml"

    def find(self, addresses: Iterable[str], title: str) -> Place | None:
        """Return where a letter belongs that names some addresses, the likeliest first; else by the title alone.

        Addresses of this site come before those of another, which may be its former one.
        """
        parts = [part for address in addresses if (part := _split(address))]
        hosts = {urlsplit(url).netloc for url in self._urls}
        for _, path, fragment in sorted(parts, key=lambda part: part[0] not in hosts):
            if post := self._at(path):
                return Place(post, self._answered(post, fragment))
        titled = [post for post in self.site.posts if title and post.article.title == title]
        return Place(titled[0], "") if len(titled) == 1 else None

    def _at(self, path: str) -> Published | None:
        """Return the post at a path, which may begin with that at which the site is published."""
        below = (path.removeprefix(path_of_site(url)) for url in self._urls)
        known = (read_address(rest + slash) for rest in below if rest.startswith("/") for slash in ("", "/"))
        return next((post for address in known if (post := self._posts.get(address))), None)

    def _answered(self, post: Published, fragment: str) -> str:
        match, file = FRAGMENT.match(fragment), self._find(post.article)
        known = {left.id for left in file.comments} if file else set()
        return match[1] if match and match[1] in known else ""


def _split(address: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.netloc, parts.path.rstrip(".,;:!?") or "/", parts.fragment
