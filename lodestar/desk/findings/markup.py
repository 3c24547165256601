"""Markdown that is shown differently than meant: text that only looks like a list, and syntax of other programs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from lodestar.desk.findings.finding import Swap, TextFinding, TextLine, prose

ITEM = re.compile(r"(?P<indent> *)(?P<mark>[-*+]|\d+[.)])[ \t]+(?P<words>\S.*)").fullmatch
BRACKET = re.compile(r" *(\d+)\)[ \t]+\S").match
TASK = re.compile(r" *[-*+][ \t]+\[[ xX]\][ \t]").match
BLOCK = re.compile(r" {0,3}(:{3,})\s*(.*?)\s*").fullmatch
STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~")
INDENT = 4
"""Spaces by which a list within a list is indented."""
CODE = re.compile(r"(`+).*?\1")
FOREIGN = (
    (
        re.compile(r"\[TOC\]"),
        "delete it: a post with several headings has its contents beside it by itself",
    ),
    (
        re.compile(r"\{%-?\s*\w+"),
        "it is for a plugin that this site does not run; write what it should show",
    ),
    (
        re.compile(r"\{\{\s*[^\s{}]+"),
        "nothing fills it in here; write what it should show",
    ),
)
"""The start of syntax that Pelican's extensions and plugins read, and what to do where nothing reads it."""
SHEBANG = re.compile(r"(?: {4}|\t)\s*((?::::|#!)[a-z][\w+-]*)\s*").fullmatch
"""How indented code names its language for the extension CodeHilite."""
LEAST = 2
"""Fewest list-like lines for which a paragraph is taken for a list."""


def lists(lines: Sequence[TextLine]) -> Iterator[TextFinding]:
    """Yield lines that look like a list and are shown as something else."""
    outer_lines = _without_blocks(lines)
    prose_lines = list(prose(outer_lines))
    yield from _unparted(prose_lines)
    yield from _parts_of_items(outer_lines)
    yield from _flat(lines, {line.number for line in prose_lines})
    for line in prose_lines:
        if number := BRACKET(line.text):
            fix = Swap(line.number, f"{number[1]})", f"{number[1]}.")
            fault = f'"{number[1]})" begins no list, and is shown as it is'
            yield TextFinding("no-list", "look", line.number, fault, f'write "{number[1]}."', line.text.strip(), (fix,))


