"""Checks of the structure of a text: headings, pictures, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from lodestar.base.problems import nearest
from lodestar.desk.findings.finding import Ask, Swap, TextFinding, TextLine, prose

HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t]*#*$")
PICTURE = re.compile(r"!\[([^\]]*)\]\((?:<([^<>]*)>|([^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*))[^)]*\)")
"""A picture; its last group is the address, in angle brackets or bare."""
RAW_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
RAW_ALT = re.compile(r"\balt\s*=\s*(?:\"[^\"]*\"|'[^']*'|\S+)", re.IGNORECASE)
LINK = re.compile(
    r"(?<!!)\[[^\]]*\]\((?:<([^<>]*)>|(\{(?:tag|category|author)\}[^()\"]*[^()\"\s])|([^()\s<>]*(?:\([^()\s]*\)[^()\s]*)*))"
)
"""A link; its last group is the target: in angle brackets, a term by its name, or anything else."""
WHOLE = re.compile(r"\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)")
EMPTY = re.compile(r"^(here|click here|this|link|read more|more)$", re.IGNORECASE)
NAMED = re.compile(r"(?<!!)\[([^\]]+)\]\(")


def headings(lines: Sequence[TextLine]) -> Iterator[TextFinding]:
    """Yield headings that skip a level, or use the level of the title."""
    last_level = 1
    for line in prose(list(lines)):
        match = HEADING.fullmatch(line.text.rstrip())
        if not match:
            continue
        marks, level = match[1], len(match[1])
        if level == 1:
            fix = Swap(line.number, line.text, "#" + line.text)
            yield TextFinding(
                "heading-order",
                "must",
                line.number,
                "a heading of the first level; that one belongs to the title",
                'begin it with "##"',
                match[2],
                (fix,),
            )
            level = 2
        elif level > last_level + 1:
            right = "#" * (last_level + 1)
            fix = Swap(line.number, line.text, right + line.text[len(marks) :])
            fault = f"the heading goes from level {last_level} to level {level}; who listens to the page looks for one between"
            yield TextFinding("heading-order", "must", line.number, fault, f'begin it with "{right}"', match[2], (fix,))
            level = last_level + 1
        last_level = level


def pictures(lines: Sequence[TextLine]) -> Iterator[TextFinding]:
    """Yield pictures in the text without alternative text."""
    fault, cure = "the picture has no words for readers who do not see it", "say what it shows, in a few words"
    for line in prose(list(lines)):
        for match in PICTURE.finditer(line.text):
            if not match[1].strip():
                old = match[0]
                ask = Ask(
                    "What does the picture show?", line=line.number, old=old, new="![{}]" + old[old.index("](") + 1 :]
                )
                yield TextFinding("alt-text", "must", line.number, fault, cure, match[match.lastindex or 1], (ask,))
        for raw in RAW_PICTURE.finditer(line.text):
            if not RAW_ALT.search(raw[0]):
                ask = Ask(
                    "What does the picture show?",
                    line=line.number,
                    old=raw[0],
                    new=raw[0][:4] + ' alt="{}"' + raw[0][4:],
                )
                yield TextFinding("alt-text", "must", line.number, fault, cure, raw[0], (ask,))


def links(
    lines: Sequence[TextLine], answers: Callable[[str], bool], targets: Iterable[str], anchors: Iterable[str]
) -> Iterator[TextFinding]:
    """Yield links that lead nowhere.

    `answers` tells whether a link, as written, leads somewhere; `targets` are links that do, `anchors` the ids on this
    page.
    """
    targets, anchors = list(targets), list(anchors)
    for line in prose(list(lines)):
        for match in (*LINK.finditer(line.text), *PICTURE.finditer(line.text)):
            url = match[match.lastindex or 1]
            if url.startswith("#"):
                if url[1:] in anchors or url == "#" or answers(url):
                    continue
                fault, options = f'"{url}" names no place on this page', [f"#{anchor}" for anchor in anchors]
            elif not url or answers(url):
                continue
            else:
                fault, options = f'"{url}" leads nowhere', targets
            near = nearest(url, options)
            cure = f'did you mean "{near}"?' if near else "name a page of the site, or take the link out"
            sign = line.text[match.start(match.lastindex or 1) - 1]  # "(", or "<" around an address with spaces
            swap = (Swap(line.number, sign + url, sign + near, f"Write “{near}”"),) if near else ()
            fixes = (*swap, *_unlinked(line, match))
            yield TextFinding("broken-link", "must", line.number, fault, cure, url, fixes)


def _unlinked(line: TextLine, link: re.Match[str]) -> Iterator[Swap]:
    """Yield a fix that replaces a link by its words; none for a picture, which would be lost."""
    match = WHOLE.match(line.text, link.start())
    if match and match[1].strip():
        yield Swap(line.number, match[0], match[1], "Take the link out")


def link_words(lines: Sequence[TextLine]) -> Iterator[TextFinding]:
    """Yield links whose words mean nothing out of context, as in a screen reader's list of links."""
    for line in prose(list(lines)):
        for match in NAMED.finditer(line.text):
            if EMPTY.match(match[1].strip()):
                yield TextFinding(
                    "link-words",
                    "look",
                    line.number,
                    f'a link that says only "{match[1]}"',
                    "let its words say where it leads",
                    match[1],
                )
