"""Turns a mail in HTML alone into lines of text; quotations are marked with `>`, as in plain mails."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3

TAGS = {"p", "br", "div", "blockquote", "ul", "ol", "li", "table", "tr", "td", "h1", "h2", "h3", "h4", "hr", "pre"}
ATTRIBUTES = {"blockquote": {"type", "class"}, "div": {"id", "class"}}
NOTHING = {"script", "style", "title", "template", "svg", "math", "object", "select", "textarea", "button"}
"""Elements that are dropped with their content."""
PARAGRAPHS = {"p", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "hr", "pre"}
LINES = {"div", "li", "tr"}
QUOTES = ("gmail_quote", "moz-cite-prefix", "yahoo_quoted", "protonmail_quote")
"""Classes of quotations in mail programs, including the line above them."""
ENDS = ("appendonsend", "divRplyFwdMsg", "mail-editor-reference-message-container")
"""Ids at which Outlook's quotation begins; the rest of the mail belongs to it."""
OPENING = re.compile(r"<(/?)([a-z][\w:]*)", re.IGNORECASE)
ALONE = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "p", "li", "tr", "td", "th", "tbody", "wbr"}
"""Elements without content or end tag."""
DEEPEST = 1_000
"""How deep elements may be nested: a parser searches all open ones for each new one."""


class TooDeep(Exception):
    """The nesting is deeper than in any page that somebody wrote."""


def text_of(html: str) -> str:
    """Return the words of any HTML. Raises TooDeep."""
    depth = 0
    for tag in OPENING.finditer(html):
        if tag[2].lower() not in ALONE:
            depth += -1 if tag[1] else 1
            if depth > DEEPEST:
                raise TooDeep
    safe = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, clean_content_tags=NOTHING, link_rel=None)
    parser = _Lines()
    parser.feed(safe)
    parser.close()
    return parser.text()


class _Lines(HTMLParser):
    """Writes lines. What it is given is well formed."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = [""]
        self._open: list[bool] = []
        """For each open element: whether it is a quotation."""
        self._ended = False

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._lines)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if attributes.get("id") in ENDS:
            self._ended = True
        if tag == "br":
            self._lines.append(self._mark())
            return
        self._end(tag)
        if tag in ("div", "blockquote"):
            quotes = any(name in attributes.get("class", "").split() for name in QUOTES)
            self._open.append(quotes or tag == "blockquote")
            self._lines[-1] = self._mark()
        if tag == "li":
            self._lines[-1] += "- "

    def handle_endtag(self, tag: str) -> None:
        if tag in ("div", "blockquote") and self._open:
            self._open.pop()
        self._end(tag)

    def handle_data(self, data: str) -> None:
        words = " ".join(data.replace("\xa0", " ").split())
        if not words:
            words = " " if data else ""
        else:
            words = (" " if data[0].isspace() else "") + words + (" " if data[-1].isspace() else "")
        line = self._lines[-1]
        self._lines[-1] = line + (words.lstrip() if not line or line.endswith(" ") else words)

    def _mark(self) -> str:
        return "> " if self._ended or any(self._open) else ""

    def _end(self, tag: str) -> None:
        """Begin a new line for an element, after an empty one for a paragraph."""
        if self._lines[-1] != self._mark() and tag in PARAGRAPHS | LINES:
            self._lines.append(self._mark())
        if tag in PARAGRAPHS and len(self._lines) > 1 and self._lines[-2].strip("> "):
            self._lines.append(self._mark())
