"""Finds unpublished texts (drafts, hidden, future and sealed ones) anywhere in the output."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import NamedTuple

import msgspec

from lodestar.base.address import Address
from lodestar.base.files import readable_bytes, replace
from lodestar.base.fingerprints import fingerprint
from lodestar.base.problems import Problem
from lodestar.base.values import Source, documents_in
from lodestar.engine.plan import url_of
from lodestar.engine.workers import cores, spread
from lodestar.publishing.checks.finding import Finding
from lodestar.publishing.checks.words import Runs, plain, runs, without_markup, words
from lodestar.publishing.ledger import Ledger
from lodestar.publishing.release import Release

LISTS = (".pf_fragment", ".xml", ".json", ".txt")
"""Endings of files that list posts: feeds, the sitemap, the search index."""
TELLING = 16
"""The fewest characters of a title that count as a trace of its post when a page contains it."""
SHOWN = 6
"""The most words of a quotation that a message shows."""
BLOCK, OVERLAP = 1 << 25, 1 << 14
"""Bytes of a large file that are looked at together, and how many of them again with the next."""
HEADER = re.compile(rb"(?:\xef\xbb\xbf)?---\s*\n.*?\n---\s*\n", re.DOTALL)
VERSION = 1
LEAST = 200
"""How many files a further process must have to look at to be worth starting."""
KINDS = {
    "draft": "this draft",
    "future": "this post, whose date is in the future,",
    "hidden": "this hidden post",
    "sealed": "this lesson, which is for those who enrolled,",
    "private": "this text, which readers cannot see,",
}


class Secret(NamedTuple):
    """A text that is not for everyone, and its traces."""

    source: Source
    kind: str
    """A key of KINDS."""
    url: Address = Address("")
    marks: tuple[str, ...] = ()
    """Strings that nothing else on the site contains."""


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Yield a finding for each place where an unpublished text shows."""
    secrets = [*_private(release, ledger), *_hidden(release)]
    if not secrets:
        return
    for secret in secrets:
        if secret.kind != "hidden" and secret.url in release.answers and release.answers[secret.url].what != "redirect":
            yield _finding(release, secret, f"has the address {secret.url} in the output")
    yield from _Search(release, secrets).findings()


def _private(release: Release, ledger: Ledger) -> Iterator[Secret]:
    site = release.site
    titles = {post.article.title for post in release.posts.values()}
    for values in site.content.values():
        for value in values:
            if value.path not in site.private:
                continue
            if not hasattr(value, "instant"):
                draft = getattr(value, "status", "") == "draft"
                sealed = value.path in site.urls
                yield Secret(value, "draft" if draft else "sealed" if sealed else "private")
                continue
            url = site.addresses.post(value)[0] if value.date or value.url else Address("")
            marks: list[str] = [url] if url and url not in release.answers else []
            announced = value.id in ledger.entries  # readers know its title: others may go on naming it
            if len(value.title) >= TELLING and value.title not in titles and not announced:
                marks.append(value.title)
            if value.id:
                marks.append(value.id)
            yield Secret(value, "draft" if value.status == "draft" else "future", url, tuple(marks))


def _hidden(release: Release) -> Iterator[Secret]:
    for post in release.site.hidden:
        yield Secret(post.article, "hidden", post.url, (post.url,))
    for page in release.site.content.get("pages", ()):
        if page.status == "hidden" and page.path in release.site.urls:
            yield Secret(page, "hidden", Address(release.site.urls[page.path]))


class _Search:
    """Searches every file for the words and marks of secrets; files that were clean before are skipped."""

    def __init__(self, release: Release, secrets: Iterable[Secret]) -> None:
        self.release = release
        self.secrets = {secret.source.path: secret for secret in secrets}
        self.owners: dict[bytes, Secret] = {}
        self.marks: dict[bytes, Secret] = {}
        for secret in self.secrets.values():
            for run in _runs_of(release, secret.source, secret.kind == "sealed"):
                if secret.kind == "hidden" or run not in self.owners:  # a hidden text may be read at its own address
                    self.owners[run] = secret
            for mark in secret.marks:
                for form in (mark, escape(mark), escape(mark, quote=False)):
                    self.marks[form.encode()] = secret
        self.runs = Runs(self.owners)
        forms = sorted(self.marks, key=len, reverse=True)
        self.pattern = re.compile(b"|".join(map(re.escape, forms)) or b"(?!)")
        self.own_pages = {
            url: secret for secret in self.secrets.values() if secret.kind == "hidden" and (url := secret.url)
        }

    def findings(self) -> Iterator[Finding]:
        """Yield every mark and run of a secret in a file that is not its own page."""
        cache = self.release.cache / "leaks"
        key = fingerprint((VERSION, sorted(self.marks), sorted(self.owners)))
        clean, files = _load(cache, key), self.release.files
        still_clean = {path: item.hash for path, item in files.items() if clean.get(path) == item.hash}
        unchecked = [path for path in files if path not in still_clean]
        quoted: dict[bytes, dict[str, None]] = {}
        arguments = (self.release.folder, self.runs, self.pattern)
        results = {}
        for number, (path, *result) in enumerate(spread(_make_search, arguments, unchecked, cores(), LEAST), start=1):
            results[path] = result
            self.release.progress("Looking for drafts", number, len(unchecked))
        for path in unchecked:
            page = self.own_pages.get(url_of(path))
            marks, hits = results[path]
            for secret in {self.marks[mark].source.path: self.marks[mark] for mark in marks}.values():
                if secret is not page and (secret.kind != "hidden" or self._lists(path)):
                    yield _finding(self.release, secret, f"is named in {path}")
            for run in hits:
                if self.owners[run] is not page:
                    quoted.setdefault(run, {})[path] = None
            if not marks and not hits:
                still_clean[path] = files[path].hash
        if still_clean != clean:
            _keep(cache, key, still_clean)
        yield from self._quotations(quoted)

    def _quotations(self, quoted: Mapping[bytes, Iterable[str]]) -> Iterator[Finding]:
        """Yield findings for quoted runs that are in no published text; each text once per file."""
        if not quoted:
            return
        leaked = set(quoted) - set(_published(self.release, Runs(quoted), self.secrets))
        places: dict[tuple[str, str], bytes] = {}
        for run in (run for run in quoted if run in leaked):
            for path in quoted[run]:
                places.setdefault((self.owners[run].source.path, path), run)
        for (source, path), run in places.items():
            secret, start = self.secrets[source], run.split()[:SHOWN]
            fault = f'stands in {path}: "{b" ".join(start).decode("utf-8", "replace")} ..."'
            yield _finding(self.release, secret, fault, _line(self.release, secret.source, start))

    def _lists(self, path: str) -> bool:
        """Return whether a file of the output lists posts."""
        output = self.release.output(path)
        return path.endswith(LISTS) or bool(
            output and output.template in ("archive.html", "home.html", "timeline.html")
        )


