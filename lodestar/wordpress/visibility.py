"""Removes what readers of the old blog could not see from the raw text, before anything else reads it.

Every text of an export goes through `visible` while it is read (`parts`): no later step, and no fallback, can see
what was withheld. Where it is unclear what a text restricts, it is doubtful, and its post becomes a draft.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from html import unescape
from typing import Any, NamedTuple

from lodestar.wordpress.restrictions import KEYS, WALL, WIDGET, hides, hides_in_shortcode, restricts
from lodestar.wordpress.shortcodes import attributes

ANY = re.compile(r"wp:|\[|hidden|display", re.IGNORECASE)
"""Matches what a text must contain to restrict anything."""
BLOCK = re.compile(r"(?:<|&lt;)!--\s*(/?)\s*wp:([a-z][\w-]*(?:/[a-z][\w-]*)?)", re.IGNORECASE)
BLOCK_END = re.compile(r"--(?:>|&gt;)")
PAYWALL = "<!-- wp:jetpack/paywall /-->"
"""Marks where a paywall was: a post that includes such a text ends there, too (`before_wall`)."""
PATTERN = re.compile(r'"ref"\s*:\s*(\d{1,18})')
SHORTCODE = re.compile(r"\[(/?)[ \t]*(_*[a-z][\w-]*)(?=[\s\]/=:(\"'!|,])([^\[\]]{0,1000})(\]?)", re.IGNORECASE)
ELEMENT = re.compile(r"<([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>", re.IGNORECASE)
HIDDEN = re.compile(r"(?:^|\s)hidden(?:\s|/|$|=(?!\s*[\"']?until-found))", re.IGNORECASE)
INVISIBLE = re.compile(r"style\s*=\s*[\"'][^\"']*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
DOUBT = "nobody can tell what it hides, so all of this text is kept from readers: look at it"
SILENT = frozenset({"input", "object", "script", "style", "svg", "template"})
"""Elements without words of their own; WordPress hides the preview of a PDF until a script has checked the browser."""
VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


class Withheld(NamedTuple):
    """A hidden part that is left out."""

    line: int
    """The line of its beginning in the export."""
    what: str
    cure: str = "it is left out, since not everybody could see it"


class Visible(NamedTuple):
    """A text without its hidden parts; lines that were cut are empty, so that all others keep their numbers."""

    text: str
    withheld: tuple[Withheld, ...] = ()
    doubtful: bool = False
    """Whether it is unclear what a tag in the text restricts."""


class _Cut(NamedTuple):
    start: int
    end: int
    what: str
    instead: str = ""


def visible(text: str, line: int = 1) -> Visible:
    """Return the visible part of a text that begins on `line` of the export."""
    if not ANY.search(text):
        return Visible(text)
    withheld: list[Withheld] = []
    doubts: list[str] = []
    for step in (_blocks, lambda text_part: _shortcodes(text_part, doubts), _elements):
        cuts = step(text)
        withheld += [Withheld(line + text.count("\n", 0, cut.start), cut.what) for cut in cuts]
        text = _without(text, cuts)
    withheld += [Withheld(line, doubt, DOUBT) for doubt in dict.fromkeys(doubts)]
    return Visible(text, tuple(withheld), bool(doubts))


def before_wall(text: str, line: int, walled: Collection[int]) -> Visible:
    """Return a text up to the first synced pattern that ends with a paywall; `walled` are the ids of such patterns."""
    for mark in _marks(text) if walled and "wp:block" in text else ():
        if mark.pattern in walled and text[mark.end :].strip():
            noun = "what stands behind a paywall in a synced pattern"
            return Visible(text[: mark.end], (Withheld(line + text.count("\n", 0, mark.end), noun),))
    return Visible(text)


def patterns(text: str) -> list[tuple[int, int]]:
    """Return the offset and id of the synced patterns in a text."""
    return [(mark.start, mark.pattern) for mark in _marks(text) if mark.pattern] if "wp:block" in text else []


def walls(texts: dict[int, str]) -> frozenset[int]:
    """Return the ids of the synced patterns that end with a paywall of their own or of a nested pattern."""
    ids = {id for id, text in texts.items() if PAYWALL in text}
    nested = {id: {ref for _, ref in patterns(text)} for id, text in texts.items()}
    while further_ids := {id for id, refs in nested.items() if refs & ids} - ids:
        ids |= further_ids
    return frozenset(ids)


def _without(text: str, cuts: list[_Cut]) -> str:
    results, position = [], 0
    for cut in cuts:
        results += [text[position : cut.start], cut.instead, "\n" * text.count("\n", cut.start, cut.end)]
        position = cut.end
    return "".join([*results, text[position:]])


class _Mark(NamedTuple):
    """The comment that begins or ends a block."""

    start: int
    end: int
    name: str
    closing: bool
    single: bool
    hidden: bool
    pattern: int = 0
    """The id of the synced pattern that is inserted here."""


def _blocks(text: str) -> list[_Cut]:
    """Return the cuts for hidden blocks, from their opening comment to their closing one."""
    marks = _marks(text)
    cuts: list[_Cut] = []
    place = 0
    for number, mark in enumerate(marks):
        if mark.start < place or mark.closing:
            continue
        if WALL.search(mark.name) and mark.single:
            return [*cuts, _Cut(mark.start, len(text), f"what stands behind the block {mark.name}", PAYWALL)]
        if mark.hidden or (restricts(mark.name) and not mark.single):
            place = mark.end if mark.single else _end_of_block(marks, number, len(text))
            noun = f"a block {mark.name} that is hidden" if mark.hidden else f"the block {mark.name}"
            cuts.append(_Cut(mark.start, place, noun))
    return cuts


def _marks(text: str) -> list[_Mark]:
    marks: list[_Mark] = []
    place = 0
    for mark in BLOCK.finditer(text):
        if mark.start() < place:
            continue
        end = BLOCK_END.search(text, mark.end())
        if end is None:
            break
        place = end.end()
        facts = text[mark.end() : end.start()].strip()
        single = facts.endswith("/")
        name = mark[2].lower().removeprefix("core/")
        ref = PATTERN.search(facts) if name == "block" else None
        hidden = _hides(facts.rstrip("/").strip())
        marks.append(_Mark(mark.start(), place, name, bool(mark[1]), single, hidden, int(ref[1]) if ref else 0))
    return marks


def _hides(facts: str) -> bool:
    if not facts or not (KEYS.search(facts) or "editorskit" in facts or "idden" in facts):
        return False
    for form in (facts, unescape(facts)):
        try:
            data: Any = json.loads(form)
            return isinstance(data, dict) and hides(data)
        except ValueError:
            continue
        except RecursionError:
            break
    return True


def _end_of_block(marks: list[_Mark], first: int, end: int) -> int:
    """Return where a block ends: by WordPress's parser, where any end closes the innermost block, or by name if later."""
    name = marks[first].name
    depth = depth_by_name = 1
    end_by_depth = end_by_name = 0
    for mark in marks[first + 1 :]:
        if mark.single:
            continue
        step = -1 if mark.closing else 1
        depth += step
        depth_by_name += step if mark.name == name else 0
        end_by_depth = end_by_depth or (mark.end if depth == 0 else 0)
        end_by_name = end_by_name or (mark.end if depth_by_name == 0 else 0)
        if end_by_depth and end_by_name:
            return max(end_by_depth, end_by_name)
    return end


