"""Python-Markdown made to skip the patterns and steps that cannot match a text.

Python-Markdown tries each of its block processors on each block, each of its inline patterns on each piece of text, and
each of its steps on each text. Most need a character that most texts lack, so searching for that character first saves
half of the time and changes nothing: what needs a missing character cannot match. What is not in the tables is
tried as before, so extensions need not know of this, as long as they name their block elements when they are set up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.postprocessors import RawHtmlPostprocessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.serializers import to_html_string
from markdown.treeprocessors import InlineProcessor as InlineStep
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, STX

from lodestar.base.front_matter.quick_inline import QuickInline, is_known, names_of
from lodestar.base.front_matter.quick_output import QuickUnescape, restore_raw_html, to_html

BLOCKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "empty": ("\n", ()),
    "markdown_block": (STX, ()),
    "indent": (" ", ()),
    "defindent": (" ", ()),
    "code": (" ", ()),
    "table": ("", ("|",)),
    "hashheader": ("#", ()),
    "setextheader": ("=-", ()),
    "hr": ("-_*", ()),
    "olist": ("0", (". ",)),
    "ulist": ("*+-", ("* ", "+ ", "- ")),
    "quote": (">", ()),
    "reference": ("[", ("]:",)),
    "footnote": ("[", ("[^",)),
    "abbr": ("*", ("*[",)),
    "deflist": (":", (": ",)),
}
"""By the name of a block processor, what a block must contain for the processor to match: characters, with one of which
a line must begin, after spaces, and substrings, one of which there must be. `0` stands for any digit, a space for the
indent of the block, a line break for an empty line; nothing for anything."""
SIGNS = frozenset(sign for signs, _ in BLOCKS.values() for sign in signs)
PLAIN: frozenset[str] = frozenset()
"""Those of them with which the lines of most blocks begin: none."""
STEPS: dict[str, tuple[str, ...]] = {
    "fenced_code_block": ("```", "~~~"),
    "html_block": ("<", "&#"),
    "attr_list": ("{",),
}
"""By the name of a step before or after the blocks: substrings, one of which a text must contain to be changed."""
SPACES = re.compile(r"\n +(?=\n)")
INDENT = 4 * " "
"""The indent that the table of blocks assumes."""
ANYTHING: tuple[str, tuple[str, ...]] = ("", ())
"""What a processor needs that is not in the table."""


class QuickWhitespace(NormalizeWhitespace):
    """Does the same as its base class, but finds a line of spaces from the end of the line before, not from each space."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with white space normalized."""
        text = "\n".join(lines).replace(STX, "").replace(ETX, "").replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        text = text.expandtabs(self.md.tab_length) if "\t" in text else text
        return SPACES.sub("\n", text).split("\n")


def quicken(md: Markdown) -> None:
    """Replace the steps of a parser, those of extensions too, with the quick ones."""
    if md.tab_length == len(INDENT):
        _quicken_blocks(md.parser)
    md.is_block_level = cache(md.is_block_level)  # type: ignore[method-assign] # asked of each tag by one step after another
    step: Any
    for name, priority in _priorities(md.preprocessors):
        step = md.preprocessors[name]
        if type(step) is NormalizeWhitespace:
            md.preprocessors.register(QuickWhitespace(md), name, priority)
        elif name in STEPS and is_known(step):
            step.run = _unless_idle(step.run, STEPS[name], iter)
    for name, priority in _priorities(md.treeprocessors):
        step = md.treeprocessors[name]
        if type(step) is InlineStep:
            md.treeprocessors.register(QuickInline(step), name, priority)
        elif type(step) is UnescapeTreeprocessor:
            md.treeprocessors.register(QuickUnescape(md), name, priority)
        elif name in STEPS and is_known(step):
            step.run = _unless_idle(step.run, STEPS[name], Element.itertext)
    if md.serializer is to_html_string:
        md.serializer = to_html
    for step in md.postprocessors:
        if type(step).run is RawHtmlPostprocessor.run:
            step.run = restore_raw_html(step)


def _unless_idle(
    run: Callable[[Any], Any], needed: tuple[str, ...], texts: Callable[[Any], Iterable[str]]
) -> Callable[[Any], Any]:
    """Return the step `run`, skipped for texts that cannot need it."""

    def run_unless_idle(value: Any) -> Any:
        text = "\n".join(texts(value))
        return run(value) if any(item in text for item in needed) else value

    return run_unless_idle


def _priorities(registry: Any) -> list[tuple[str, float]]:
    return [(item.name, item.priority) for item in registry._priority]


def _quicken_blocks(parser: Any) -> None:
    """Let a block parser try only those processors that can match a block."""
    processors = list(parser.blockprocessors)
    needs = [
        BLOCKS.get(name, ANYTHING) if is_known(item) else ANYTHING
        for item, name in zip(processors, names_of(parser.blockprocessors), strict=True)
    ]
    plans: dict[frozenset[str], list[tuple[Any, tuple[str, ...]]]] = {}

    def parse_blocks(parent: Element, blocks: list[str]) -> None:
        while blocks:
            block = blocks[0]
            starts = PLAIN if block[:1].isalpha() and "\n" not in block else _starts(block)
            if starts not in plans:
                plans[starts] = [
                    (item, needed)
                    for item, (signs, needed) in zip(processors, needs, strict=True)
                    if not signs or not starts.isdisjoint(signs)
                ]
            for processor, needed in plans[starts]:
                for sign in needed:
                    if sign in block:
                        break
                else:
                    if needed:
                        continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break

    parser.parseBlocks = parse_blocks


def _starts(block: str) -> frozenset[str]:
    """Return those characters of the table of blocks with which lines of a block begin."""
    firsts = {line.lstrip(" ")[:1] for line in block.split("\n")} if "\n" in block else {block.lstrip(" ")[:1]}
    starts = firsts & SIGNS
    if any(map(str.isdecimal, firsts)):
        starts.add("0")
    if "" in firsts:
        starts.add("\n")
    if block.startswith(INDENT):
        starts.add(" ")
    return frozenset(starts)
