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
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor as InlineStep
from markdown.util import ETX, STX, AtomicString

NEEDED: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "footnote": ("[^",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
    "em_strong2": ("_",),
    "not_strong": ("*", "_"),
    "smarty-ellipses": ("...",),
    "smarty-em-dashes": ("---",),
    "smarty-en-dashes": ("--",),
}
"""By the name of an inline pattern: substrings, one of which a text must contain for the pattern to match."""
BLOCKS: dict[str, tuple[str, ...]] = {
    "markdown_block": ("\x02",),
    "indent": ("    ",),
    "defindent": ("    ",),
    "code": ("    ",),
    "table": ("|",),
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("-", "_", "*"),
    "olist": (". ",),
    "ulist": ("* ", "+ ", "- "),
    "quote": (">",),
    "reference": ("]:",),
    "footnote": ("[^",),
    "abbr": ("*[",),
    "deflist": (": ",),
}
"""By the name of a block processor: substrings, one of which a block must contain for the processor to match."""
STEPS: dict[str, tuple[str, ...]] = {
    "fenced_code_block": ("```", "~~~"),
    "html_block": ("<", "&"),
    "attr_list": ("{",),
}
"""By the name of a step before or after the blocks: substrings, one of which a text must contain to be changed."""
SPACES = re.compile(r"\n +(?=\n)")
TAB = 4
"""The indent that the table of blocks assumes."""


class QuickInline(InlineStep):
    """Applies the inline patterns in their order, skipping those that cannot match."""

    def __init__(self, step: InlineStep) -> None:
        super().__init__(step.md)
        self.inlinePatterns = step.inlinePatterns
        self._plan: list[tuple[Any, tuple[str, ...]]] = []
        self._apply = getattr(self, "_InlineProcessor__applyPattern")  # noqa: B009 - private to its class, by name

    def _patterns(self) -> list[tuple[Any, tuple[str, ...]]]:
        """Return each pattern with the substrings it needs."""
        if not self._plan:
            patterns = list(self.inlinePatterns)  # read first: this sorts the registry
            names = names_of(self.inlinePatterns)
            self._plan = [(pattern, NEEDED.get(name, ())) for name, pattern in zip(names, patterns, strict=True)]
        return self._plan

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the patterns to a tree; skip it where none of them can match."""
        plan = self._patterns()
        if all(needed for _, needed in plan):
            text = "".join(tree.itertext())
            if not any(item in text for _, needed in plan for item in needed):
                self.stashed_nodes = {}
                return tree
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        plan = self._patterns()
        start = 0
        while patternIndex < len(plan):
            pattern, needed = plan[patternIndex]
            for item in needed:
                if item in data:
                    break
            else:
                if needed:
                    patternIndex, start = patternIndex + 1, 0
                    continue
            data, matched, start = self._apply(pattern, data, patternIndex, start)
            if not matched:
                patternIndex += 1
        return data


class QuickWhitespace(NormalizeWhitespace):
    """Does the same as its base class, but finds a line of spaces from the end of the line before, not from each space."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with white space normalized."""
        text = "\n".join(lines).replace(STX, "").replace(ETX, "").replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        return SPACES.sub("\n", text.expandtabs(self.md.tab_length)).split("\n")


def quicken(md: Markdown) -> None:
    """Replace the steps of a parser, those of extensions too, with the quick ones."""
    if md.tab_length == TAB:
        _quicken_blocks(md.parser)
    md.is_block_level = cache(md.is_block_level)  # type: ignore[method-assign] # asked of each tag by one step after another
    step: Any
    for name, priority in _priorities(md.preprocessors):
        step = md.preprocessors[name]
        if type(step) is NormalizeWhitespace:
            md.preprocessors.register(QuickWhitespace(md), name, priority)
        elif name in STEPS:
            step.run = _unless_idle(step.run, STEPS[name], iter)
    for name, priority in _priorities(md.treeprocessors):
        step = md.treeprocessors[name]
        if type(step) is InlineStep:
            md.treeprocessors.register(QuickInline(step), name, priority)
        elif name in STEPS:
            step.run = _unless_idle(step.run, STEPS[name], Element.itertext)


def _unless_idle(
    run: Callable[[Any], Any], needed: tuple[str, ...], texts: Callable[[Any], Iterable[str]]
) -> Callable[[Any], Any]:
    """Return the step `run`, skipped for texts that cannot need it."""

    def run_unless_idle(given: Any) -> Any:
        text = "\n".join(texts(given))
        return run(given) if any(item in text for item in needed) else given

    return run_unless_idle


def _priorities(registry: Any) -> list[tuple[str, float]]:
    return [(item.name, item.priority) for item in registry._priority]


def names_of(registry: Any) -> list[str]:
    """Return the names of a registry's items, in order."""
    return [item.name for item in registry._priority]


def _quicken_blocks(parser: Any) -> None:
    """Let a block parser try only those processors that can match a block."""
    processors = list(parser.blockprocessors)
    names = names_of(parser.blockprocessors)
    plan = [(item, BLOCKS.get(name, ())) for item, name in zip(processors, names, strict=True)]

    def parse_blocks(parent: Element, blocks: list[str]) -> None:
        while blocks:
            block = blocks[0]
            for processor, needed in plan:
                for item in needed:
                    if item in block:
                        break
                else:
                    if needed:
                        continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break

    parser.parseBlocks = parse_blocks
