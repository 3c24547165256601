"""What a finished text must not contain: unresolved placeholders, and unclosed tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from lodestar.base.front_matter.link_targets import PLACEHOLDER
from lodestar.base.front_matter.raw import RawHtml
from lodestar.base.front_matter.tags import tags

CODE = frozenset({"code", "kbd", "pre", "samp"})
"""Elements that show code or input."""
PIECE = re.compile(rf"{PLACEHOLDER.pattern}[^\s\"'<>()\[\]]*")
FENCE = re.compile(r"^(?P<fence>[ \t]*(`{3,}|~{3,})).*?(?:^(?P=fence)|\Z)", re.DOTALL | re.MULTILINE)
SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")


class Leftover(NamedTuple):
    """A placeholder that was not resolved."""

    written: str
    line: int
    """The number of lines before it in the text."""


def placeholder_left(html: str, text: str) -> Leftover | None:
    """Return the first placeholder (`{static}...`) outside code in the HTML of a text."""
    if not PLACEHOLDER.search(html):
        return None
    for number, (is_code, placeholder) in enumerate(_placeholders(html)):
        if is_code:
            continue
        places = list(PIECE.finditer(text))
        matches = [place for place in places if place[0] == unescape(placeholder)]
        place = places[number] if number < len(places) and places[number] in matches else next(iter(matches), None)
        return Leftover(unescape(placeholder), text.count("\n", 0, place.start()) if place else 0)
    return None


def _placeholders(html: str) -> Iterator[tuple[bool, str]]:
    """Yield, for each placeholder, whether it is in code, and the placeholder."""
    depth, position = 0, 0
    for tag in tags(html):
        yield from ((depth > 0, match[0]) for match in PIECE.finditer(html, position, tag.start))
        yield from ((False, match[0]) for match in PIECE.finditer(html, tag.start, tag.end))
        if tag.name in CODE:
            depth = max(0, depth + (-1 if tag.closing else 1))
        position = tag.end
    yield from ((depth > 0, match[0]) for match in PIECE.finditer(html, position))


def unclosed(raw: RawHtml, text: str) -> Iterator[tuple[str, int]]:
    """Yield each unclosed or unopened tag of raw HTML in a text, with the number of lines before it."""
    unpaired = list(raw.balance.unpaired())
    if unpaired:
        plain = SPAN.sub(_blank, FENCE.sub(_blank, text))
        for tag, number in unpaired:
            places = [match.start() for match in re.finditer(re.escape(tag), plain)]
            yield tag, plain.count("\n", 0, places[min(number, len(places) - 1)]) if places else 0


def _blank(match: re.Match[str]) -> str:
    """Return as many line breaks as the match has."""
    return "\n" * match[0].count("\n")
