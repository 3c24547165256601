"""The first words of a text, used where its author gave no summary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lodestar.base.front_matter.tags import VOID, Tag, tags
from lodestar.base.front_matter.words import plain_text
from lodestar.base.markers import HEADING, ID

LENGTH = 155
"""The longest generated summary, in characters."""
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "picture",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
"""Inline elements; all others break a line of text."""
LISTS = frozenset({"dl", "ol", "ul"})
"""Elements whose items are read as one text."""
NO_PROSE = frozenset({f"{HEADING}{level}" for level in range(1, 7)} | {"figure", "legend", "pre", "table"})
"""Elements whose words a summary does not begin with, unless there is nothing else."""
NO_WORDS = frozenset(
    [
        "audio",
        "button",
        "canvas",
        "form",
        "iframe",
        "math",
        "nav",
        "noscript",
        "object",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
    ]
)
"""Elements that are skipped entirely."""
LABEL = re.compile(r"(?:^|[\s-])(?:title|kind)(?:\s|$)").search
"""Matches classes of a box's label (`lesson-callout-title`), which is not part of its text."""
FOOTNOTE = re.compile(r"(?:^|\s)footnote-(?:ref|backref)(?:\s|$)").search


def beginning(html: str) -> str:
    """Return the first words of the HTML of a text, at most LENGTH characters, cut between words."""
    text = next(_blocks(html, prose=True), "") or next(_blocks(html, prose=False), "")
    if len(text) <= LENGTH:
        return text
    return text[: LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def _blocks(html: str, prose: bool) -> Iterator[str]:
    """Yield the words of each paragraph, and of each list as one; `prose` leaves out headings, tables and the like."""
    parts: list[str] = []
    skipped, depth, lists, position = "", 0, 0, 0
    for tag in tags(html):
        if not skipped:
            parts.append(html[position : tag.start])
        position = tag.end
        if skipped:
            if tag.name == skipped:
                depth += -1 if tag.closing else 1
                skipped = skipped if depth else ""
            continue
        if tag.name == "br" or tag.name not in INLINE:
            parts.append(" ")
        if tag.name not in INLINE:
            if not lists and (text := plain_text("".join(parts))):
                yield text
            parts = parts if lists else []
        if not tag.closing and tag.name not in VOID and _is_skipped(tag, prose):
            skipped, depth = tag.name, 1
        elif tag.name in LISTS:
            lists = max(0, lists + (-1 if tag.closing else 1))
            if not lists and (text := plain_text("".join(parts))):
                yield text
                parts = []
    if not skipped and (text := plain_text("".join((*parts, html[position:])))):
        yield text


def _is_skipped(tag: Tag, prose: bool) -> bool:
    if tag.name in NO_WORDS or (prose and tag.name in NO_PROSE):
        return True
    classes = tag.get("class") or ""
    if tag.name == "sup":
        return (tag.get("id") or "").removeprefix(ID).startswith("fnref")
    if tag.name == "a":
        return bool(FOOTNOTE(classes))
    return prose and ("footnote" in classes.split() or (tag.name not in INLINE and bool(LABEL(classes))))
