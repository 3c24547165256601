"""Marks that git leaves in a text where two versions of it were to be merged and could not be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lodestar.base.front_matter.fault import Fault, joined

MARK = re.compile(r"^(?:<{7}(?: .*)?|>{7} .+|\|{7}(?: .*)?)$", re.MULTILINE)
"""Git's marks (gitattributes, conflict-marker-size), always at the beginning of a line."""
SIDES = [re.compile(mark, re.MULTILINE) for mark in (rb"^<{7} [^\r\n]*", rb"^={7}\r?$", rb"^>{7} ")]
"""What stands around two versions in a file that is no Markdown, one after the other."""
CODE = re.compile(
    r"^(?P<fence>~{3,}|`{3,})[^\n]*\n.*?^(?P=fence)[ ]*$|^<pre\b.*?</pre>", re.MULTILINE | re.DOTALL | re.IGNORECASE
)
"""Blocks of code, which may show such marks: between fences as Python-Markdown has them, or written as HTML."""
FAULT = 'a merge that git could not finish ("{}")'
CURE = "keep what is right of the two versions, and delete the lines with the marks"


def check_merged(text: str) -> None:
    """Raise Fault for the marks of a merge that nobody has finished, unless a block of code shows them whole.

    Seven `=` may underline a heading, and seven `>` begin a line of a quote in quotes.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text and "|||||||" not in text:
        return
    shown = [match.span() for match in CODE.finditer(text)]
    marks = [match for match in MARK.finditer(text) if not any(start <= match.start() < end for start, end in shown)]
    begins = [mark for mark in marks if mark[0].startswith("<")] or [mark for mark in marks if _is_certain(text, mark)]
    if not begins:
        return
    faults = []
    for begin in begins:
        line = text.count("\n", 0, begin.start()) + 1
        faults.append(Fault(line, FAULT.format(begin[0][:40]), CURE))
    raise joined(faults)


def mark_in(data: bytes) -> Fault | None:
    """Return the fault of a file that is copied as it is, where git left two versions in it."""
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
    """Return where a pattern matches in a text, but for its blocks of code."""
    shown = [match.span() for match in CODE.finditer(text)]
    return (match for match in pattern.finditer(text) if not any(start <= match.start() < end for start, end in shown))


def place_of(text: str, words: str) -> int:
    """Return where some words stand in a text, not in code if they stand elsewhere too; its beginning for nowhere."""
    places = [match.start() for match in outside_code(re.compile(re.escape(words)), text)]
    plain = [place for place in places if text[:place].rpartition("\n")[2].count("`") % 2 == 0]
    return next(iter(plain or places), max(text.find(words), 0))


def _is_certain(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark without one that begins a merge can be nothing else: no heading, and no quote of several lines."""
    before = text[: mark.start()].rstrip("\n").rpartition("\n")[2]
    after = text[mark.end() :].lstrip("\n")
    return mark[0].startswith("|") or (
        mark[0].startswith(">") and not before.startswith(">") and not after.startswith(">")
    )
