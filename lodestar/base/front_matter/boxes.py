"""Boxes that keep tables and frames of a text within its column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from lodestar.base.front_matter.sizes import declared_size
from lodestar.base.front_matter.tags import Tag, tags

TABLE = '<div class="table" role="group" aria-label="Table" tabindex="0">'
"""Scrolls sideways where its table is wider than the column. The keyboard scrolls what has the focus; the name
is for screen readers. A group is not a landmark: a page should have few of those."""
FRAME = '<span class="frame"><svg viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true"></svg>'
"""Keeps the proportions in a frame's attributes: browsers derive them for pictures and films, but not for frames."""
FRAMES = frozenset({"iframe", "object", "embed"})
STRIP = 200
"""A frame of this height or less is a player with buttons; it keeps its height, so that they are not cut off."""
SIGN = re.compile("<(?:table|iframe|object|embed)", re.IGNORECASE)


def box(html: str) -> str:
    """Return the HTML of a text with a box around each outermost table and each frame with a size in pixels."""
    if not SIGN.search(html):
        return html
    parts, position = [], 0
    for place, text in sorted(_insertions(html)):
        parts += [html[position:place], text]
        position = place
    return "".join([*parts, html[position:]])


def _insertions(html: str) -> Iterator[tuple[int, str]]:
    """Yield where to insert each start or end tag of a box, and the tag."""
    opened: list[tuple[Tag, str]] = []
    """Tables and frames that are open, with the start tag of their box; empty for none."""
    for tag in tags(html):
        if tag.name != "table" and tag.name not in FRAMES:
            continue
        if not tag.closing:
            opened.append((tag, _start_tag_of_box(tag, [open_tag.name for open_tag, start in opened if start])))
        if tag.closing or tag.name == "embed":  # a tag without an end
            index = next(
                (index for index, (open_tag, _) in reversed(list(enumerate(opened))) if open_tag.name == tag.name), None
            )
            if index is not None:
                start_tag, start = opened[index]
                del opened[index:]
                if start:
                    yield from ((start_tag.start, start), (tag.end, "</div>" if start == TABLE else "</span>"))


def _start_tag_of_box(tag: Tag, outer_names: list[str]) -> str:
    """Return the start tag of the box for a table or frame; empty for none, as in one whose box is among `outer_names` already."""
    if tag.name == "table":
        return "" if "table" in outer_names else TABLE
    width, height = declared_size({item.name: item.value for item in reversed(tag.attributes)})[0].pixels
    return FRAME.format(width, height) if width and height > STRIP and FRAMES.isdisjoint(outer_names) else ""


def mark_headings(table: Element) -> None:
    """Turn the first cells of a Markdown table into row headings where all are bold, and empty headings into cells.

    Markdown has no syntax for a row heading (HTML, 4.9.10), and makes a heading of an empty cell above the first column.
    """
    for cell in table.iterfind("thead/tr/th"):
        if not len(cell) and not (cell.text or "").strip():
            cell.tag = "td"
    first = [cell for cell in table.iterfind("tbody/tr/td[1]") if len(cell) or (cell.text or "").strip()]
    if first and all(map(_is_bold, first)):
        for cell in first:
            cell.tag = "th"
            cell.set("scope", "row")


def _is_bold(cell: Element) -> bool:
    """Return whether a cell's whole text is bold."""
    return [child.tag for child in cell] == ["strong"] and not ((cell.text or "") + (cell[0].tail or "")).strip()
