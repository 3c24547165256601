"""What is pasted from another program, or read from a file of one, as Markdown.

Word, Google Docs, Pages, LibreOffice, WordPress and mail programs each put their own HTML on the clipboard. It is built
anew from what a text can hold (`rebuild`), and written by the converter of the house (`markdown`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bs4 import Tag

from lodestar.html_to_markdown.headings import Headings, begin_at_two
from lodestar.html_to_markdown.markdown import markdown
from lodestar.html_to_markdown.notes import document_of, placed, take_notes, written
from lodestar.html_to_markdown.rebuild import Rebuild
from lodestar.html_to_markdown.styles import Styles
from lodestar.html_to_markdown.tree import depth
from lodestar.html_to_markdown.words import Words

FRAGMENT = re.compile(r"<!--StartFragment-->(.*?)<!--EndFragment-->", re.DOTALL)
HIDDEN = re.compile(r"<!--\[if[^\]]*\]>.*?<!\[endif\]-->", re.DOTALL | re.IGNORECASE)
"""What only Word shall read (a downlevel-hidden conditional comment)."""
CONDITION = re.compile(r"<!(?:--)?\[(?:if[^\]]*|endif)\](?:--)?>", re.IGNORECASE)
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
LONGEST = 5_000_000
"""Characters of a clipboard that are read; a book has a fifth of it."""
DEEPEST = 150
LINK = re.compile(r"(?:https?://|mailto:|tel:|/(?!/))[^\s<>\"]+", re.IGNORECASE)
REDIRECTS = (
    ("google.com", "/url", "q"),
    ("safelinks.protection.outlook.com", "/", "url"),
    ("l.facebook.com", "/l.php", "u"),
)
"""Hosts that programs put before the address of a link to follow who opens it: host, path, the part with the address."""


class TooMuch(ValueError):
    """A clipboard that is too long, or too deeply nested, to be read."""


@dataclass(frozen=True)
class Pasted:
    """What was pasted."""

    markdown: str
    inline: bool
    """Whether it is words within a paragraph, and no block."""
    formed: bool
    """Whether it has any form beside paragraphs."""


def clipboard(html: str, picture: Callable[[str, str], str], link: Callable[[str], str] = lambda url: url) -> Pasted:
    """Return what a clipboard holds. Raises TooMuch.

    `picture(address, alt)` answers with the address that a picture shall have, or nothing for one that is not taken;
    `link` changes the address of a link.
    """
    if len(html) > LONGEST:
        raise TooMuch("that is too long to be pasted with its form")
    sheets = STYLE.findall(html)
    match = FRAGMENT.search(html)
    if match and not re.match(r"\s*<(?:tr|td|th|col|li)\b", match[1], re.IGNORECASE):
        html = match[1]
    document = document_of(CONDITION.sub("", HIDDEN.sub("", html)))
    if depth(document) > DEEPEST:
        raise TooMuch("that is nested too deeply to be pasted with its form")
    styles = Styles(sheets)
    notes = take_notes(document)
    rebuild = Rebuild(Words(styles, lambda url: link(direct(url)), picture), Headings(document, styles))
    blocks = rebuild.blocks(document)
    begin_at_two(blocks)
    text = _converted(blocks)
    if notes:
        text = f"{text.rstrip()}\n\n{written(notes, lambda body: _converted(rebuild.blocks(body)))}\n"
    paragraph = len(blocks) == 1 and blocks[0].name == "p"
    formed = any(block.name != "p" or block.find(True) is not None for block in blocks)
    return Pasted(placed(text), paragraph and not notes, formed)


def direct(url: str) -> str:
    """Return the address that a link means, without the host that follows who opens it; empty for one that leads nowhere."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    for known, path, name in REDIRECTS:
        if (host == known or host.endswith(f".{known}")) and parts.path.startswith(path) and query.get(name):
            return direct(query[name][0])
    return url if LINK.fullmatch(url) else ""


def _converted(blocks: list[Tag]) -> str:
    root = Tag(name="body")
    for block in blocks:
        root.append(block)
    return markdown(root)