def _make_search(
    folder: Path, secret_runs: Runs, marks: re.Pattern[bytes]
) -> Callable[[str], tuple[str, list[bytes], list[bytes]]]:
    """Return a function, for worker processes, that finds marks and runs in a file below `folder`."""

    def search(path: str) -> tuple[str, list[bytes], list[bytes]]:
        named_marks: dict[bytes, None] = {}
        results: dict[bytes, None] = {}
        for data in _blocks(folder / path):
            text = plain(data)
            for form in (data, text) if text != data else (data,):
                named_marks.update(dict.fromkeys(marks.findall(form)))
            results.update(dict.fromkeys(secret_runs.within(text)))
        return path, list(named_marks), list(results)

    return search


def _blocks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, a large one in blocks."""
    with path.open("rb") as stream:
        overlap = b""
        while block := stream.read(BLOCK):
            yield overlap + block
            overlap = block[-OVERLAP:]


def _texts(release: Release, value: Source, body: bool = False) -> Iterator[bytes]:
    """Yield a text as plain bytes: its file as it is, and without markup; only the part below the header where `body` says
    so, for the header of a lesson is published."""
    data = _raw(release, value)
    head = HEADER.match(data) if body else None
    data = data[head.end() if head else 0 :]
    yield plain(data)
    yield plain(without_markup(data))


def _raw(release: Release, value: Source) -> bytes:
    return readable_bytes(Path(release.site.settings["PATH"], value.path))


def _runs_of(release: Release, value: Source, body: bool) -> Iterator[bytes]:
    for text in _texts(release, value, body):
        yield from runs(words(text))
    if body:
        for point in getattr(value, "key_points", ()):
            yield from runs(words(plain(point.encode())))


def _published(release: Release, secret_runs: Runs, secrets: Mapping[str, Secret]) -> Iterator[bytes]:
    """Yield the runs that are also in a published text, in the settings or in the theme."""
    for values in release.site.content.values():
        for value in values:
            if value.path not in secrets:
                keys = (document.key for document in documents_in(value) if document.key)
                for text in (*_texts(release, value), *(plain(release.site.html(key).encode()) for key in keys)):
                    yield from secret_runs.within(text)
    theme = Path(release.site.settings["THEME"])
    for path in sorted(theme.rglob("*")):
        if path.is_file():
            yield from secret_runs.within(plain(path.read_bytes()))
    for name, value in release.site.settings.items():
        if name.isupper() and isinstance(value, str | list | tuple | dict):
            yield from secret_runs.within(plain(repr(value).encode("utf-8", "replace")))


def _line(release: Release, value: Source, start: Iterable[bytes]) -> int:
    """Return the line of some words in a text; 1 where Markdown separates them."""
    pattern = r"[\W_]+".join(re.escape(word.decode("utf-8", "replace")) for word in start)
    text = _raw(release, value).decode("utf-8", "replace").lower()
    match = re.search(pattern, text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _load(cache: Path, key: str) -> dict[str, str]:
    try:
        stored_key, clean = msgspec.msgpack.decode(cache.read_bytes(), type=tuple[str, dict[str, str]])
    except (OSError, msgspec.MsgspecError):
        return {}
    return clean if stored_key == key else {}


def _keep(cache: Path, key: str, clean: Mapping[str, str]) -> None:
    replace(cache, msgspec.msgpack.encode((key, clean)))


def _finding(release: Release, secret: Secret, fault: str, line: int = 0) -> Finding:
    path = secret.source.path
    line = line or release.site.line_of(path, "date" if secret.kind == "future" else "status")
    cure = "take it out there, or publish the post" if hasattr(secret.source, "instant") else "take it out there"
    return Finding(Problem(f"{release.site.shown}/{path}", line, f"{KINDS[secret.kind]} {fault}", cure))
