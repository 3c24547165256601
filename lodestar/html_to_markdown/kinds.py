"""The Markdown of each kind of block; None where Markdown has no syntax for it."""

from __future__ import annotations

import re
from copy import copy

from bs4 import Comment, Tag

from lodestar.html_to_markdown.inline import Inline, at_line_starts, marks, raw
from lodestar.html_to_markdown.layout import BLOCKS, INLINE, LEVELS, blocks, comment, elements, join

PRE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
FENCE = re.compile(r"`{3,}")


def write(block: Tag) -> str:
    """Return the Markdown of a block; its HTML where Markdown has no syntax for it."""
    text = _write(block, _CONVERTER)
    return as_html(block) if text is None else text


def as_html(block: Tag) -> str:
    """Return a block as HTML that Markdown leaves alone; an inline element is wrapped, since Markdown would interpret
    it.

    Python-Markdown replaces tabs by spaces (`NormalizeWhitespace`), but not those written as character references.
    """
    html = PRE.sub(lambda code: code[0].replace("\t", "&#9;"), raw(block))
    return f"<div>{html}</div>" if block.name in INLINE or block.name in ("audio", "video", "picture", "svg") else html


def _write(block: Tag, converter: Inline) -> str | None:
    name = block.name
    if name == "p":
        return _paragraph(block, converter)
    if name in LEVELS:
        return _heading(block, converter)
    if name in ("ul", "ol"):
        return _list(block, converter)
    if name == "blockquote":
        return _quote(block, converter)
    if name == "pre":
        return _code(block)
    if name == "hr":
        return "---"
    if name == "table":
        return _table(block, converter)
    if name == "dl":
        return _definitions(block, converter)
    if name == "figure":
        return _figure(block, converter)
    return None


def _says_inline(block: Tag) -> bool:
    return all(tag.name in INLINE for tag in elements(block))


def _words(block: Tag, converter: Inline, inline: bool = False) -> str:
    parents = {"_inline"} if inline else {"p"}
    parts = [
        converter.process_element(child, parent_tags=set(parents))
        for child in block.contents
        if not isinstance(child, Comment)
    ]
    text = re.sub(r"[ \t]+", " ", "".join(parts)).strip()
    text = re.sub(r"(?:<br>\s*)+$", "", text)
    return re.sub(r"\n[ \t]+", "\n", text)


def _paragraph(block: Tag, converter: Inline) -> str | None:
    if not _says_inline(block):
        return None
    text = _words(block, converter)
    if not text or text == "&nbsp;":
        return ""
    text = at_line_starts(text)
    mark = marks(block, ("id", "class"))
    return f"{text}\n{mark}" if mark else text


def _heading(block: Tag, converter: Inline) -> str | None:
    if not _says_inline(block):
        return None
    text = _words(block, converter, inline=True).replace("\n", " ")
    text = re.sub(r"(?:<br>\s*)+$", "", text).strip()
    if not text:
        return ""
    text = re.sub(r"(#+)$", r"\\\1", text)
    mark = marks(block, ("id", "class"))
    return f"{'#' * LEVELS[block.name]} {text}{' ' + mark if mark else ''}"


def _list(block: Tag, converter: Inline) -> str | None:
    if any(isinstance(child, Tag) and child.name != "li" for child in block.contents) or block.attrs.keys() - {"start"}:
        return None
    items, loose = [], False
    start = str(block.get("start") or "1")
    if not start.isdigit() or any(child.attrs for child in block.find_all("li", recursive=False)):
        return None
    for number, item in enumerate(block.find_all("li", recursive=False), int(start)):
        parts = _item(item, converter)
        if parts is None:
            return None
        body, paragraphs = parts
        loose = loose or paragraphs
        sign = f"{number}. " if block.name == "ol" else "- "
        lines = body.split("\n") or [""]
        items.append("\n".join([sign + lines[0], *(f"    {line}" if line else "" for line in lines[1:])]))
    return ("\n\n" if loose else "\n").join(items)


