"""List items as a clipboard has them, in sequence with a level each, nested as lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import Tag

LEVEL = re.compile(r"\blevel(\d+)")
LISTED = re.compile(r"\b(l\d+)\b")
NUMBERED = re.compile(r"\(?(\d{1,4}|[a-z]{1,3}|[ivxlcdm]{1,7})[.):]|\(?\d{1,4}\)?|(?:\d{1,3}\.)+\d{0,3}", re.IGNORECASE)
"""The marker of an item in a numbered list; a lone letter is a bullet from another font."""


@dataclass
class ListItem:
    """A list item, wherever it is in the document."""

    blocks: list[Tag]
    level: int
    ordered: bool
    start: int = 1
    """Its number, if it is the first of its list."""
    list_name: str = ""
    """A name that items of one list share."""


def level_in(style: dict[str, str]) -> int:
    """Return the list level that Word gives to a paragraph; 0 for one outside of lists."""
    value = style.get("mso-list", "")
    match = LEVEL.search(value)
    return int(match[1]) if match else 0


def list_in(style: dict[str, str]) -> str:
    """Return the name of the list that Word puts a paragraph into; empty for none."""
    match = LISTED.search(style.get("mso-list", ""))
    return match[1] if match else ""


def is_numbered(sign: str) -> bool:
    """Return whether the marker of an item is a number."""
    return bool(NUMBERED.fullmatch(sign.strip()))


def number_of(sign: str) -> int:
    """Return the number in the marker of an item; 1 for letters."""
    digits = re.findall(r"\d+", sign)
    return int(digits[-1]) if digits else 1


def folded(items: Sequence[ListItem]) -> list[Tag]:
    """Return the lists that a sequence of items forms, nested by level."""
    results: list[Tag] = []
    open_lists: list[tuple[int, Tag, ListItem]] = []
    for item in items:
        while len(open_lists) > 1 and open_lists[-2][0] >= item.level:
            open_lists.pop()
        if open_lists:
            level, tag, first = open_lists[-1]
            if level > item.level:  # the levels between were skipped
                level = item.level
                open_lists[-1] = (level, tag, first)
            if len(open_lists) == 1 and level == item.level and _is_another(first, item):
                open_lists.pop()
        if not open_lists or open_lists[-1][0] < item.level:
            attributes = {"start": str(item.start)} if item.ordered and item.start > 1 else {}
            tag = Tag(name="ol" if item.ordered else "ul", attrs=attributes)
            if open_lists:
                _last(open_lists[-1][1]).append(tag)
            else:
                results.append(tag)
            open_lists.append((item.level, tag, item))
        open_lists[-1][1].append(_element(item))
    return results


def _is_another(first: ListItem, item: ListItem) -> bool:
    """Return whether an item belongs to another list than the one that `first` begins."""
    return first.ordered != item.ordered or first.list_name != item.list_name


def _last(tag: Tag) -> Tag:
    last = tag.contents[-1]
    assert isinstance(last, Tag)
    return last


def _element(item: ListItem) -> Tag:
    """Return an item as HTML; a single paragraph is unwrapped."""
    element = Tag(name="li")
    for block in item.blocks:
        if block.name == "p" and sum(sibling.name == "p" for sibling in item.blocks) == 1 and block is item.blocks[0]:
            for node in list(block.contents):
                element.append(node)
        else:
            element.append(block)
    return element
