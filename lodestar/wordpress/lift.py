"""Moves lifted furniture: a biography to its author, a course to a call."""

from __future__ import annotations

from collections.abc import Sequence
from html import unescape
from pathlib import Path

from lodestar.html_to_markdown.markdown import markdown
from lodestar.html_to_markdown.tags import key_of, untagged
from lodestar.html_to_markdown.tree import clean
from lodestar.wordpress.files import content_file, data_file, one_line
from lodestar.wordpress.furniture import LINK, FurnitureLine
from lodestar.wordpress.links import NOWHERE, BlogLinks
from lodestar.wordpress.problems import ImportNote
from lodestar.wordpress.terms import WxrTerms
from lodestar.wordpress.texturize import texturize

HEAD = """\
# Lines that --lift took out of the ends of posts, as they stood there. The newest biography of each author is in
# content/authors/, the most frequent call in content/calls/; all others are here alone.
"""


def named(path: Path, lines: Sequence[FurnitureLine]) -> tuple[list[FurnitureLine], list[ImportNote]]:
    """Return the repeated lines that a file lists by their first words, and a note on each entry that matches none."""
    results: list[FurnitureLine] = []
    notes = []
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        key = key_of(row.partition("…")[0])
        if row.startswith("#") or not key:
            continue
        matches = [line for line in lines if line.key.startswith(key)]
        results += matches
        if not matches:
            fault = f'no repeated line begins with "{row.strip()[:60]}"'
            notes.append(ImportNote(str(path), number, fault, "copy it from the report of an import", "fault"))
    return list(dict.fromkeys(results)), notes


def liftable(lines: Sequence[FurnitureLine], terms: WxrTerms) -> tuple[FurnitureLine, ...]:
    """Return the lines that have a new place: biographies of authors with a page, and the most frequent call."""
    bios = [line for line in lines if line.kind == "bio" and line.author in terms.writers]
    return (*bios, *[line for line in lines if line.kind == "call"][:1])


def lifted_file(lines: Sequence[FurnitureLine]) -> bytes:
    """Return a file with every line that was lifted out."""
    entries = [{"kind": line.kind, "author": line.author, "posts": line.posts, "text": line.text} for line in lines]
    return data_file(HEAD, [{key: value for key, value in entry.items() if value} for entry in entries])


def bios(lines: Sequence[FurnitureLine], terms: WxrTerms, links: BlogLinks) -> dict[str, str]:
    """Return the newest biography of each author, in Markdown, by login."""
    newest: dict[str, FurnitureLine] = {}
    for line in lines:
        if line.kind != "bio" or line.author not in terms.writers:
            continue
        if line.author not in newest or line.newest > newest[line.author].newest:
            newest[line.author] = line
    return {login: one_line(_markdown(line.text, links)) for login, line in newest.items()}


def call_file(line: FurnitureLine, links: BlogLinks) -> bytes:
    """Return a call for a line about a course; it is shown below each post that no other call fits."""
    match = LINK.search(line.text)
    url = links.new_address(unescape(match[1])) if match else "/subscribe/"
    words = one_line(unescape(untagged(match[2]))) if match else "Read more"
    heading = words[:60] if words else "Read more"
    fields = {"heading": heading, "url": url, "link_text": words or "Read more", "default": True}
    return content_file(fields, _markdown(line.text, links))


def _markdown(text: str, links: BlogLinks) -> str:
    cleaned = clean(texturize(text), lambda url, tag: links.rewrite(NOWHERE, url, tag, True))
    return markdown(cleaned.root)