def _shortcodes(text: str, doubts: list[str]) -> list[_Cut]:
    """Return the cuts for shortcodes that restrict their content; tags without a counterpart are doubts."""
    tags = list(SHORTCODE.finditer(text)) if "[" in text else []
    closing: dict[str, list[re.Match[str]]] = {}
    for tag in tags:
        if _closes(tag):
            closing.setdefault(tag[2].lower(), []).append(tag)
    cuts: list[_Cut] = []
    position = 0
    for number, tag in enumerate(tags):
        name = tag[2].lower()
        is_escaped = text.startswith("[", tag.start() - 1) if tag.start() else False
        if tag.start() < position or not _speaks(tag, name):
            continue
        if tag[1]:
            if not (is_escaped and text.startswith("]", tag.end())):
                doubts.append(f"the end of [{tag[2]}], whose beginning is nowhere")
        elif name in closing and closing[name][-1].start() > tag.start():
            position = _end_of_shortcode(tags, number, closing[name][-1])
            if not (is_escaped and text.startswith("]", position)):  # `[[name]…[/name]]` is shown as it is
                cuts.append(_Cut(tag.start(), position, f"what [{tag[2]}] encloses"))
        elif is_escaped:
            continue
        elif WALL.search(name):
            return [*cuts, _Cut(tag.start(), len(text), f"what stands behind [{tag[2]}]", PAYWALL)]
        elif restricts(name) and _stands_alone(text, tag) and not WIDGET.search(name) and not _single(tag):
            doubts.append(f"the beginning of [{tag[2]}], whose end is nowhere")
    return cuts


def _closes(tag: re.Match[str]) -> bool:
    return bool(tag[1] and tag[4]) and not tag[3].strip()


def _single(tag: re.Match[str]) -> bool:
    return tag[3].rstrip().endswith("/")


def _speaks(tag: re.Match[str], name: str) -> bool:
    return restricts(name) or (not tag[1] and bool(tag[3].strip(" /")) and hides_in_shortcode(*attributes(tag[3])))


def _end_of_shortcode(tags: list[re.Match[str]], first: int, last: re.Match[str]) -> int:
    """Return where a shortcode ends: at its own end tag, or at the last one of its name if some are missing."""
    name, depth = tags[first][2].lower(), 1
    for tag in tags[first + 1 :]:
        if tag[2].lower() == name:
            depth += -1 if _closes(tag) else 0 if tag[1] or _single(tag) else 1
            if depth == 0:
                return tag.end()
    return last.end()


def _stands_alone(text: str, tag: re.Match[str]) -> bool:
    """Return whether a shortcode is more than a word in brackets: it has attributes, or begins a line."""
    prefix = text[max(tag.start() - 20, 0) : tag.start()].rstrip(" \t")
    return not text.startswith("(", tag.end()) and ("=" in tag[3] or not prefix or prefix[-1] in "\n>")


def _elements(text: str) -> list[_Cut]:
    """Return the cuts for HTML elements that no reader saw: `hidden`, or a style to that effect."""
    cuts: list[_Cut] = []
    place = 0
    if not re.search(r"hidden|none", text, re.IGNORECASE):
        return cuts
    for tag in ELEMENT.finditer(text):
        if tag[1].lower() in SILENT:
            continue
        if tag.start() >= place and (HIDDEN.search(tag[2]) or INVISIBLE.search(tag[2])):
            place = tag.end() if tag[1].lower() in VOID else _end_of_element(text, tag)
            cuts.append(_Cut(tag.start(), place, f"a hidden <{tag[1].lower()}>"))
    return cuts


def _end_of_element(text: str, first: re.Match[str]) -> int:
    depth = 1
    for tag in re.compile(rf"<(/?){re.escape(first[1])}(?=[\s>/])[^<>]*>", re.IGNORECASE).finditer(text, first.end()):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return len(text)
