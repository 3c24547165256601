"""Boxes that keep tables and frames of a text within its column."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from lodestar.base.front_matter.sizes import said_size
from lodestar.base.front_matter.tags import Tag, tags

TABLE = '<div class="table" role="group" aria-label="Table" tabindex="0">'
"""Scrolls sideways where its table is wider than the column. Whoever has no pointer scrolls what has the focus; the name
is for screen readers, and a group is no landmark, of which a page should have few."""
FRAME = '<span class="frame"><svg viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true"></svg>'
"""Keeps the proportions that a frame has by its attributes: browsers derive them for pictures and films, not for frames."""
FRAMES = frozenset({"iframe", "object", "embed"})
STRIP = 200
"""A frame no higher than that is a player with buttons; it keeps its height, or they would be cut."""
SIGNS = ("<table", *(f"<{name}" for name in FRAMES))


def box(html: str) -> str:
    """Return the HTML of a text with a box around each outermost table, and each frame of a size in pixels."""
    lower = html.lower()
    if not any(sign in lower for sign in SIGNS):
        return html
    parts, at = [], 0
    for place, text in sorted(_insertions(html)):
        parts += [html[at:place], text]
        at = place
    return "".join([*parts, html[at:]])


def _insertions(html: str) -> Iterator[tuple[int, str]]:
    """Yield the start and end tags of boxes, and where they go."""
    opened: list[tuple[Tag, str]] = []
    """Tables and frames that are open, with the start tag of their box; empty for none."""
    for tag in tags(html):
        if tag.name != "table" and tag.name not in FRAMES:
            continue
        if not tag.closing:
            opened.append((tag, _box_of(tag, [other.name for other, start in opened if start])))
        if tag.closing or tag.name == "embed":  # which has no end
            at = next((at for at, (other, _) in reversed(list(enumerate(opened))) if other.name == tag.name), None)
            if at is not None:
                begun, start = opened[at]
                del opened[at:]
                if start:
                    yield from ((begun.start, start), (tag.end, "</div>" if start == TABLE else "</span>"))


def _box_of(tag: Tag, boxed: list[str]) -> str:
    """Return the start tag of the box around a table or a frame in others that are `boxed`; empty for none."""
    if tag.name == "table":
        return "" if "table" in boxed else TABLE
    width, height = said_size({item.name: item.value for item in reversed(tag.attributes)})[0].pixels
    return FRAME.format(width, height) if width and height > STRIP and FRAMES.isdisjoint(boxed) else ""


def mark_headings(table: Element) -> None:
    """Make headings of the first cells of a Markdown table where all of them are bold, and no heading of empty ones.

    Markdown has no sign for the heading of a row (HTML, 4.9.10), and makes one of an empty cell above the first column.
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
    """Return whether all that a cell says is bold."""
    return [child.tag for child in cell] == ["strong"] and not ((cell.text or "") + (cell[0].tail or "")).strip()
