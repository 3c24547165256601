"""The HTML of plain texts, without the parser: paragraphs, headings, short lists, quotes, links and emphasis.

Most of what a blog holds is plain, and Python-Markdown takes a millisecond a post for it, more than all the rest of a
clean build. What stands here reads such a text in a sixth of that, block by block, and gives the very HTML that
Python-Markdown would give. It knows little and is sure of it: whatever it does not know for certain (a character that
may mean something, a list below a list, an extension it has not met) raises `NotPlain`, and the parser reads the text
as ever. `tests/plugins/test_plain.py` holds it against the parser with texts made at random.

The HTML is put together from strings, against the custom of the house: that is where the time is saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from markdown import Markdown
from markdown.util import ETX, STX

from plugins.front_matter.quick import TAB, names_of, needed
from plugins.front_matter.typography import SIGNS
from plugins.front_matter.words import plain_text
from plugins.markers import SECTION

KNOWN = {
    "preprocessors": {"normalize_whitespace", "fenced_code_block", "html_block", "course-fences"},
    "inlinePatterns": {
        "backtick",
        "escape",
        "footnote",
        "reference",
        "link",
        "image_link",
        "image_reference",
        "short_reference",
        "short_image_ref",
        "autolink",
        "automail",
        "linebreak",
        "html",
        "entity",
        "em_strong",
    },
    "treeprocessors": {
        "footnote",
        "course-watch",
        "inline",
        "footnote-duplicate",
        "prettify",
        "attr_list",
        "abbr",
        "smarty",
        "unescape",
        "lodestar",
    },
    "postprocessors": {"footnote", "amp_substitute", "raw_html"},
}
"""What is known to leave plain texts alone, or to do with them what is done here."""
BLOCKS = {
    "course-blocks",
    "markdown_block",
    "empty",
    "indent",
    "defindent",
    "code",
    "table",
    "hashheader",
    "setextheader",
    "hr",
    "olist",
    "ulist",
    "deflist",
    "quote",
    "footnote",
    "abbr",
    "reference",
    "paragraph",
}
"""The block processors of which that is known."""

ODD = ("\t", "\r", STX, ETX, "\\", "`", "<", "|", "~", " \n", "\n ", "\n\n\n")
"""What no plain text holds."""
ENTITY = re.compile(r"&#|&\w+;|[\"']&")
"""An entity, or an ampersand on which typography might depend."""
LINE = r"(?:[^\W\d_]|\d+(?![\d.])|[\"'“‘(…$£€]|\*\*?(?=\w)|\[(?![^\]\n]*\]:))[^\n]*"
"""A line that begins no list, heading, quote, table, definition or footnote."""
PARAGRAPH = re.compile(rf"{LINE}(?:\n{LINE})*")
HEADING = re.compile(rf"(#{{1,6}}) ({LINE})")
BULLETS = re.compile(rf"[-*+] {LINE}(?:\n[-*+] {LINE})*")
NUMBERS = re.compile(rf"1\. {LINE}(?:\n\d+\. {LINE})*")
QUOTE = re.compile(rf"> {LINE}(?:\n> {LINE})*")
START = re.compile(r"[\[*]")
"""Where a link or emphasis may start."""
LINK = re.compile(r"""\[([^\[\]*_^!\n][^\[\]*_\n]*)\]\(([^\s()<>\[\]"';*]+)(?: "([^"'&()\[\]\n]+)")?\)""")
"""Its words, address and title."""
EMPHASIS = re.compile(r"(\*\*?)(?=\w)([^*_\[\]]*[\w.,!?:;)…])\1(?![^\s.,;:!?)])")
"""Emphasis that stands free on both sides: its sign and its words."""
FREE = " \n("
"""What may stand before emphasis."""
MEANT = ("_", "]", ">", "{", "}")
"""What may mean something between words, where it was not read as a part of a link or of emphasis."""
TAGS = {"*": "em", "**": "strong"}


class NotPlain(Exception):
    """The text is none that is read here."""


class _Rule(NamedTuple):
    """One of smarty's rules."""

    sign: str
    """What a text must hold for it to apply."""
    pattern: re.Pattern[str]
    parts: tuple[int | str, ...]
    """What stands in the place of a match: groups by number, and entities."""


class Plain:
    """Reads plain texts as the parser `md` would; `collector` notes links, headings, sections and words."""

    def __init__(self, md: Markdown, collector: Any) -> None:
        self._collector = collector
        self._rules = _rules(md) if "smarty" in md.treeprocessors else []

    def convert(self, text: str) -> str:
        """The HTML of a text. Raises NotPlain."""
        text = text.strip("\n")
        if not text or text[-1].isspace() or any(odd in text for odd in ODD):
            raise NotPlain
        blocks: list[str] = []
        headings: list[tuple[int, int]] = []
        before: object = None
        for block in text.split("\n\n"):
            if PARAGRAPH.fullmatch(block):
                before, made = PARAGRAPH, f"<p>{self._inline(block)}</p>"
            elif found := HEADING.fullmatch(block):
                headings.append((len(blocks), len(found[1])))
                before, made = HEADING, self._heading(len(found[1]), found[2])
            else:
                kind, make = self._compound(block)
                if before is kind:
                    raise NotPlain  # the parser joins what follows upon its like
                before, made = kind, make(block)
            blocks.append(made)
        return "\n".join(self._in_sections(blocks, headings))

    def _compound(self, block: str) -> tuple[object, Callable[[str], str]]:
        if BULLETS.fullmatch(block):
            return list, lambda block: self._list("ul", block)
        if NUMBERS.fullmatch(block):
            return list, lambda block: self._list("ol", block)
        if QUOTE.fullmatch(block):
            return QUOTE, self._quote
        raise NotPlain

    def _list(self, tag: str, block: str) -> str:
        items = (f"<li>{self._inline(line.partition(' ')[2])}</li>" for line in block.split("\n"))
        return "\n".join((f"<{tag}>", *items, f"</{tag}>"))

    def _quote(self, block: str) -> str:
        text = "\n".join(line[2:] for line in block.split("\n"))
        return f"<blockquote>\n<p>{self._inline(text)}</p>\n</blockquote>"

    def _heading(self, level: int, text: str) -> str:
        if "#" in text or text[-1].isspace():
            raise NotPlain
        html = self._inline(text)
        name = self._collector.note_heading(level, "", plain_text(html))
        return f'<h{level} id="{name}">{html}</h{level}>'

    def _in_sections(self, blocks: list[str], headings: list[tuple[int, int]]) -> list[str]:
        """The blocks, with a mark before each heading of the outermost level."""
        outermost = min((level for _, level in headings), default=0)
        for place, level in headings:
            if level == outermost:
                self._collector.sections += 1
                blocks[place] = SECTION + blocks[place]
        return blocks

    def _inline(self, text: str) -> str:
        if "[" not in text and "*" not in text:
            return self._text(text)
        made: list[str] = []
        done = 0
        for start in START.finditer(text):
            place = start.start()
            if place < done:  # inside what has been read
                continue
            made.append(self._text(text[done:place]))
            before = text[place - 1] if place else " "
            if start[0] == "[" and before not in "!]" and (found := LINK.match(text, place)):
                made.append(self._link(*found.groups()))
            elif start[0] == "*" and before in FREE and (found := EMPHASIS.match(text, place)):
                made.append(f"<{TAGS[found[1]]}>{self._text(found[2])}</{TAGS[found[1]]}>")
            else:
                raise NotPlain
            done = found.end()
        made.append(self._text(text[done:]))
        return "".join(made)

    def _link(self, words: str, url: str, title: str | None) -> str:
        href = self._collector.address(url, False).replace("&", "&amp;")
        return f'<a href="{href}"' + (f' title="{title}"' if title else "") + f">{self._text(words)}</a>"

    def _text(self, text: str) -> str:
        """Words that hold nothing but words."""
        for sign in MEANT:
            if sign in text:
                raise NotPlain
        self._collector.words += len(text.split())
        if "&" in text:
            if ENTITY.search(text):
                raise NotPlain
            text = text.replace("&", "&amp;")
        for sign in SIGNS:
            if sign in text:
                return self._typographic(text)
        return text

    def _typographic(self, text: str) -> str:
        """A text with smarty's quotes, dashes and ellipses, found one after the other as smarty finds them.

        What a rule has put in is fenced off, so that no later rule looks into it: smarty has marks in its place.
        """
        for sign, pattern, parts in self._rules:
            if sign not in text:
                continue
            found = pattern.search(text)
            while found:
                new = STX + "".join(found[part] if isinstance(part, int) else part for part in parts) + ETX
                text = text[: found.start()] + new + text[found.end() :]
                found = pattern.search(text, found.start() + len(new))
        return text.replace(STX, "").replace(ETX, "")


def knows(md: Markdown) -> bool:
    """Whether every step of the parser `md` is one that is known here."""
    steps = {kind: set(names_of(getattr(md, kind))) for kind in KNOWN}
    return (
        all(steps[kind] <= known for kind, known in KNOWN.items())
        and set(names_of(md.parser.blockprocessors)) <= BLOCKS
        and md.output_format == "html"
        and md.tab_length == TAB
    )


def _rules(md: Markdown) -> list[_Rule]:
    """Smarty's own rules, in its order."""
    step: Any = md.treeprocessors["smarty"]
    patterns = list(step.inlinePatterns)  # asked for first: it is what puts the names in order
    pairs = zip(names_of(step.inlinePatterns), patterns, strict=True)
    return [_Rule(needed(name, each.pattern)[0], each.getCompiledRegExp(), tuple(each.replace)) for name, each in pairs]
