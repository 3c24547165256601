"""Finds broken links inside the site: to pages, places on pages and pictures, and those of feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from lodestar.base.address import has_answer, read_address
from lodestar.base.problems import Problem, did_you_mean
from lodestar.base.site_file import SITE_FILE
from lodestar.engine.plan import url_of
from lodestar.publishing.checks.finding import Finding
from lodestar.publishing.imported import as_imported
from lodestar.publishing.ledger import Ledger
from lodestar.publishing.reading import FeedRead
from lodestar.publishing.release import Release

MANY = 5000
"""With more addresses than this, no similar one is proposed."""


class _Link(NamedTuple):
    """A broken link."""

    address: str
    """Below the site's root, with its fragment."""
    fault: str
    candidates: tuple[str, ...]


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Yield a finding for every broken link of a page or feed inside this site."""
    places: dict[_Link, dict[str, str]] = {}
    finder = _LinkFinder(release)
    for path in release.pages:
        for link, written in finder.broken(path):
            places.setdefault(link, {})[path] = written
    dead: dict[str, list[tuple[_Link, dict[str, str]]]] = {}
    for link, written_in in places.items():
        dead.setdefault(_jump(link.address), []).append((link, written_in))
    imported = _Imported(release)
    for jump, broken in dead.items():
        exact = [pair for pair in broken if pair[0].address.endswith(f"#{jump}")] if jump else []
        if jump and imported.are_only_source(f"#{jump}", f"#{quote(jump)}"):
            continue  # it was dead on the old blog, and the import has named it
        for link, written_in in exact or broken:  # archives repeat what texts say
            known_addresses = ledger.addresses.keys() & {link.address, f"{link.address}/"}
            if jump or known_addresses or not imported.are_only_source(*written_in.values()):
                yield _finding(release, link, written_in)


def _jump(address: str) -> str:
    """Return the place that a link names, without the prefix of archives (`post-1--end`)."""
    fragment = address.partition("#")[2]
    return fragment.rpartition("--")[2] or fragment


class _Imported:
    """The posts and pages that have not changed since an import wrote them."""

    def __init__(self, release: Release) -> None:
        self._content = Path(release.site.settings["PATH"])
        self._paths = as_imported(self._content)
        self._site = release.site

    @cached_property
    def _texts(self) -> dict[str, str]:
        paths = [
            *(post.article.path for post in self._site.posts),
            *(page.path for page in self._site.content["pages"]),
        ]
        return {path: (self._content / path).read_text("utf-8") for path in paths}

    def are_only_source(self, *forms: str) -> bool:
        """Return whether only these contain one of the given strings, so that it came with the old blog."""
        if not self._paths:
            return False
        holding = {path for path, text in self._texts.items() if any(form in text for form in forms)}
        return bool(holding) and holding <= self._paths


class _LinkFinder:
    """Looks up links among the site's addresses."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.host = urlsplit(release.url).netloc
        self.base = urlsplit(release.url).path
        self.places: Mapping[str, frozenset[str]] = {
            url_of(path): frozenset(page.ids) for path, page in release.pages.items() if path.endswith(".html")
        }
        self.results: dict[str, _Link | None] = {}

    def broken(self, path: str) -> Iterator[tuple[_Link, str]]:
        """Yield the broken links of a page or feed, each with its address as written."""
        page, page_url = self.release.pages[path], url_of(path)
        feed = self.release.feeds.get(path)
        links = page.links
        if isinstance(feed, FeedRead):
            links = tuple(dict.fromkeys((*links, *feed.links, *(entry.link for entry in feed.entries))))
        for written in (*links, *page.pictures):
            if not written or written == "#":
                continue
            # the most frequent ones, and the same on every page
            if written.startswith("/") and not written.startswith("//"):
                if written not in self.results:
                    self.results[written] = self._broken_link(page_url, written)
                result = self.results[written]
            else:
                result = self._broken_link(page_url, written)
            if result:
                yield result, written

    def _broken_link(self, page_url: str, written: str) -> _Link | None:
        """Return a link on the page at `page_url` as broken; None when it leads somewhere."""
        try:
            parts = urlsplit(urljoin(f"{self.release.url}{page_url}", written))
        except ValueError:
            return _Link(written, "is no address", ())
        if parts.scheme not in ("http", "https") or parts.netloc != self.host:
            return None
        if not f"{parts.path}/".startswith(f"{self.base}/"):
            is_absolute = written.startswith("/") and not written.startswith("//")
            return _Link(written, f"leads out of the site, which stands at {self.base}/", ()) if is_absolute else None
        answers = self.release.answers
        target = read_address(parts.path[len(self.base) :] or "/")
        if target not in answers:
            if has_answer(target, answers):
                return None
            return _Link(target, "leads to nothing", tuple(answers) if len(answers) < MANY else ())
        if parts.fragment and target in self.places and not parts.fragment.startswith(":~:"):
            ids = self.places[target]
            if unquote(parts.fragment) not in ids and parts.fragment not in ids and parts.fragment != "top":
                fault = f'leads to {target}, which has no place "{parts.fragment}"'
                return _Link(f"{target}#{parts.fragment}", fault, tuple(f"{target}#{id}" for id in sorted(ids)))
        return None


def _setting(release: Release, link: _Link, written_in: Mapping[str, str]) -> Problem | None:
    """Return the problem as one of the menu or footer, if these put the link on every page."""
    written = next(iter(written_in.values()))
    for name, key in (("MENUITEMS", "menu"), ("LINKS", "footer"), ("SOCIAL", "")):
        entries = release.site.settings.get(name) or ()
        labels = [str(entry[0]) for entry in map(tuple, entries) if written in entry[1:2]]
        if labels and len(written_in) > 1:
            cure = did_you_mean(link.address, link.candidates, "name an address of the site, or take the entry out")
            if entries == (release.site.settings.get("SITE") or {}).get(key):
                line = release.site.line_of(SITE_FILE, key, labels[0])
                return Problem(
                    f"{release.site.shown}/{SITE_FILE}", line, f'"{written}" in the {key} {link.fault}', cure
                )
            path = Path("pelicanconf.py")
            rows = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
            quoted = (f'"{written}"', f"'{written}'")
            line = next((number for number, row in enumerate(rows, 1) if any(text in row for text in quoted)), 1)
            return Problem(str(path), line, f'"{written}" in {name} {link.fault}', cure)
    return None


def _finding(release: Release, link: _Link, written_in: Mapping[str, str]) -> Finding:
    """Return the finding at the place where the author can mend it: a content file with the link, if there is one."""
    if setting := _setting(release, link, written_in):
        return Finding(setting)
    path = next((item for item in written_in if release.source(item).endswith(".md")), next(iter(written_in)))
    written, source, line = written_in[path], release.source(path), 1
    content = f"{release.site.shown}/"
    if source.startswith(content):
        content_path, fragment = source.removeprefix(content), written.partition("#")[2]
        line = release.site.line_of(content_path, text=written)
        if line == 1 and fragment:
            line = release.site.line_of(content_path, text=f"#{fragment}")
    others = f" (and on {len(written_in) - 1} more)" if len(written_in) > 1 else ""
    cure = did_you_mean(link.address, link.candidates, "name an address of the site, or take the link out")
    place = source if source.endswith(".md") else path
    return Finding(Problem(place, line, f'"{written}" {link.fault}{others}', cure, link=written))
