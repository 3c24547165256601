"""The differences between two versions of a text: by paragraph, and by word within a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from lodestar.base.front_matter.header import Fault, decode, split
from lodestar.desk.form_values import shown
from lodestar.desk.kinds import TextKind

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
AROUND = 1
"""Unchanged paragraphs that are shown before and after a change."""
LONGEST = 4000
"""Most words in two versions of a paragraph for which single words are compared."""

ChangedWords = tuple[str, str]
"""A mark and its words: `same`, `add` or `cut`; `gap` stands for paragraphs that are left out."""


class FieldChange(NamedTuple):
    """A field of the form that changed."""

    label: str
    runs: tuple[ChangedWords, ...]


class Changes(NamedTuple):
    """The differences between two versions of a file."""

    fields: tuple[FieldChange, ...]
    text: tuple[tuple[ChangedWords, ...], ...]
    """The changed paragraphs."""
    added: int
    """Number of words."""
    cut: int


def compared(kind: TextKind, before: bytes, after: bytes) -> Changes:
    """Return what changed from one version of a file to another."""
    try:
        old, new = split(decode(before)), split(decode(after))
    except Fault:
        fields: tuple[FieldChange, ...] = ()
        text = changed_text(before.decode("utf-8", "replace"), after.decode("utf-8", "replace"))
    else:
        fields = tuple(_fields(kind, old.fields, new.fields))
        text = changed_text(old.body, new.body)
    runs = [run for paragraph in (*(field.runs for field in fields), *text) for run in paragraph]
    return Changes(fields, text, _count(runs, "add"), _count(runs, "cut"))


def _fields(kind: TextKind, before: Any, after: Any) -> Iterable[FieldChange]:
    for old_field, new_field in zip(shown(kind.model, before), shown(kind.model, after), strict=True):
        old, new = (
            ", ".join(value) if isinstance(value, list) else str(value) for value in (old_field.value, new_field.value)
        )
        if old != new:
            yield FieldChange(old_field.field.label, tuple(changed_words(old, new)))


def changed_text(before: str, after: str) -> tuple[tuple[ChangedWords, ...], ...]:
    """Return the changed paragraphs, each with its words, and one unchanged paragraph on either side."""
    old, new = _paragraphs(before), _paragraphs(after)
    results: list[tuple[ChangedWords, ...]] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        if group[0][1] > 0 or results:
            results.append((("gap", "…"),))
        for tag, begin, end, first, last in group:
            if tag == "equal":
                results += [(("same", row),) for row in old[begin:end]]
                continue
            pairs = min(end - begin, last - first)
            for number in range(pairs):
                results.append(tuple(changed_words(old[begin + number], new[first + number])))
            results += [(("cut", row),) for row in old[begin + pairs : end]]
            results += [(("add", row),) for row in new[first + pairs : last]]
        if group[-1][2] < len(old):
            results.append((("gap", "…"),))
    return tuple(
        run for number, run in enumerate(results) if not number or run != results[number - 1] or run[0][0] != "gap"
    )


def changed_words(before: str, after: str) -> list[ChangedWords]:
    """Return the words of a paragraph, marked as kept, added or cut."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > LONGEST:
        return [run for run in (("cut", before), ("add", after)) if run[1]]
    results: list[ChangedWords] = []
    for tag, begin, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            results.append(("same", "".join(old[begin:end])))
            continue
        results += [run for run in (("cut", "".join(old[begin:end])), ("add", "".join(new[first:last]))) if run[1]]
    return results


def _paragraphs(text: str) -> Sequence[str]:
    return [row for row in text.replace("\r\n", "\n").split("\n") if row.strip()]


def _count(runs: Iterable[ChangedWords], kind: str) -> int:
    """Return how many words were added, or cut."""
    return sum(len(words.split()) for mark, words in runs if mark == kind)
