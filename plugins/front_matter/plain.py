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

ODD = ("\t", "\r", STX, ETX, "\\", "`", "<", "|", "~")
"""What no plain text holds."""
ENTITY = re.compile(r"&#|&\w+;|[\"']&")
"""An entity, or an ampersand on which typography might depend."""
LINE = r"(?:[^\W\d_]|\d+(?![\d.])|[\"'“‘(…$£€]|\*\*?(?=\w)|\[(?![^\]\n]*\]:))[^\n]*(?<! )"
"""A line that begins no list, heading, quote, table, definition or footnote, and does not end in a space."""
PARAGRAPH = re.compile(rf"{LINE}(?:\n{LINE})*")
HEADING = re.compile(rf"(#{{1,6}}) ({LINE})")
BULLETS = re.compile(rf"[-*+] {LINE}(?:\n[-*+] {LINE})*")
NUMBERS = re.compile(rf"1\. {LINE}(?:\n\d+\. {LINE})*")
QUOTE = re.compile(rf"> {LINE}(?:\n> {LINE})*")
LINK = r"""\[(?<![!\]]\[)([^\[\]*_^!\n][^\[\]*_\n]*)\]\(([^\s()<>\[\]"';*]+)(?: "([^"'&()\[\]\n]+)")?\)"""
"""Its words, address and title."""
EMPHASIS = r"\*(?<![^ \n(]\*)(?P<sign>\*?)(?=\w)([^*_\[\]]*[\w.,!?:;)…])\*(?P=sign)(?![^\s.,;:!?)])"
"""Emphasis that stands free on both sides: its second sign and its words."""
MARKUP = re.compile(rf"{LINK}|{EMPHASIS}|\[|\*")
"""A link, emphasis, or what might begin one. Each begins with its sign, for which `re` looks first."""
MEANT = ("_", "]", ">", "{", "}")
"""What may mean something between words, where it was not read as a part of a link or of emphasis."""
TAGS = {"": "em", "*": "strong"}


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
        made: list[str] = []  # tags, words, tags, words and so on
        headings: list[tuple[int, int]] = []
        before: object = None
        for block in text.split("\n\n"):
            if PARAGRAPH.fullmatch(block):
                before = PARAGRAPH
                self._element("<p>", block, "</p>\n", made)
            elif found := HEADING.fullmatch(block):
                before = HEADING
                headings.append((len(made), len(found[1])))
                self._heading(len(found[1]), found[2], made)
            else:
                kind, make = self._compound(block)
                if before is kind:
                    raise NotPlain  # the parser joins what follows upon its like
                before = kind
                make(block, made)
        self._mark_sections(headings, made)
        self._collector.words = len(" ".join(made[1::2]).split())
        made[1::2] = self._typeset(made[1::2])
        return "".join(made)[:-1]

    def _compound(self, block: str) -> tuple[object, Callable[[str, list[str]], None]]:
        if BULLETS.fullmatch(block):
            return list, lambda block, made: self._list("ul", block, made)
        if NUMBERS.fullmatch(block):
            return list, lambda block, made: self._list("ol", block, made)
        if QUOTE.fullmatch(block):
            return QUOTE, self._quote
        raise NotPlain

    def _list(self, tag: str, block: str, made: list[str]) -> None:
        opening, closing = f"<{tag}>\n<li>", "</li>"
        for line in block.split("\n"):
            self._element(opening, line.partition(" ")[2], closing, made)
            opening, closing = "\n<li>", "</li>"
        made[-2] += f"\n</{tag}>\n"

    def _quote(self, block: str, made: list[str]) -> None:
        text = "\n".join(line[2:] for line in block.split("\n"))
        self._element("<blockquote>\n<p>", text, "</p>\n</blockquote>\n", made)

    def _heading(self, level: int, text: str, made: list[str]) -> None:
        if "#" in text or text[-1].isspace():
            raise NotPlain
        place = len(made)
        self._element("", text, f"</h{level}>\n", made)
        name = self._collector.note_heading(level, "", plain_text("".join(self._typeset(made[place + 1 :: 2]))))
        made[place] = f'<h{level} id="{name}">'

    def _mark_sections(self, headings: list[tuple[int, int]], made: list[str]) -> None:
        """Set a mark before each heading of the outermost level; `headings` are their places and levels."""
        outermost = min((level for _, level in headings), default=0)
        for place, level in headings:
            if level == outermost:
                self._collector.sections += 1
                made[place] = SECTION + made[place]

    def _element(self, opening: str, text: str, closing: str, made: list[str]) -> None:
        """Add an element with the links and emphasis in its text, tags and words in turn."""
        made.append(opening)
        done = 0
        if "[" in text or "*" in text:
            for found in MARKUP.finditer(text):
                words, url, title, sign, stressed = found.groups()
                made.append(text[done : found.start()])
                if words:
                    made += (self._link(url, title), words, "</a>")
                elif stressed:
                    made += (f"<{TAGS[sign]}>", stressed, f"</{TAGS[sign]}>")
                else:
                    raise NotPlain
                done = found.end()
        made += (text[done:], closing, "")

    def _link(self, url: str, title: str | None) -> str:
        href = self._collector.address(url, False).replace("&", "&amp;")
        return f'<a href="{href}"' + (f' title="{title}">' if title else ">")

    def _typeset(self, pieces: list[str]) -> list[str]:
        """Pieces of text that must hold nothing but words, as HTML. Raises NotPlain."""
        text = " ".join(pieces)  # looked through at once, which takes less than piece by piece
        if any(sign in text for sign in MEANT):
            raise NotPlain
        if "&" in text:
            if ENTITY.search(text):
                raise NotPlain
            pieces = [piece.replace("&", "&amp;") for piece in pieces]
        rules = [rule for rule in self._rules if rule.sign in text]
        return [_typographic(piece, rules) for piece in pieces] if rules else pieces


def _typographic(text: str, rules: list[_Rule]) -> str:
    """A text with smarty's quotes, dashes and ellipses, found one after the other as smarty finds them.

    What a rule has put in is fenced off, so that no later rule looks into it: smarty has marks in its place.
    """
    for sign, pattern, parts in rules:
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
