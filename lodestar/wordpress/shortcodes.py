"""Finds shortcodes as WordPress does, and replaces the known ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from lodestar.html_to_markdown.tags import untagged

ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*"([^"]*)"(?:\s|$)|([\w-]+)\s*=\s*'([^']*)'(?:\s|$)|([\w-]+)\s*=\s*([^\s'"]+)(?:\s|$)"""
    r"""|"([^"]*)"(?:\s|$)|'([^']*)'(?:\s|$)|(\S+)(?:\s|$)"""
)
NAME = r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*"
LIKELY = re.compile(rf"(?<!\[)\[({NAME})((?:[\s=][^\[\]]{{0,1000}})?)\](?!\]|\()", re.IGNORECASE)
CLOSING = re.compile(rf"(?<!\[)\[/({NAME})\](?!\]|\()", re.IGNORECASE)
SPACES = r"(?:[\r\n\t ]|\u00a0|&nbsp;)*+"
DOUBLE_QUOTES = re.compile("[“”″]|&#(?:8220|8221|8243);|&[lr]dquo;|&Prime;|&quot;")
SINGLE_QUOTES = re.compile("[‘’′]|&#(?:8216|8217|8242|0?39);|&[lr]squo;|&prime;")
QUOTED = re.compile(r"""((?<=[=\s])(?:"[^"]*"|'[^']*'))""")
BARE = re.compile(rf"(?<!\[)\[({NAME}|(?-i:[A-Z][A-Z0-9]{{2,}})|(?i:{NAME}_[a-z0-9]+))\s*/?\](?!\]|\()")
"""Matches a word in brackets: a shortcode if it is alone, or not spelled like a word."""


class Code(NamedTuple):
    """A shortcode in a text."""

    name: str
    named: Mapping[str, str]
    plain: tuple[str, ...]
    """Attributes without a name, as in `[youtube https://...]`."""
    content: str | None
    """The text between its tags; None for one without an end tag."""


def expand(text: str, handlers: Mapping[str, Callable[[Code], str | None]]) -> str:
    """Return the text with each shortcode replaced with the result of its handler; None leaves it as it is.

    `[[name]]` becomes `[name]`. Shortcodes inside tags are left alone.
    """
    names = [name for name in handlers if f"[{name}" in text]
    if not names:
        return text

    def replace(match: re.Match[str]) -> str:
        if match[1] == "[" and match[6] == "]":
            return match[0][1:-1]
        named, plain = attributes(match[3])
        html = handlers[match[2]](Code(match[2], named, plain, match[5]))
        return match[0] if html is None else match[1] + html + match[6]

    return pattern_of(tuple(sorted(names))).sub(replace, text)


_PATTERNS: dict[tuple[str, ...], re.Pattern[str]] = {}


def pattern_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern that finds shortcodes of these names: bracket, name, attributes, end, content, bracket."""
    if names not in _PATTERNS:
        alternatives = "|".join(map(re.escape, names))
        _PATTERNS[names] = re.compile(
            rf"\[(\[?)({alternatives})(?![\w-])([^\]/]*(?:/(?!\])[^\]/]*)*?)(?:(/)\]|\](?:([^\[]*+(?:\[(?!/\2\])[^\[]*+)*+)\[/\2\])?)(\]?)"
        )
    return _PATTERNS[names]


def attributes(raw: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the named and plain attributes of a shortcode's tag, with entities as written (`shortcode_parse_atts`).

    Typographic quotes stand for plain ones, but not between plain ones: there they belong to the value.
    """
    raw = raw.replace("\u00a0", " ").replace("&nbsp;", " ").replace("\u200b", " ").strip()
    parts = QUOTED.split(raw)
    parts[::2] = [SINGLE_QUOTES.sub("'", DOUBLE_QUOTES.sub('"', part)) for part in parts[::2]]
    raw = "".join(parts)
    named: dict[str, str] = {}
    plain: list[str] = []
    for match in ATTRIBUTE.finditer(raw.lstrip("=")):
        for name, value in ((1, 2), (3, 4), (5, 6)):
            if match[name]:
                named[match[name].lower()] = match[value]
        plain += filter(None, (match[7], match[8], match[9]))
    return named, tuple(plain)


def codes_in(text: str, names: Iterable[str]) -> Iterator[tuple[int, str, Code]]:
    """Yield the shortcodes of some names in a text: offset, tag and code."""
    present = tuple(sorted(name for name in names if f"[{name}" in text))
    for match in pattern_of(present).finditer(text) if present else ():
        if not (match[1] == "[" and match[6] == "]"):
            named, plain = attributes(match[3])
            yield match.start(), f"[{match[2]}{match[3].rstrip()}]", Code(match[2], named, plain, match[5])


def unwrap(text: str, names: tuple[str, ...], stays: Callable[[str], bool] = lambda code: False) -> str:
    """Return the HTML without the paragraph around a shortcode on its own (`shortcode_unautop`).

    One of those that stay as they are (`stays`) keeps its paragraph.
    """
    present = tuple(sorted(name for name in names if f"[{name}" in text))
    if not present:
        return text
    pattern = (
        pattern_of(present)
        .pattern.replace(r"\2", r"(?P=name)")
        .replace(r"(\[?)(", "(?P<name>", 1)
        .removesuffix(r"(\]?)")
    )
    return re.sub(
        rf"<p>{SPACES}(?P<code>{pattern}){SPACES}</p>",
        lambda match: match[0] if stays(match["code"]) else match["code"],
        text,
    )


def unknown(text: str, handlers: Mapping[str, object]) -> list[tuple[int, str]]:
    """Return the offset and tag of each apparent shortcode that is unknown."""
    codes = [
        (match.start(), match[0])
        for match in BARE.finditer(text)
        if match[1] not in handlers and f"[/{match[1]}]" not in text and ("_" in match[1] or _is_alone(text, match))
    ]
    for match in LIKELY.finditer(text):
        name, rest = match[1], match[2]
        words = untagged(rest) if "<" in rest else rest  # a link in brackets is no shortcode
        if name not in handlers and ("=" in words or "://" in words or f"[/{name}]" in text):
            codes.append((match.start(), match[0]))
    for match in CLOSING.finditer(text):
        if match[1] not in handlers and f"[{match[1]}" not in text:
            codes.append((match.start(), match[0]))
    return sorted(codes)


def without_unknown(text: str) -> str:
    """Return a text without the tags of unknown shortcodes; their content stays."""
    for _, tag in unknown(text, {}) if "[" in text else ():
        name = tag.strip("[]/").split()[0].partition("=")[0]
        text = text.replace(tag, " ").replace(f"[/{name}]", " ")
    return text


def _is_alone(text: str, match: re.Match[str]) -> bool:
    """Return whether a word in brackets is alone on its line or in its element."""
    before, after = (
        text[max(match.start() - 40, 0) : match.start()].rstrip(" \t"),
        text[match.end() : match.end() + 40].lstrip(" \t"),
    )
    return (not before or before[-1] in "\n>") and (not after or after[0] in "\r\n<")