def _item(tag: Tag, converter: Inline) -> tuple[str, bool] | None:
    """Return the Markdown of a list item, and whether it has paragraphs of its own."""
    parts: list[str] = []
    words = Tag(name="p")
    paragraphs = False
    for child in list(tag.contents):
        if isinstance(child, Tag) and child.name in BLOCKS:
            parts.append(at_line_starts(_words(words, converter)))
            words = Tag(name="p")
            text = _write(child, converter)
            if text is None:
                return None
            paragraphs = paragraphs or child.name not in ("ul", "ol")
            parts.append(text)
        elif isinstance(child, Tag) and not (child.name in INLINE and _says_inline(child)):
            return None
        else:
            words.append(copy(child))
    parts.append(at_line_starts(_words(words, converter)))
    texts = [part for part in parts if part.strip()]
    return ("\n\n" if paragraphs else "\n").join(texts), paragraphs


def _quote(block: Tag, converter: Inline) -> str | None:
    if block.attrs:
        return None
    texts: list[str] = []
    for child in blocks(copy(block)):
        text = comment(child) if isinstance(child, Comment) else _write(child, converter)
        if text is None:
            return None
        texts.append(text)
    lines = join(texts).rstrip("\n").split("\n")
    return "\n".join(f"> {line}" if line else ">" for line in lines)


def _code(block: Tag) -> str | None:
    if any(child.name not in ("code", "br") for child in block.find_all(True)):
        return None
    code = block.find("code")
    classes = " ".join(map(str, code.get_attribute_list("class"))) if isinstance(code, Tag) else ""
    for child in block.find_all("br"):
        child.replace_with("\n")
    text = block.get_text().strip("\n")
    if not text.strip() or "\t" in text:
        return None
    match = re.search(r"language-([\w+#-]+)", classes)
    longest = max((len(run) for run in FENCE.findall(text)), default=2)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{match[1] if match else ''}\n{text}\n{fence}"


def _table(block: Tag, converter: Inline) -> str | None:
    rows = [list(row.find_all(["td", "th"], recursive=False)) for row in block.find_all("tr")]
    allowed = {"thead", "tbody", "tr", "td", "th"}
    block_tags = [tag for tag in block.find_all(True) if tag.name not in INLINE]
    if (
        not rows
        or {tag.name for tag in block_tags} - allowed
        or not rows[0]
        or any(cell.name != "th" for cell in rows[0])
    ):
        return None
    if any(len(row) != len(rows[0]) for row in rows) or any(cell.name == "th" for row in rows[1:] for cell in row):
        return None
    if any(cell.attrs.keys() - {"class"} or "has-text" in str(cell.get("class")) for row in rows for cell in row):
        return None
    lines = ["| " + " | ".join(_cell(cell, converter) for cell in row) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(lines)


def _cell(cell: Tag, converter: Inline) -> str:
    return _words(cell, converter, inline=True).replace("\n", " ").replace("|", "\\|")


def _definitions(block: Tag, converter: Inline) -> str | None:
    children = [child for child in block.contents if isinstance(child, Tag)]
    if (
        not children
        or any(child.name not in ("dt", "dd") or not _says_inline(child) or child.attrs for child in children)
        or block.attrs
    ):
        return None
    lines: list[str] = []
    for child in children:
        text = _words(child, converter, inline=True).replace("\n", " ")
        if child.name == "dt" and lines and lines[-1].startswith(":"):
            lines.append("")
        lines.append(f":   {text}" if child.name == "dd" else at_line_starts(text))
    return "\n".join(lines)


def _figure(block: Tag, converter: Inline) -> str | None:
    """Return the Markdown of a figure that is nothing but a picture; None for any other."""
    children = [child for child in block.contents if isinstance(child, Tag) or str(child).strip()]
    if (
        block.attrs
        or block.find(["figcaption", "video", "audio", "table", "blockquote", "ul", "div"])
        or len(children) != 1
    ):
        return None
    return _words(block, converter) if _says_inline(block) else None


_CONVERTER = Inline()
