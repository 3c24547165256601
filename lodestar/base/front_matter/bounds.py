"""Limits on the work that a text may cause in the Markdown parser.

Python-Markdown searches from each opening character to the end of its paragraph or text, and again after each match.
A text of a few thousand brackets would keep a build busy for hours, and strangers write comments. What is
counted here stands for that work: it depends on the text alone, and no text that people write comes near the limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lodestar.base.front_matter.fault import Fault
from lodestar.base.front_matter.merges import outside_code

NESTED = 20
"""How deep quotes and lists may be nested."""
REPEATED = 2_000
"""How many headings, blocks of code, definitions and the like there may be."""
SEARCHED = 20_000_000
"""Characters searched for unclosed brackets and backticks, counted once for each other match."""
COPIED = 500_000_000
"""Characters copied because a paragraph is put together again after each match in it."""
SCANNED = 10_000_000
"""Characters searched for unclosed tags."""
HEAVY = 20
"""How many times as much work a declaration (`<![CDATA[`) is as a tag."""

PARAGRAPH = re.compile(r"\n[ \t]*\n")
OPENING = re.compile(r"\]\(|[\[\])]|`+")
INLINE = b"[<`*'\""
UNCOUNTED = bytes(set(range(256)) - {*INLINE, *b">\n{"})
"""All bytes of a text but those that are counted first."""
TAG = re.compile(r"<[A-Za-z/!?]|>")
QUOTE = re.compile(r"^[ \t]*(?:(?:>|[-*+]|\d+[.)])[ \t]*)+", re.MULTILINE)
ITEM = re.compile(r"^((?:[ \t>]*(?:[-*+]|\d+[.)])(?=[ \t]))+)", re.MULTILINE)
LINES = re.compile(
    r"^[ ]{0,3}(?:#|```|~~~|\*\[|\[[^\]\n]*\]:|:[ \t]|[=-]+[ \t]*$)|\{:|<(?:style|script|div)\b",
    re.MULTILINE | re.IGNORECASE,
)


def check_bounds(text: str, line: int = 1, repeated: int = REPEATED) -> None:
    """Raise Fault for a text, beginning on `line`, that exceeds a limit.

    `repeated`: how many headings, blocks of code, definitions and the like it may have; five times as many list items.
    """
    for excess, fault in _beyond(text, repeated):
        raise Fault(line + text.count("\n", 0, excess), fault, "this is no text that somebody wrote: mend or delete it")


def _beyond(text: str, repeated: int) -> Iterator[tuple[int, str]]:
    """Yield where a text exceeds a limit, and which one. Characters are counted first: most texts need no more."""
    size = len(text)
    counted = text.encode(errors="surrogatepass").translate(None, UNCOUNTED)
    if counted.count(b">") > NESTED:
        for quote in QUOTE.finditer(text):
            if quote[0].count(">") > NESTED:
                yield quote.start(), f"more than {NESTED} quotes in one another"
    if (" " * NESTED in text or "\t" in text) and (deep := _deep_item(text)) >= 0:
        yield deep, f"more than {NESTED} lists in one another"
    if counted.count(b"\n") + counted.count(b"{") + counted.count(b"<") > repeated:
        for pattern, most, noun in (
            (LINES, repeated, "headings, blocks of code or definitions"),
            (ITEM, 5 * repeated, "entries of lists"),
        ):
            starts = [match.start() for match in pattern.finditer(text)]
            if len(starts) > most:
                yield starts[most], f"more than {most} {noun}"
    tags = counted.count(b"<")
    if (tags + HEAVY * text.count("<!")) * size > SCANNED and (place := _unclosed_tags(text)) >= 0:
        yield place, "more tags that are never closed than a page can hold"
    marks = sum(map(counted.count, INLINE))
    if (counted.count(b"[") + counted.count(b"`")) * size * marks > SEARCHED or marks * size > COPIED:
        yield from _crowded(text)


def _crowded(text: str) -> Iterator[tuple[int, str]]:
    """Yield where paragraphs hold more than a parser can work through."""
    searched = copied = start = 0
    for part in PARAGRAPH.split(text):
        marks = sum(map(part.count, INLINE.decode()))
        searched += _open(part) * len(part) * (marks + 1)
        copied += marks * len(part)
        if searched > SEARCHED or copied > COPIED:
            yield text.find(part, start), "more brackets, stars and quotes of code in a paragraph than a page can hold"
        start += len(part)


def _deep_item(text: str) -> int:
    """Return where lists are nested too deep; -1 for nowhere."""
    indents: list[int] = []
    for match in ITEM.finditer(text):
        first = len(match[1]) - len(match[1].lstrip())
        while indents and indents[-1] >= first:
            indents.pop()
        indents.append(first)
        if len(indents) + len(re.findall(r"(?:[-*+]|\d+[.)])(?:\s|$)", match[1])) - 1 > NESTED:
            return match.start()
    return -1


def _unclosed_tags(text: str) -> int:
    """Return where there are too many unclosed tags; -1 for nowhere."""
    work, last_sign = 0, ""
    for sign in outside_code(TAG, text):
        if sign[0] != ">" and last_sign:
            work += len(text) * (HEAVY if sign[0] == "<!" else 1)
            if work > SCANNED:
                return sign.start()
        last_sign = "" if sign[0] == ">" else sign[0]
    return -1


def _open(part: str) -> int:
    """Return the most brackets of a paragraph that are open at once, and how many of its backticks are unpaired."""
    brackets = links = deepest = linked = 0
    runs: dict[int, int] = {}
    for match in OPENING.finditer(part):
        sign = match[0]
        if sign[0] == "`":
            runs[len(sign)] = runs.get(len(sign), 0) + 1
        elif sign == "[":
            brackets += 1
            deepest = max(deepest, brackets)
        else:
            brackets -= sign[0] == "]" and brackets > 0
            links += sign == "]("
            linked = max(linked, links)
            links -= sign == ")" and links > 0
    unpaired = sum(count % 2 for count in runs.values())
    return max(0, deepest - 1) + max(0, linked - 1) + unpaired
