"""What is not published must be nowhere: drafts, hidden and future posts in pages, feeds, sitemap or search index."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from plugins.problems import Problem
from plugins.values import Article
from publishing.checks.finding import Finding
from publishing.ledger import Ledger
from publishing.release import Release

TEXTS = (".html", ".xml", ".json", ".txt")
FRAGMENT = ".pf_fragment"
"""How the files of the search index end that hold a page's words."""
TELLING = 16
"""How many characters a title must have before finding it in a page says that the post is there."""


class Secret(NamedTuple):
    """What would give a post away."""

    article: Article
    kind: str
    """`draft`, `future` or `hidden`."""
    url: str
    marks: tuple[str, ...]
    """Texts that nothing else on the site has."""


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Every place where an unpublished post shows."""
    secrets = [*_unpublished(release), *_hidden(release)]
    for secret in secrets:
        if secret.kind != "hidden" and secret.url in release.answers and release.answers[secret.url].what != "redirect":
            yield _finding(release, secret, f"has the address {secret.url} in the output")
    if secrets:
        yield from _in_files(release, {mark: secret for secret in secrets for mark in secret.marks})


def _unpublished(release: Release) -> Iterator[Secret]:
    site = release.site
    titles = {each.article.title for each in release.posts.values()}
    for article in site.content.get("posts", ()):
        if article.path in release.posts:
            continue
        kind = "draft" if article.status == "draft" else "future"
        url = site.addresses.article(article.slug, article.date)[0]
        marks = [url] if url not in release.answers else []
        if len(article.title) >= TELLING and article.title not in titles:
            marks.append(article.title)
        if article.id:
            marks.append(article.id)
        yield Secret(article, kind, url, tuple(marks))


def _hidden(release: Release) -> Iterator[Secret]:
    for each in release.site.hidden:
        yield Secret(each.article, "hidden", each.url, (each.url,))


def _in_files(release: Release, marks: Mapping[str, Secret]) -> Iterator[Finding]:
    """Look for marks in every text of the output; a hidden post may be linked by hand, but feeds, sitemap, search
    and archives must not name it."""
    from html import escape

    written: dict[bytes, Secret] = {}
    for mark, secret in marks.items():
        for form in (mark, escape(mark), escape(mark, quote=False)):
            written[form.encode()] = secret
    pattern = re.compile(b"|".join(map(re.escape, sorted(written, key=len, reverse=True))))
    own = {each.save_as for each in release.site.hidden}
    for path in release.files:
        data = _text(release, path)
        if not data or path in own:
            continue
        for mark in dict.fromkeys(pattern.findall(data)):
            secret = written[mark]
            if secret.kind != "hidden" or _lists(release, path):
                yield _finding(release, secret, f"is named in {path}")


def _text(release: Release, path: str) -> bytes:
    if path.endswith(TEXTS):
        return (release.folder / path).read_bytes()
    if path.endswith(FRAGMENT):
        data = (release.folder / path).read_bytes()
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return b""


def _lists(release: Release, path: str) -> bool:
    """Whether a file of the output is one that lists posts by itself."""
    if path.endswith((FRAGMENT, ".xml", ".json", ".txt")):
        return True
    output = release.output(path)
    return bool(output and output.template in ("archive.html", "home.html", "timeline.html"))


def _finding(release: Release, secret: Secret, what: str) -> Finding:
    path = secret.article.path
    line = release.site.line_of(path, "date" if secret.kind == "future" else "status")
    cure = "take it out there, or publish the post"
    words = {"draft": "this draft", "future": "this post, whose date is in the future,", "hidden": "this hidden post"}
    return Finding(Problem(f"{release.site.shown}/{path}", line, f"{words[secret.kind]} {what}", cure))
