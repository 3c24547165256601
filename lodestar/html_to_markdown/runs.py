"""The runs of words in a paragraph with their formatting (bold, a link, ...), and the least HTML that expresses it.

A clipboard formats words in many ways, nested and in fragments: `<b>`, spans with a weight, bold that is undone.
Flattened to runs and put together again, it can be written as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bs4 import Tag
from bs4.element import NavigableString

SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
KEPT_SPACE = re.compile(r"(?<=\d)\u00a0(?=\w)|\u00a0(?=[:;!?»%€])|(?<=«)\u00a0")
"""A no-break space that is intended: between a number and its unit, or beside French punctuation."""
ELEMENTS = {"strong": "strong", "em": "em", "strike": "del", "sub": "sub", "sup": "sup", "link": "a", "code": "code"}
"""The formats and their elements; of two that reach equally far, the first is the outermost."""


@dataclass(frozen=True)
class TextFormat:
    """The formatting of some words."""

    strong: bool = False
    em: bool = False
    strike: bool = False
    sub: bool = False
    sup: bool = False
    code: bool = False
    link: str = ""


PLAIN = TextFormat()


@dataclass(frozen=True)
class TextRun:
    """Words with the same formatting, or a picture or line break among them."""

    text: str
    form: TextFormat = PLAIN
    element: Tag | None = None


BREAK = TextRun("", element=Tag(name="br", can_be_empty_element=True))


def is_break(run: TextRun) -> bool:
    """Return whether a run ends a line."""
    return run.element is not None and run.element.name == "br"


def is_blank(runs: Sequence[TextRun]) -> bool:
    """Return whether runs show nothing."""
    return all(is_break(run) or (run.element is None and not run.text.strip("\u00a0 \t\r\n\f")) for run in runs)


def spaced(text: str) -> str:
    """Return a text with single spaces, keeping intended no-break spaces."""
    marked = KEPT_SPACE.sub("\u2060", text)
    return SPACE.sub(" ", marked).replace("\u2060", "\u00a0")


def paragraphs(runs: Sequence[TextRun]) -> list[list[TextRun]]:
    """Return the runs of each paragraph: two consecutive line breaks separate paragraphs."""
    results: list[list[TextRun]] = [[]]
    breaks: list[TextRun] = []
    for run in runs:
        if is_break(run):
            breaks.append(run)
        elif run.element is None and not run.text.strip("\u00a0 \t\r\n\f") and breaks:
            continue
        else:
            if len(breaks) > 1:
                results.append([])
            elif breaks and results[-1]:
                results[-1].append(BREAK)
            breaks = []
            results[-1].append(run)
    return [part for part in results if not is_blank(part)]


def without_bold(runs: Sequence[TextRun]) -> list[TextRun]:
    """Return the runs of a heading, without bold where all of its words are bold: headings are by themselves."""
    worded = [run for run in runs if run.text.strip()]
    if worded and all(run.form.strong for run in worded):
        return [replace(run, form=replace(run.form, strong=False)) for run in runs]
    return list(runs)


def fill(tag: Tag, runs: Sequence[TextRun]) -> Tag:
    """Append runs to an element as HTML, and return it."""
    _nest(tag, _settled(runs))
    return tag


def _settled(runs: Sequence[TextRun]) -> list[TextRun]:
    """Return runs with one space between words, and none at the start or end of formatted ones."""
    pieces: list[TextRun] = []
    for run in runs:
        if run.element is not None:
            pieces.append(run)
            continue
        text = spaced(run.text)
        core = text.strip(" ")
        if not core:
            pieces.append(TextRun(" ", run.form)) if text else None
            continue
        before, _, after = text.partition(core)
        pieces += (
            [TextRun(before, run.form)] * bool(before)
            + [TextRun(core, run.form)]
            + [TextRun(after, run.form)] * bool(after)
        )
    results: list[TextRun] = []
    for place, run in enumerate(pieces):
        if run.element is None and run.text == " ":
            if not results or is_break(results[-1]) or results[-1].text.endswith(" "):
                continue
            following = next((piece for piece in pieces[place + 1 :] if piece.text != " " or piece.element), None)
            if following is None or is_break(following):
                continue
            run = TextRun(" ", _common(results[-1].form, following.form))
        results.append(run)
    return results


def _common(before: TextFormat, after: TextFormat) -> TextFormat:
    """Return the formatting that the words before and after a space share, which is then that of the space."""
    shared = {name: getattr(before, name) for name in ELEMENTS if getattr(before, name) == getattr(after, name)}
    return TextFormat(**shared)


def _nest(tag: Tag, runs: Sequence[TextRun], within: frozenset[str] = frozenset()) -> None:
    """Append runs to an element; the format that covers the most of them becomes the outermost."""
    place = 0
    while place < len(runs):
        run = runs[place]
        reach = {name: _reach(runs, place, name) for name in ELEMENTS if name not in within and getattr(run.form, name)}
        name = max(reach, key=lambda mark: reach[mark], default="")
        end = reach[name] if name else place + 1
        if not name or is_blank(runs[place:end]):
            for part in runs[place:end]:
                tag.append(_copied(part.element) if part.element is not None else NavigableString(part.text))
        else:
            child = Tag(name=ELEMENTS[name], attrs={"href": run.form.link} if name == "link" else {})
            tag.append(child)
            _nest(child, runs[place:end], within | {name})
        place = end


def _reach(runs: Sequence[TextRun], place: int, name: str) -> int:
    """Return the index after the last of consecutive runs, from `place` on, that have the same value of a format."""
    value = getattr(runs[place].form, name)
    return next((end for end in range(place, len(runs)) if getattr(runs[end].form, name) != value), len(runs))


def _copied(tag: Tag) -> Tag:
    return Tag(name=tag.name, attrs=dict(tag.attrs), can_be_empty_element=True)
