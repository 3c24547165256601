"""Content pasted from another program, or read from one of its files, as Markdown.

Word, Google Docs, Pages, LibreOffice, WordPress and mail programs each put their own HTML on the clipboard. It is
rebuilt from what a text can hold (`rebuild`), and written by our converter (`markdown`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from bs4 import Tag

from lodestar.html_to_markdown.compare import DEEPEST
from lodestar.html_to_markdown.headings import Headings, begin_at_two
from lodestar.html_to_markdown.markdown import markdown
from lodestar.html_to_markdown.notes import notes_markdown, placed, take_notes
from lodestar.html_to_markdown.rebuild import Rebuild
from lodestar.html_to_markdown.styles import Styles
from lodestar.html_to_markdown.tree import depth, document_of
from lodestar.html_to_markdown.urls import host_of, split
from lodestar.html_to_markdown.words import Words

FRAGMENT = ("<!--StartFragment-->", "<!--EndFragment-->")
HIDDEN_END = "<![endif]-->"
HIDDEN = re.compile(r"<!--\[if[^\]<>]*\]>.*?<!\[endif\]-->", re.DOTALL | re.IGNORECASE)
"""Content for Word alone (a downlevel-hidden conditional comment)."""
CONDITION = re.compile(r"<!(?:--)?\[(?:if[^\]<>]*|endif)\](?:--)?>", re.IGNORECASE)
STYLE_END = "</style>"
STYLE = re.compile(r"<style[^<>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
LONGEST = 5_000_000
"""Most characters of a clipboard; a book has a fifth of that."""
LINK = re.compile(r"(?:https?://|mailto:|tel:|/(?!/))[^\s<>\"]+", re.IGNORECASE)
REDIRECTS = (
    ("google.com", "/url", "q"),
    ("safelinks.protection.outlook.com", "/", "url"),
    ("l.facebook.com", "/l.php", "u"),
)
"""Redirectors that programs put before the address of a link, to track clicks: host, path, and the parameter with the
address."""
MOST_REDIRECTS = 5
"""Most of them that may precede one address."""


class TooMuch(ValueError):
    """A clipboard that is too long, or too deeply nested, to be read."""


@dataclass(frozen=True)
class Pasted:
    """Pasted content."""

    markdown: str
    inline: bool
    """Whether it is words within a paragraph, not a block."""
    formed: bool
    """Whether it has any formatting besides paragraphs."""


def clipboard(html: str, picture: Callable[[str, str], str], link: Callable[[str], str] = lambda url: url) -> Pasted:
    """Return the content of a clipboard. Raises TooMuch.

    `picture(address, alt)` returns the new address of a picture, or an empty string to omit it; `link` maps the address
    of a link to the new one.
    """
    if len(html) > LONGEST:
        raise TooMuch("that is too long to be pasted with its form")
    sheets = STYLE.findall(html, 0, _behind_last(STYLE_END, html))
    _, start, rest = html.partition(FRAGMENT[0])
    fragment, end, _ = rest.partition(FRAGMENT[1])
    if start and end and not re.match(r"\s*<(?:tr|td|th|col|li)\b", fragment, re.IGNORECASE):
        html = fragment
    hidden = _behind_last(HIDDEN_END, html)
    document = document_of(CONDITION.sub("", HIDDEN.sub("", html[:hidden]) + html[hidden:]))
    if depth(document) > DEEPEST:
        raise TooMuch("that is nested too deeply to be pasted with its form")
    styles = Styles(sheets)
    notes = take_notes(document)
    rebuild = Rebuild(Words(styles, lambda url: link(direct(url)), picture), Headings(document, styles))
    blocks = rebuild.blocks(document)
    begin_at_two(blocks)
    text = _converted(blocks)
    if notes:
        text = f"{text.rstrip()}\n\n{notes_markdown(notes, lambda body: _converted(rebuild.blocks(body)))}\n"
    paragraph = len(blocks) == 1 and blocks[0].name == "p"
    formed = any(block.name != "p" or block.find(True) is not None for block in blocks)
    return Pasted(placed(text), paragraph and not notes, formed)


def direct(url: str) -> str:
    """Return the target of a link without redirectors; empty for one that leads nowhere."""
    url = url.strip()
    for _ in range(MOST_REDIRECTS):
        parts, host = split(url), host_of(url).removeprefix("www.")
        names = [
            name
            for redirector, path, name in REDIRECTS
            if (host == redirector or host.endswith(f".{redirector}")) and parts.path.startswith(path)
        ]
        query = parse_qs(parts.query) if names else {}
        if not names or not query.get(names[0]):
            return url if LINK.fullmatch(url) else ""
        url = query[names[0]][0].strip()
    return ""


def _behind_last(sign: str, html: str) -> int:
    """Return the end of the last occurrence of a sign.

    What starts after it has no end: a regular expression would look for one again and again.
    """
    return html.lower().rfind(sign) + len(sign)


def _converted(blocks: list[Tag]) -> str:
    root = Tag(name="body")
    for block in blocks:
        root.append(block)
    return markdown(root)
