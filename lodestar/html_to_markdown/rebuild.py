"""A foreign document as a tree of only what a text of the site consists of.

The tree is built anew, block by block: what this module does not know does not get into it.
"""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import NavigableString

from lodestar.html_to_markdown.embeds import watchable
from lodestar.html_to_markdown.headings import Headings
from lodestar.html_to_markdown.items import ListItem, folded, is_numbered, level_in, list_in, number_of
from lodestar.html_to_markdown.layout import BLOCKS, LEVELS, elements
from lodestar.html_to_markdown.runs import (
    PLAIN,
    TextFormat,
    TextRun,
    fill,
    is_blank,
    is_break,
    paragraphs,
    spaced,
    without_bold,
)
from lodestar.html_to_markdown.styles import is_hidden
from lodestar.html_to_markdown.tables import is_layout, table_of
from lodestar.html_to_markdown.words import SKIPPED, Words

ADDRESS = re.compile(r"https?://[^\s<>]+")
QUOTE = re.compile(r"Mso(?:Intense)?Quote|quotations?", re.IGNORECASE)
CONTINUED = re.compile(r"Mso(?:ListParagraph|ListContinue)", re.IGNORECASE)
"""Classes of paragraphs that continue a list item, unless Word marks them as the start of one."""


class Rebuild:
    """Rebuilds a document."""

    def __init__(self, words: Words, headings: Headings) -> None:
        self._words, self._headings, self._styles = words, headings, words.styles

    def blocks(self, root: Tag) -> list[Tag]:
        """Return the blocks of a document."""
        return _folded(self._parts_within(root, PLAIN, 0))

    def _parts_within(self, container: Tag, form: TextFormat, depth: int) -> list[Tag | ListItem]:
        """Return the blocks inside an element; words beside blocks get a paragraph."""
        parts: list[Tag | ListItem] = []
        loose: list[TextRun] = []

        def close() -> None:
            parts.extend(fill(Tag(name="p"), _as_link(words)) for words in paragraphs(loose))
            loose.clear()

        for child in container.children:
            if isinstance(child, Tag) and _is_block(child):
                close()
                parts += self._block(child, form, depth)
            else:
                loose += self._words.of(child, form)
        close()
        return parts

    def _block(self, tag: Tag, form: TextFormat, depth: int) -> list[Tag | ListItem]:
        style = self._styles.of(tag)
        if is_hidden(style):
            return []
        form = self._words.form(tag, form, style)
        if level := self._headings.level(tag):
            return self._heading(tag, form, level)
        if level := level_in(style):
            return self._word_item(tag, form, style, level)
        if tag.name in ("ul", "ol"):
            return self._list(tag, form, depth + 1)
        if tag.name == "li":  # outside of lists
            return [ListItem(_folded(self._parts_within(tag, form, depth + 1)), depth + 1, False)]
        if _is_quote(tag, style):
            return _quote(_folded(self._parts_within(tag, form, 0)))
        if tag.name == "table" and not is_layout(tag):
            return list(table_of(tag, lambda cell: self._cell(cell, form)))
        if tag.name == "pre":
            return _code(tag)
        if tag.name == "hr":
            return [Tag(name="hr", can_be_empty_element=True)]
        if tag.name == "iframe":
            return _film(tag)
        parts = self._parts_within(tag, form, depth)
        if any(CONTINUED.match(str(name)) for name in tag.get_attribute_list("class") if name):
            return [ListItem([part for part in parts if isinstance(part, Tag)], 0, False)]
        return parts

    def _cell(self, cell: Tag, form: TextFormat) -> list[Tag]:
        return _folded(self._parts_within(cell, self._words.form(cell, form, self._styles.of(cell)), 0))

    def _heading(self, tag: Tag, form: TextFormat, level: int) -> list[Tag | ListItem]:
        """Return a heading on one line, not bold as a whole, since headings are; pictures in it are put before it."""
        sign = self._sign(tag)
        runs = [*([TextRun(f"{sign} ")] if is_numbered(sign) else []), *self._words.inside(tag, form)]
        pictures = [run for run in runs if run.element is not None and not is_break(run)]
        words = without_bold([TextRun(" ") if is_break(run) else run for run in runs if run not in pictures])
        parts: list[Tag | ListItem] = [fill(Tag(name="p"), [run]) for run in pictures]
        return parts if is_blank(words) else [*parts, fill(Tag(name=f"h{level}"), words)]

    def _word_item(self, tag: Tag, form: TextFormat, style: dict[str, str], level: int) -> list[Tag | ListItem]:
        """Return a paragraph that Word marks as a list item; its marker is in an element of its own."""
        sign = self._sign(tag)
        blocks = [part for part in self._parts_within(tag, form, 0) if isinstance(part, Tag)]
        return [ListItem(blocks, level, is_numbered(sign), number_of(sign), list_in(style))] if blocks else []

    def _sign(self, tag: Tag) -> str:
        """Remove the marker from an item of Word and return it; empty where there is none."""
        signs = tag.find_all(lambda inner: self._styles.of(inner).get("mso-list") == "ignore")
        words = [spaced(sign.extract().get_text()).strip() for sign in signs]
        return next(filter(None, words), "")

    def _list(self, tag: Tag, form: TextFormat, depth: int) -> list[Tag | ListItem]:
        """Return the items of a list and, one level deeper, those of lists within it."""
        results: list[Tag | ListItem] = []
        start = str(tag.get("start") or "1")
        number = int(start) if start.isdecimal() else 1
        loose: list[TextRun] = []

        def close() -> None:
            """Make items of words in the list that are outside of its items."""
            nonlocal number
            for words in paragraphs(loose):
                paragraph = [fill(Tag(name="p"), words)]
                results.append(ListItem(paragraph, depth, tag.name == "ol", number, _list_name(tag, tag)))
                number += 1
            loose.clear()

        for child in tag.children:
            if not isinstance(child, Tag) or not _is_block(child):
                loose += self._words.of(child, form)
                continue
            close()
            style = self._styles.of(child)
            if child.name in ("ul", "ol"):
                results += self._list(child, form, depth + 1)
            elif child.name != "li":
                results += self._block(child, form, depth)
            elif not is_hidden(style):
                parts = self._parts_within(child, self._words.form(child, form, style), depth)
                blocks = [part for part in parts if isinstance(part, Tag)]
                nested_items = [part for part in parts if isinstance(part, ListItem)]
                if len(blocks) == 1 and blocks[0].name in LEVELS and not nested_items:
                    results.append(blocks[0])
                elif blocks:
                    aria_level = str(child.get("data-aria-level") or child.get("aria-level") or "")
                    level = int(aria_level) if aria_level.isdecimal() else level_in(style) or depth
                    results.append(ListItem(blocks, level, tag.name == "ol", number, _list_name(tag, child)))
                    number += 1
                results += nested_items
        close()
        return results


