"""The table of contents of a text, and its reading time."""

from __future__ import annotations

from collections.abc import Iterable

from lodestar.base.values import Heading, Value


class Section(Value):
    """A line of a table of contents."""

    text: str
    id: str
    sections: tuple[Section, ...] = ()
    """The sections within it."""


class Contents(Value):
    """A table of contents; its lines are computed only when it is shown, which is rare."""

    headings: tuple[Heading, ...]
    """All of the text's."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """Its lines."""
        return contents(self.headings)


def minutes(words: int, words_per_minute: int) -> int:
    """Return the reading time of a text in whole minutes: at least one, 0 for a text without words."""
    return max(1, round(words / words_per_minute)) if words else 0


def contents(headings: Iterable[Heading]) -> tuple[Section, ...]:
    """Return the two outermost levels of a text's headings, nested."""
    results = tuple(headings)
    levels = sorted({heading.level for heading in results})[:2]
    top_sections: list[tuple[Heading, list[Section]]] = []
    for heading in results:
        if heading.level == levels[0] or (heading.level in levels and not top_sections):
            top_sections.append((heading, []))
        elif heading.level in levels:
            top_sections[-1][1].append(Section(heading.text, heading.id))
    return tuple(Section(heading.text, heading.id, tuple(children)) for heading, children in top_sections)
