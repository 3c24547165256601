"""Conflict markers that git leaves in a text after a failed merge."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lodestar.base.front_matter.fault import Fault, joined

MARK = re.compile(r"^(?:<{7}(?: .*)?|>{7} .+|\|{7}(?: .*)?)$", re.MULTILINE)
"""Git's conflict markers (gitattributes, conflict-marker-size), at the beginning of a line."""
SIDES = [re.compile(mark, re.MULTILINE) for mark in (rb"^<{7} [^\r\n]*", rb"^={7}\r?$", rb"^>{7} ")]
"""The conflict markers around two versions in a file other than Markdown, in order."""
CODE = re.compile(
    r"^(?P<fence>~{3,}|`{3,})[^\n]*\n.*?^(?P=fence)[ ]*$|^<pre\b.*?</pre>", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
"""Matches code blocks, which may show such markers: fenced as in Python-Markdown, or HTML."""
FAULT = 'a merge that git could not finish ("{}")'
CURE = "keep what is right of the two versions, and delete the lines with the marks"


def check_merged(text: str) -> None:
    """Raise Fault for the markers of an unresolved merge, except where a code block shows all of them.

    Seven `=` may underline a heading, and seven `>` may begin a line of a nested quote.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text and "|||||||" not in text:
        return
    code_spans = [match.span() for match in CODE.finditer(text)]
    marks = [
        match for match in MARK.finditer(text) if not any(start <= match.start() < end for start, end in code_spans)
    ]
    begins = [mark for mark in marks if mark[0].startswith("<")] or [mark for mark in marks if _is_certain(text, mark)]
    if not begins:
        return
    faults = []
    for begin in begins:
        line = text.count("\n", 0, begin.start()) + 1
        faults.append(Fault(line, FAULT.format(begin[0][:40]), CURE))
    raise joined(faults)


def mark_in(data: bytes) -> Fault | None:
    """Return the fault in a copied file that contains git's conflict markers; None for other files."""
    if b"<<<<<<< " not in data or b"\0" in data:
        return None
    marks: list[re.Match[bytes]] = []
    for side in SIDES:
        mark = side.search(data, marks[-1].end() if marks else 0)
        if mark is None:
            return None
        marks.append(mark)
    line = data.count(b"\n", 0, marks[0].start()) + 1
    return Fault(line, FAULT.format(marks[0][0].decode("utf-8", "replace")[:40]), CURE)


def outside_code(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern in a text, except those in code blocks."""
    code_spans = [match.span() for match in CODE.finditer(text)]
    return (
        match for match in pattern.finditer(text) if not any(start <= match.start() < end for start, end in code_spans)
    )


def place_of(text: str, words: str) -> int:
    """Return the offset of some words in a text, preferably outside code; 0 where they are missing."""
    places = [match.start() for match in outside_code(re.compile(re.escape(words)), text)]
    outside_backticks = [place for place in places if text[:place].rpartition("\n")[2].count("`") % 2 == 0]
    return next(iter(outside_backticks or places), max(text.find(words), 0))


def _is_certain(text: str, mark: re.Match[str]) -> bool:
    """Return whether a marker without an opening one is certain: no heading's underline, no quote of several lines."""
    line_before = text[: mark.start()].rstrip("\n").rpartition("\n")[2]
    text_after = text[mark.end() :].lstrip("\n")
    return mark[0].startswith("|") or (
        mark[0].startswith(">") and not line_before.startswith(">") and not text_after.startswith(">")
    )
