"""Boxes that keep tables and frames of a text within its column."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import accumulate
from xml.etree.ElementTree import Element

from lodestar.base.front_matter.sizes import said_size

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
    for place, text in sorted(_Boxes(html).insertions):
        parts += [html[at:place], text]
        at = place
    return "".join([*parts, html[at:]])


class _Boxes(HTMLParser):
    """Finds where boxes begin and end."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.insertions: list[tuple[int, str]] = []
        self._html = html
        self._open: list[tuple[str, int, str]] = []
        """Tables and frames that are open: name, start, and the start tag of their box; empty for none."""
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.feed(html)

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            nested = any(name == "table" for name, _, _ in self._open)
            self._open.append((tag, self._place(), "" if nested else TABLE))
        elif tag in FRAMES:
            width, height = said_size(dict(attrs))[0].pixels
            nested = any(start for name, _, start in self._open if name in FRAMES)
            start = FRAME.format(width, height) if width and height > STRIP and not nested else ""
            if tag == "embed":  # it has no end
                self._box(self._place(), start, self._place() + len(self.get_starttag_text() or ""))
            else:
                self._open.append((tag, self._place(), start))

    def handle_endtag(self, tag: str) -> None:
        at = next((at for at, (name, _, _) in reversed(list(enumerate(self._open))) if name == tag), None)
        if at is not None:
            _, place, start = self._open[at]
            del self._open[at:]
            self._box(place, start, self._html.index(">", self._place()) + 1)

    def _box(self, start: int, tag: str, end: int) -> None:
        if tag:
            self.insertions += [(start, tag), (end, "</div>" if tag == TABLE else "</span>")]


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
