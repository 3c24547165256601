"""A release: the site as it would be published now, built for production and examined from outside."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from lodestar.base.address import Address
from lodestar.base.digest import digest
from lodestar.engine.plan import Plan, output_of, url_of
from lodestar.engine.program import SiteOptions, build, hearing, related
from lodestar.engine.signals import answers, get_closing_outputs, get_outputs
from lodestar.engine.site import Output, Planned, Published, Site
from lodestar.publishing.ids import announced_lessons
from lodestar.publishing.ledger import Announced, Answer
from lodestar.publishing.manifest import Manifest, ReleaseFile, read_files
from lodestar.publishing.reading import FeedRead, UnreadableFeed, read_feed
from lodestar.publishing.scan import Scanned, scan_files
from plugins.hosting.core import FINGERPRINTED
from plugins.pictures.core import SCRUBBED
from plugins.redirects.core import Redirect
from plugins.redirects.hooks import all_patterns, all_redirects
from plugins.redirects.patterns import expression, target

logger = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]
OUTPUT = ".cache/production"
"""The folder of production builds, which keeps them apart from `output/`."""
UNRECORDED = ("theme/", ".")
"""Beginnings of paths of files that pages use and nobody links to."""


def _silent(step: str, done: int, total: int) -> None:
    """Ignore progress."""


class Member(NamedTuple):
    """A post or a free lesson of a course, which feeds announce."""

    kind: str
    """`post` or `lesson`."""
    path: str
    """Its file below content/."""
    written: str
    """The id in its file; empty where there is none yet."""
    id: str
    """The id in feeds."""
    url: str
    title: str
    date: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Release:
    """A production build, and the site it shows."""

    site: Site
    outputs: Mapping[str, Output]
    """By path below the output folder; see `output` for that of a file."""
    folder: Path
    files: Mapping[str, ReleaseFile]
    redirects: tuple[Redirect, ...]
    cache: Path
    url: str
    """Where the site is published, without a slash at its end."""
    progress: Progress = field(default=_silent)

    @cached_property
    def posts(self) -> Mapping[str, Published]:
        """The published posts by the path of their file; those that no list names too."""
        return {article.article.path: article for article in (*self.site.articles, *self.site.hidden)}

    def id_of(self, post: Published) -> str:
        """Return the feed id of a post."""
        return post.article.id or self.url + post.url

    @cached_property
    def by_id(self) -> Mapping[str, Published]:
        """The published posts by their id."""
        return {self.id_of(post): post for post in self.posts.values()}

    @cached_property
    def members(self) -> Mapping[str, Member]:
        """The posts and free lessons by the path of their file."""
        results = {}
        for post in self.posts.values():
            article = post.article
            names = (article.path, article.id, self.id_of(post), str(post.url), article.title, article.date)
            results[article.path] = Member("post", *names, article.aliases)
        for lesson in announced_lessons(self.site):
            url = self.site.urls[lesson.path]
            names = (lesson.path, lesson.id, lesson.id or self.url + url, url, lesson.title, lesson.date)
            results[lesson.path] = Member("lesson", *names)
        return results

    @cached_property
    def members_by_id(self) -> Mapping[str, Member]:
        """The posts and free lessons by the id that feeds give them."""
        return {member.id: member for member in self.members.values()}

    @property
    def rules_file(self) -> str:
        """The file of address rules, as the author knows it."""
        return str(self.site.settings["REDIRECTS"].file)

    @cached_property
    def answers(self) -> Mapping[Address, Answer]:
        """What answers at each address."""
        ids: dict[str, str] = {post.save_as: self.id_of(post) for post in self.posts.values()}
        results = {url_of(path): _answer(path, self.output(path), ids) for path in self.files}
        for redirect in self.redirects:
            results.setdefault(redirect.old, Answer("redirect", redirect.new))
        return results

    def pattern_target(self, address: str) -> str:
        """Return where a pattern rule leads from an address that nothing else answers; empty where there is none, or the
        host does not know all such rules."""
        if self.site.settings["HOSTING"].host in ("nginx", "apache"):
            for old, new in all_patterns(self.site):
                if match := re.fullmatch(expression(old), address):
                    return match.expand(re.sub(r"\$(\d)", r"\\\1", target(old, new)))
        return ""

    @cached_property
    def recorded(self) -> Mapping[Address, Answer]:
        """The addresses that must always answer."""
        unrecorded = {url_of(path) for path in self.files if not self._lasts(path)}
        return {address: answer for address, answer in self.answers.items() if address not in unrecorded}

    def _lasts(self, path: str) -> bool:
        """Return whether someone may link to a file; nobody links to generated files that pages use."""
        output = self.output(path)
        result = output is not None and ":" in output.template and output.template != SCRUBBED
        return not (result or path.startswith(UNRECORDED) or re.search(FINGERPRINTED, path) or path == "404.html")

    @cached_property
    def entries(self) -> Mapping[str, Announced]:
        """The posts and lessons that feeds announce, by their id."""
        results = {
            self.id_of(article): Announced(article.article.date, article.article.path, "")
            for article in self.site.articles
        }
        for feed in self.feeds.values():
            for entry in feed.entries if isinstance(feed, FeedRead) else ():
                if entry.id not in results and entry.link.startswith(f"{self.url}/"):
                    member = self.members_by_id.get(entry.id)
                    path = member.path if member else entry.link.removeprefix(self.url)
                    results[entry.id] = Announced(entry.date, path, "")
        return results

    @cached_property
    def feeds(self) -> Mapping[str, FeedRead | UnreadableFeed]:
        """Every feed as feed readers see it, by its path; or why it is unreadable."""
        return {
            path: self._feed(path)
            for path, output in sorted(self.outputs.items())
            if output.template.startswith("feed.")
        }

    def _feed(self, path: str) -> FeedRead | UnreadableFeed:
        try:
            return read_feed((self.folder / path).read_bytes())
        except UnreadableFeed as error:
            return error

    @cached_property
    def pages(self) -> Mapping[str, Scanned]:
        """The links of every page and feed, by its path."""
        return scan_files(self.folder, self.files, self.cache / "scanned", self.progress)

    def manifest(self, name: str) -> Manifest:
        """Return the manifest of the release, for the target to keep."""
        hashes: dict[str, str] = {}
        for feed in self.feeds.values():
            for entry in feed.entries if isinstance(feed, FeedRead) else ():
                if entry.id not in hashes:
                    hashes[entry.id] = digest("\0".join(entry[1:]).encode())
        other_posts = {id: entry.path for id, entry in self.entries.items() if id not in self.members_by_id}
        posts = {id: member.url for id, member in self.members_by_id.items()} | other_posts
        return Manifest(name, self.files, hashes, posts)

    def output(self, path: str) -> Output | None:
        """Return the output to which a file of the site belongs; None for a file that the site did not make."""
        return output_of(self.outputs, path)

    def source(self, path: str) -> str:
        """Return the source of a file of the site, as its author knows it."""
        output = self.output(path)
        return output.source if output else path


def _answer(path: str, output: Output | None, ids: Mapping[str, str]) -> Answer:
    if path in ids:
        return Answer("post", ids[path])
    if output is None:
        return Answer("page" if path.endswith(".html") else "file")
    if output.template == "redirect.html":
        return Answer("redirect", output.value.url)
    if output.template.startswith(("feed.", "comments-feed.")):
        return Answer("archive" if getattr(output.value, "number", 0) else "feed")
    if getattr(output.value, "number", 0) or getattr(output.value, "kind", "") == "date":
        return Answer("archive")
    return Answer("page" if path.endswith(".html") else "file")


def make_release(options: SiteOptions, progress: Progress | None = None) -> Release:
    """Build the site and return its release. Raises SystemExit(1) when something in the content is wrong."""
    build(options, {}, progress)
    try:
        with hearing(quiet=True) as heard:  # the build has reported everything
            site = related(options)
    except SystemExit:
        for problem in heard.problems:  # a text has changed since the build
            logger.error("%s", problem)
        raise
    return release_in_output(options, site, progress)


def outputs_of(site: Site) -> Mapping[str, Output]:
    """Return all outputs of a site, by path below the output folder, without rendering them."""
    plan = Plan()
    plan.add(output for answer in answers(get_outputs, site) for output in answer)
    plan.add(output for answer in answers(get_closing_outputs, Planned(site, dict(plan.outputs))) for output in answer)
    return plan.outputs


def release_in_output(options: SiteOptions, site: Site, progress: Progress | None = None) -> Release:
    """Return the release in the output folder of a finished build of `site`."""
    cache = Path(site.settings["CACHE_PATH"]) / "release"
    return Release(
        site=site,
        outputs=outputs_of(site),
        folder=Path(options.output),
        files=read_files(Path(options.output), cache / "files"),
        redirects=all_redirects(site),
        cache=cache,
        url=site.url,
        progress=progress or _silent,
    )