def _is_block(tag: Tag) -> bool:
    """Return whether an element is a block, or holds one."""
    return tag.name in BLOCKS or (tag.name not in SKIPPED and bool(elements(tag, BLOCKS)))


def _as_link(runs: list[TextRun]) -> list[TextRun]:
    """Return the runs of a paragraph; one that is nothing but an address becomes a link, so that it is not escaped."""
    text = "".join(run.text for run in runs).strip()
    is_address = ADDRESS.fullmatch(text) and not any(run.element or run.form.link for run in runs)
    return [TextRun(text, TextFormat(link=text))] if is_address else runs


def _is_quote(tag: Tag, style: dict[str, str]) -> bool:
    """Return whether an element is a quotation; mail programs use `blockquote` to indent, and a border to quote."""
    if tag.name == "blockquote":
        return not (style.get("border") == "none" and style.get("padding", "").startswith("0"))
    if any(QUOTE.fullmatch(str(name)) for name in tag.get_attribute_list("class") if name):
        return True
    return tag.name == "div" and "solid" in style.get("border-left", "") and "padding" in style


def _quote(blocks: list[Tag]) -> list[Tag | ListItem]:
    quote = Tag(name="blockquote")
    for block in blocks:
        quote.append(block)
    return [quote] if blocks else []


def _code(tag: Tag) -> list[Tag | ListItem]:
    for line in tag.find_all("br"):
        line.replace_with("\n")
    pre, code = Tag(name="pre"), Tag(name="code")
    code.append(NavigableString(tag.get_text().strip("\n")))
    pre.append(code)
    return [pre] if tag.get_text(strip=True) else []


def _film(tag: Tag) -> list[Tag | ListItem]:
    """Return a link to the film in a frame, alone in a paragraph, which is how texts embed films."""
    url = watchable(str(tag.get("src") or tag.get("data-src") or ""))
    return [fill(Tag(name="p"), [TextRun(url, TextFormat(link=url))])] if ADDRESS.fullmatch(url) else []


def _list_name(tag: Tag, item: Tag) -> str:
    """Return a name that items of one list share: Word on the web puts each item into a list of its own."""
    if name := item.get("data-listid"):
        return str(name)
    lists = [tag, *(parent for parent in tag.parents if parent.name in ("ul", "ol"))]
    return str(id(lists[-1]))


def _folded(parts: list[Tag | ListItem]) -> list[Tag]:
    """Return blocks, with consecutive items as lists, and consecutive quotations as one."""
    results: list[Tag] = []
    items: list[ListItem] = []
    for part in [*parts, None]:
        if isinstance(part, ListItem):
            if part.level:
                items.append(part)
            elif items:
                items[-1].blocks += part.blocks
            else:
                results += part.blocks
            continue
        results += folded(items)
        items = []
        if part is not None and part.name == "blockquote" and results and results[-1].name == "blockquote":
            for child in list(part.contents):
                results[-1].append(child)
        elif part is not None:
            results.append(part)
    return results
