"""Finds the blocks of a lesson in its Markdown: from a line `::: kind {#id} Title` to a line `:::`.

All errors in blocks are found here, where line numbers are known.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lodestar.base.front_matter.header import Fault
from lodestar.base.problems import did_you_mean

EXERCISES = ("reflection", "worksheet", "checklist", "quiz")
"""Blocks that learners answer; each has an id, under which the browser keeps the answer."""
CALLOUTS = ("note", "tip", "warning", "key-points")
MEDIA = ("audio", "video")
KINDS = (*EXERCISES, *CALLOUTS, "download", *MEDIA)
ATTRIBUTES = {"audio": {"src", "captions", "lang"}, "video": {"src", "captions", "poster", "lang"}}

SIGN = ":::"
"""Begins and ends a block."""
FENCE = re.compile(rf"^ {{0,3}}{SIGN}(.*)$")
CODE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
HEAD = re.compile(r"^(?P<kind>[^\s{]*)[ ]*(?:\{(?P<attributes>[^{}]*)\})?[ ]*(?P<title>.*)$")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ITEM = re.compile(r"^(?:[-*+]|\d+[.)])[ ]+(.*)$")
OPTION = re.compile(r"^[-*+][ ]+\[([ xX])\](?:[ ]+(.*))?$")
QUOTE = re.compile(r"^[ ]*>[ ]?(.*)$")
LINK = re.compile(r"\]\([^)\s]+")


@dataclass(frozen=True)
class BlockPart:
    """A part of a block: an item, an option or an explanation, or the text before them."""

    kind: str
    """`text`, `item`, `option` or `why`."""
    lines: tuple[str, ...]
    right: bool = False
    """Whether an option is correct."""

    @property
    def inline(self) -> str:
        """Its text as one line."""
        return " ".join(" ".join(self.lines).split())


@dataclass(frozen=True)
class Block:
    """A block as its author wrote it."""

    kind: str
    id: str
    title: str
    attributes: tuple[tuple[str, str], ...]
    parts: tuple[BlockPart, ...]
    line: int
    """The line of its first fence in the text, counted from 1."""
    end: int
    """The line of its last fence."""


def find(lines: Sequence[str]) -> list[Block]:
    """Return every block of a text. Raises Fault for the first invalid one, with its line counted from 1."""
    blocks: list[Block] = []
    opened: tuple[int, str] | None = None
    code: tuple[int, str] | None = None
    hidden = 0
    for number, line in enumerate(lines, start=1):
        if code:
            hidden = hidden or (number if FENCE.match(line) else 0)
            code = None if _closes(line, code[1]) else code
        elif fence := FENCE.match(line):
            head = fence[1].strip()
            if opened and not head:
                blocks.append(_block(opened[1], lines[opened[0] : number - 1], opened[0], number))
                opened = None
            elif opened:
                raise Fault(
                    number, f'a block begins inside the block "::: {opened[1]}"', 'end that one first with a line ":::"'
                )
            elif not head:
                raise Fault(
                    number, 'a ":::" that ends nothing', "delete it, or begin a block before it, such as ::: tip"
                )
            else:
                opened = (number, head)
        elif match := CODE.match(line):
            code, hidden = (number, match[1]), 0
    if opened:
        raise Fault(opened[0], f'the block "::: {opened[1]}" is never closed', 'end it with a line ":::"')
    if code and hidden:
        raise Fault(
            code[0],
            f'the code that begins with "{code[1]}" is never closed, and holds a block',
            f'end it with a line "{code[1]}"',
        )
    _check_ids(blocks)
    return blocks


def _closes(line: str, mark: str) -> bool:
    return line.strip().startswith(mark) and not line.strip().strip(mark[0])


def _check_ids(blocks: Iterable[Block]) -> None:
    ids: set[str] = set()
    for block in blocks:
        if block.id and block.id in ids:
            raise Fault(block.line, f'the id "{block.id}" stands twice', "give one of the two blocks another id")
        ids.add(block.id)


def _block(head: str, content: Sequence[str], line: int, end: int) -> Block:
    match = HEAD.match(head)
    kind = match["kind"] if match else head
    if match is None or kind not in KINDS:
        raise Fault(line, f'unknown block "{kind}"', did_you_mean(kind, KINDS, "known: " + ", ".join(KINDS)))
    name, attributes = _attributes(match["attributes"] or "", kind, line)
    title = " ".join(match["title"].split())
    if kind in EXERCISES and not name:
        raise Fault(
            line, f"the {kind} has no id", f"write ::: {kind} {{#a-short-name}}, so that answers can be kept under it"
        )
    if kind in ("worksheet", "checklist") and not title:
        raise Fault(line, f"the {kind} has no title", f"write ::: {kind} {{#{name}}} A title")
    if not any(part.strip() for part in content):
        raise Fault(line, f"the {kind} is empty", "write something inside, or delete it")
    numbered = list(enumerate((part.expandtabs(4) for part in content), start=line + 1))
    if kind == "quiz":
        parts = _quiz(numbered, line)
    elif kind in ("worksheet", "checklist"):
        parts = _items(numbered, kind, line)
    else:
        parts = (BlockPart("text", tuple(item for _, item in numbered)),)
    if kind == "download" and not any(LINK.search(item) for item in content):
        raise Fault(line, "the download has no link", "write a link inside, such as [The plan as PDF](plan.pdf)")
    return Block(kind, name, title, attributes, parts, line, end)


def _attributes(text: str, kind: str, line: int) -> tuple[str, tuple[tuple[str, str], ...]]:
    try:
        words = shlex.split(text)
    except ValueError:
        raise Fault(line, f"a quotation mark without its second in {{{text}}}", "add it, or delete the first") from None
    name, attributes = "", {}
    for word in words:
        key, equals, value = word.partition("=")
        if word.startswith("#"):
            name = word[1:]
            if not ID.fullmatch(name):
                raise Fault(
                    line,
                    f'the id "{name}" is not of the right form',
                    "use lower-case letters, digits and single hyphens",
                )
        elif equals and value and key in ATTRIBUTES.get(kind, ()):
            attributes[key] = value
        else:
            names = sorted(ATTRIBUTES.get(kind, ()))
            cure = "known: #id" + "".join(f", {item}=..." for item in names)
            raise Fault(line, f'"{word}" means nothing to a block of the kind {kind}', cure)
    if kind in MEDIA and "src" not in attributes:
        raise Fault(
            line, f"the {kind} has no file", f"write ::: {kind} {{src=file.{'mp4' if kind == 'video' else 'mp3'}}}"
        )
    if kind == "video" and "captions" not in attributes:
        raise Fault(line, "the video has no captions", "write captions=file.vtt inside the braces")
    return name, tuple(sorted(attributes.items()))


def _items(lines: Sequence[tuple[int, str]], kind: str, start: int) -> tuple[BlockPart, ...]:
    intro: list[str] = []
    items: list[list[str]] = []
    for number, line in lines:
        if match := ITEM.match(line):
            items.append([match[1]])
            if not match[1].strip():
                raise Fault(number, f"an item of the {kind} is empty", "write something after the hyphen, or delete it")
        elif not items:
            intro.append(line)
        elif not line.strip() or line.startswith(" "):
            items[-1].append(line.strip())
        else:
            raise Fault(
                number,
                f"text after the items of the {kind}",
                "indent it by two spaces, or put it before or after the block",
            )
    if not items:
        raise Fault(start, f"the {kind} has no items", 'write each on a line that begins with "- "')
    return (BlockPart("text", tuple(intro)), *(BlockPart("item", tuple(item)) for item in items))


def _quiz(lines: Sequence[tuple[int, str]], start: int) -> tuple[BlockPart, ...]:
    question: list[str] = []
    options: list[tuple[int, bool, list[str], list[str]]] = []
    for number, line in lines:
        if match := OPTION.match(line):
            options.append((number, match[1] != " ", [match[2] or ""], []))
        elif options and (quote := QUOTE.match(line)):
            options[-1][3].append(quote[1])
        elif ITEM.match(line) and (options or "[" in line[:6]):
            raise Fault(number, "an option without its box", 'begin a right one with "- [x] ", another with "- [ ] "')
        elif not options:
            question.append(line)
        elif not line.strip() or line.startswith(" "):
            (options[-1][3] or options[-1][2]).append(line.strip())
        else:
            raise Fault(number, "text after the options of the quiz", 'begin an explanation with "  > "')
    _check_quiz(question, options, start)
    return (BlockPart("text", tuple(question)), *_options(options))


def _options(options: Iterable[tuple[int, bool, list[str], list[str]]]) -> Iterable[BlockPart]:
    for _, right, text, explanation in options:
        yield BlockPart("option", tuple(text), right)
        yield BlockPart("why", tuple(explanation), right)


def _check_quiz(question: Sequence[str], options: Sequence[tuple[int, bool, list[str], list[str]]], start: int) -> None:
    if not any(part.strip() for part in question):
        raise Fault(start, "the quiz has no question", "write it above the options")
    if len(options) < 2:
        raise Fault(
            start,
            "the quiz has fewer than two options",
            'write each as "- [ ] An answer", the right ones as "- [x] An answer"',
        )
    for number, _, text, explanation in options:
        if not any(part.strip() for part in text):
            raise Fault(number, "the option is empty", "write an answer after the box")
        if not any(part.strip() for part in explanation):
            raise Fault(
                number, "the option has no explanation", 'write one below it, in a line that begins with "  > "'
            )
    if not any(right for _, right, _, _ in options):
        raise Fault(start, "no option of the quiz is right", 'mark the right ones as "- [x] An answer"')