def _without_blocks(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines outside of blocks (`::: quiz`), in which lists mean something of their own."""
    results, fence = [], ""
    for line in lines:
        result = BLOCK(line.text)
        if fence:
            fence = "" if result and result[1] == fence and not result[2] else fence
        elif result and result[2]:
            fence = result[1]
        else:
            results.append(line)
    return results


def _parts_of_items(lines: Sequence[TextLine]) -> Iterator[TextFinding]:
    """Yield items right below an indented part of the item before, which are read as lines of that part; and parts that
    are indented as other programs want it, by less than four spaces, so that the list ends there.
    """
    offset = 0
    """Where the words of the last item begin, to which other programs indent its further parts; 0 outside of lists."""
    below_indented, fence = False, ""
    previous: TextLine | None = None
    for line in lines:
        begins = previous is None or not previous.text.strip() or line.number > previous.number + 1
        previous = line
        words, in_code = line.text.strip(), bool(fence)
        if is_fence := words.startswith(fence or ("```", "~~~")):
            fence = "" if fence else words[:3]
        if in_code or not words:
            continue
        item = ITEM(line.text.rstrip())
        if begins:
            below_indented = line.text.startswith((" " * INDENT, "\t"))
            indent = len(line.text) - len(line.text.lstrip(" "))
            if offset and offset <= indent < INDENT and not (item or is_fence):
                fix = Swap(line.number, line.text, " " * INDENT + words)
                fault = "a part of an item that is indented by less than four spaces ends the list"
                yield TextFinding("no-list", "must", line.number, fault, "indent it by four spaces", words, (fix,))
        if line.text[0] in " \t":
            continue
        if item and offset and below_indented:
            fix = Swap(line.number, line.text, f"\n{line.text}", "Add the empty line")
            fault = "an item right below an indented part of the item before is shown as a line of that part"
            yield TextFinding(
                "no-list", "must", line.number, fault, "leave an empty line before it", item["words"], (fix,)
            )
            below_indented = False
        if begins or item:
            offset = item.start("words") if item else 0


def _flat(lines: Sequence[TextLine], prose_numbers: Collection[int]) -> Iterator[TextFinding]:
    """Yield lists within lists that are indented too little, and shown as one list."""
    outer_indent: int | None = None
    """Indent of the items of the enclosing list; None outside of lists."""
    for line in lines:
        result = ITEM(line.text.rstrip()) if line.number in prose_numbers else None
        if result is None:
            outer_indent = outer_indent if line.text.startswith(" ") else None
            continue
        indent = len(result["indent"])
        if outer_indent is None or indent <= outer_indent:
            outer_indent = indent
        elif indent < outer_indent + INDENT:
            fix = Swap(line.number, line.text, " " * (outer_indent + INDENT) + line.text.lstrip())
            fault = f"the list within the list is indented by {indent - outer_indent} spaces, and shown as one with it"
            yield TextFinding(
                "flat-list", "must", line.number, fault, "indent it by four spaces", result["words"], (fix,)
            )


def _unparted(lines: Sequence[TextLine]) -> Iterator[TextFinding]:
    """Yield lists without an empty line before them: they are read as lines of the paragraph above."""
    position = 0
    while position < len(lines):
        if not lines[position].text.strip():
            position += 1
            continue
        block = [lines[position]]
        while position + len(block) < len(lines) and lines[position + len(block)].number == block[-1].number + 1:
            if not lines[position + len(block)].text.strip():
                break
            block.append(lines[position + len(block)])
        position += len(block)
        items = [line for line in block if (result := ITEM(line.text.rstrip())) and not result["indent"]]
        words = block[0].text.strip()
        if words and block[0] not in items and not words.startswith(("#", ">", "<")) and len(items) >= LEAST:
            first = items[0]
            fix = Swap(first.number, first.text, f"\n{first.text}", "Add the empty line")
            fault = "a list right below a line of text is shown as part of that line"
            cure = "leave an empty line before it"
            yield TextFinding("no-list", "must", first.number, fault, cure, first.text.strip(), (fix,))


def signs(lines: Sequence[TextLine]) -> Iterator[TextFinding]:
    """Yield syntax of other Markdown programs that is shown as typed."""
    for line in prose(_without_blocks(lines)):
        for match in STRUCK.finditer(CODE.sub("", line.text)):
            fix = Swap(line.number, match[0], f"<del>{match[1]}</del>")
            fault, cure = '"~~" is shown as it is', "write <del>...</del>"
            yield TextFinding("other-markdown", "look", line.number, fault, cure, match[0], (fix,))
        if TASK(line.text):
            fault = '"[ ]" is shown as it is, not as a box'
            cure = "leave it out, or write ☐ or ☑"
            yield TextFinding("other-markdown", "look", line.number, fault, cure, line.text.strip())


def unread(lines: Sequence[TextLine], html: str) -> Iterator[TextFinding]:
    """Yield syntax of an extension or plugin that the site does not run, and that readers see in the HTML as typed."""
    for line in prose(_without_blocks(lines)):
        for sign, cure in FOREIGN:
            for match in sign.finditer(CODE.sub("", line.text)):
                if match[0] in html:
                    yield TextFinding(
                        "other-markdown", "look", line.number, f'"{match[0]}" is shown as it is', cure, match[0]
                    )
    for line in lines:
        if (named := SHEBANG(line.text)) and named[1] in html:
            cure = "delete the line, or fence the code with ``` and its language"
            yield TextFinding("other-markdown", "look", line.number, f'"{named[1]}" is shown as it is', cure, named[1])
