"""Tables of a foreign clipboard: with what their cells hold and nothing else, in a form that Markdown has where possible."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bs4 import Tag

SPANS = ("colspan", "rowspan")


def is_layout(table: Tag) -> bool:
    """Return whether a table is only for layout, as in letters: its cells are read as blocks."""
    return table.get("role") == "presentation" or len(table.find_all("tr")) < 2 or table.find("table") is not None


def table_of(table: Tag, blocks: Callable[[Tag], list[Tag]]) -> Iterator[Tag]:
    """Yield the blocks of a table: its caption as a paragraph, and a table with a heading above each column."""
    caption = table.find("caption")
    if isinstance(caption, Tag):
        yield from blocks(caption)
    rows = [[_cell(cell, blocks) for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")]
    rows = [row for row in rows if any(cell.get_text(strip=True) or cell.find("img") for cell in row)]
    if not rows:
        return
    if not any(cell.attrs for row in rows for cell in row):
        width = max(map(len, rows))
        for row in rows:
            row += [Tag(name="td") for _ in range(width - len(row))]
        _head(rows)
    result, body = Tag(name="table"), Tag(name="tbody")
    result.append(body)
    for row in rows:
        line = Tag(name="tr")
        body.append(line)
        for cell in row:
            line.append(cell)
    yield result


def _cell(cell: Tag, blocks: Callable[[Tag], list[Tag]]) -> Tag:
    spans = {
        name: str(cell[name])
        for name in SPANS
        if str(cell.get(name, "1")).isdecimal() and str(cell.get(name, "1")) != "1"
    }
    result = Tag(name=cell.name, attrs=spans)
    cell_blocks = blocks(cell)
    if all(block.name == "p" for block in cell_blocks):
        for number, block in enumerate(cell_blocks):
            if number:
                result.append(Tag(name="br", can_be_empty_element=True))
            for node in list(block.contents):
                result.append(node)
    else:
        for block in cell_blocks:
            result.append(block)
    return result


def _head(rows: list[list[Tag]]) -> None:
    """Make the cells of the first row headings, which Markdown demands; heading cells of other rows become bold."""
    for cell in rows[0]:
        cell.name = "th"
        strong = cell.contents[0] if len(cell.contents) == 1 else None
        if isinstance(strong, Tag) and strong.name == "strong":
            strong.unwrap()
    for row in rows[1:]:
        for cell in row:
            if cell.name == "th":
                cell.name = "td"
                strong = Tag(name="strong")
                for node in list(cell.contents):
                    strong.append(node)
                if strong.contents:
                    cell.append(strong)
