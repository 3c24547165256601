"""Find shortcodes as WordPress does, and replace those whose meaning is known."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*"([^"]*)"(?:\s|$)|([\w-]+)\s*=\s*'([^']*)'(?:\s|$)|([\w-]+)\s*=\s*([^\s'"]+)(?:\s|$)"""
    r"""|"([^"]*)"(?:\s|$)|'([^']*)'(?:\s|$)|(\S+)(?:\s|$)"""
)
LIKELY = re.compile(
    r"(?<!\[)\[([a-z][a-z0-9]*(?:[_-][a-z0-9]+)*)((?:\s+[^\[\]<>]*|=[^\[\]<>]*)?)\](?!\]|\()", re.IGNORECASE
)
SPACES = r"(?:[\r\n\t ]|\u00a0|&nbsp;)*+"
FINE_QUOTES = str.maketrans({"“": '"', "”": '"', "″": '"', "‘": "'", "’": "'", "′": "'"})


class Code(NamedTuple):
    """A shortcode in a text."""

    name: str
    named: Mapping[str, str]
    plain: tuple[str, ...]
    """Attributes without a name, as in `[youtube https://...]`."""
    content: str | None
    """What stands between its tags; None for one without an end."""


def expand(text: str, handlers: Mapping[str, Callable[[Code], str | None]]) -> str:
    """The text with each shortcode replaced by what its handler gives; None leaves it as it stands.

    `[[name]]` becomes `[name]`. Shortcodes inside tags are left alone.
    """
    names = [name for name in handlers if f"[{name}" in text]
    if not names:
        return text

    def replace(found: re.Match[str]) -> str:
        if found[1] == "[" and found[6] == "]":
            return found[0][1:-1]
        named, plain = attributes(found[3])
        made = handlers[found[2]](Code(found[2], named, plain, found[5]))
        return found[0] if made is None else found[1] + made + found[6]

    return pattern_of(tuple(sorted(names))).sub(replace, text)


_PATTERNS: dict[tuple[str, ...], re.Pattern[str]] = {}


def pattern_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern that finds shortcodes of these names: bracket, name, attributes, end, content, bracket."""
    if names not in _PATTERNS:
        known = "|".join(map(re.escape, names))
        _PATTERNS[names] = re.compile(
            rf"\[(\[?)({known})(?![\w-])([^\]/]*(?:/(?!\])[^\]/]*)*?)(?:(/)\]|\](?:([^\[]*+(?:\[(?!/\2\])[^\[]*+)*+)\[/\2\])?)(\]?)"
        )
    return _PATTERNS[names]


def attributes(raw: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Named and plain attributes of a shortcode's tag; typographic quotes are read as plain ones."""
    raw = html.unescape(raw.replace("\u00a0", " ").replace("\u200b", " ")).translate(FINE_QUOTES).strip()
    named: dict[str, str] = {}
    plain: list[str] = []
    for found in ATTRIBUTE.finditer(raw.lstrip("=")):
        for name, value in ((1, 2), (3, 4), (5, 6)):
            if found[name]:
                named[found[name].lower()] = found[value]
        plain += [each for each in (found[7], found[8], found[9]) if each]
    return named, tuple(plain)


def unwrap(text: str, names: tuple[str, ...]) -> str:
    """The HTML without the paragraph around a shortcode that stands alone (`shortcode_unautop`)."""
    known = tuple(sorted(name for name in names if f"[{name}" in text))
    if not known:
        return text
    inner = (
        pattern_of(known).pattern.replace(r"\2", r"(?P=name)").replace(r"(\[?)(", "(?P<name>", 1).removesuffix(r"(\]?)")
    )
    return re.sub(rf"<p>{SPACES}(?P<code>{inner}){SPACES}</p>", lambda found: found["code"], text)


def unknown(text: str, known: Mapping[str, object]) -> list[tuple[int, str]]:
    """Offset and tag of what looks like a shortcode that nobody here knows."""
    found = []
    for each in LIKELY.finditer(text):
        name, rest = each[1], each[2]
        if name not in known and ("=" in rest or "://" in rest or f"[/{name}]" in text):
            found.append((each.start(), each[0]))
    return found
