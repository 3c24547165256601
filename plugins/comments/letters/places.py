"""Finds where the comment in a letter belongs: its post, the comment it replies to, and the file."""

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


class LetterPlace(NamedTuple):
    """The place of a comment."""

    post: Published
    reply_to: str
    """The id of the comment to which it replies; empty for none."""


class LetterPlaces:
    """The posts of a site, and their comments."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._find = finder(site.content["comments"], site.content.get("posts", ()))
        self._slugs = Counter(post.article.slug for post in site.posts)
        address = (site.settings.get("SITE") or {}).get("address", "")
        self._urls = [url for url in (site.url, str(address).rstrip("/")) if url]
        """The public addresses of the site: a preview's address differs from that in readers' letters."""
        self._posts: dict[str, Published] = {}
        for post in site.posts:
            for address in (post.url, *post.article.aliases):
                self._posts.setdefault(address, post)
        for post in site.posts:
            self._posts[post.url] = post  # what an address shows now counts more than what it showed before

    @property
    def ids(self) -> set[str]:
        """The ids of all comments of the site."""
        return {comment.id for file in self.site.content["comments"] for comment in file.comments}

    def post(self, path: str, address: str) -> Published | None:
        """Return the published post of a file below content/, else the one at an address; None for none."""
        matches = (post for post in self.site.posts if post.article.path == path)
        return next(matches, None) or self._posts.get(address)

    def file_of(self, article: Article) -> CommentsFile | None:
        """Return the comments on a post so far; None for none."""
        return self._find(article)

    def path_of(self, article: Article) -> str:
        """Return the path, below content/, of the file for a new comment on a post."""
        if file := self._find(article):
            return file.path
        path = f"comments/{article.slug}.yaml"
        is_free = self._slugs[article.slug] == 1 and not Path(self.site.settings["PATH"], path).exists()
        return path if is_free else f"comments/{stem(article.path)}.yaml"

    def find(self, addresses: Iterable[str], title: str) -> LetterPlace | None:
        """Return the place of a letter with some addresses, the likeliest first; without them it is found by title.

        Addresses of this site take precedence over those of another, which may be its former one.
        """
        parts = [part for address in addresses if (part := _split(address))]
        hosts = {urlsplit(url).netloc for url in self._urls}
        for _, path, fragment in sorted(parts, key=lambda part: part[0] not in hosts):
            if post := self._at(path):
                return LetterPlace(post, self._reply_to(post, fragment))
        titled = [post for post in self.site.posts if title and post.article.title == title]
        return LetterPlace(titled[0], "") if len(titled) == 1 else None

    def _at(self, path: str) -> Published | None:
        """Return the post at a path, which may begin with the path of the site on its host; None for none."""
        paths = (path.removeprefix(path_of_site(url)) for url in self._urls)
        candidates = (read_address(rest + slash) for rest in paths if rest.startswith("/") for slash in ("", "/"))
        return next((post for address in candidates if (post := self._posts.get(address))), None)

    def _reply_to(self, post: Published, fragment: str) -> str:
        match, file = FRAGMENT.match(fragment), self._find(post.article)
        ids = {comment.id for comment in file.comments} if file else set()
        return match[1] if match and match[1] in ids else ""


def _split(address: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.netloc, parts.path.rstrip(".,;:!?") or "/", parts.fragment
