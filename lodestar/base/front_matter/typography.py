"""Curly quotes for titles and texts alike; dashes and ellipses for one-line texts, as smarty makes them in bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from types import MappingProxyType
from typing import Any

RULES = (
    (re.compile(r"(?<!-)---(?!-)"), "—"),
    (re.compile(r"(?<!-)--(?!-)"), "–"),
    (re.compile(r"(?<!\.)\.{3}(?!\.)"), "…"),
)
SIGNS = ("'", '"', "--", "...")
"""Characters that are replaced; a text without any of them stays as it is."""
NOTHING = "\0"
"""Stands for what takes no space between two characters, such as a tag."""
RUN = re.compile(rf"['\"](?:{NOTHING}*['\"])*")
"""Matches adjacent quotes."""
AFTER = re.compile(rf"{NOTHING}*(\S?)")
OPENING = frozenset("([{-–—“‘„‚«‹¿¡")
"""Characters after which, as after a space, quotes open."""
DECADE = re.compile(rf"{NOTHING}*\d\d(?:s\b|\b(?!'))")
"""Matches what makes the quote before it an apostrophe: the '90s."""
FACES = {'"': ("“", "”"), "'": ("‘", "’")}


NAMES = {
    "left-single-quote": "‘",
    "right-single-quote": "’",
    "left-double-quote": "“",
    "right-double-quote": "”",
    "ndash": "–",
    "mdash": "—",
    "ellipsis": "…",
    "left-angle-quote": "<<",
    "right-angle-quote": ">>",
}
"""Smarty's names for the characters in its option `substitutions`."""


def smarty_options(markdown: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the options of smarty in the settings of Markdown."""
    configs = markdown.get("extension_configs") or {}
    return configs.get("smarty") or configs.get("markdown.extensions.smarty") or {}


def substitutes(markdown: Mapping[str, Any]) -> dict[str, str]:
    """Return the characters that the options of smarty substitute for the usual ones."""
    config = smarty_options(markdown)
    angled = {"left-angle-quote": "«", "right-angle-quote": "»"} if config.get("smart_angled_quotes") else {}
    characters = {**angled, **(config.get("substitutions") or {})}
    if not angled:
        characters = {name: character for name, character in characters.items() if "angle" not in name}
    return {sign: unescape(characters[name]) for name, sign in NAMES.items() if name in characters}


def quotes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset of each straight quote, and the curly one to put there.

    Adjacent quotes face the same way: they open at the beginning, and after a space, a bracket or a dash, where
    something follows; else they close.
    """
    for run in RUN.finditer(text):
        start = run.start()
        while start and text[start - 1] == NOTHING:
            start -= 1
        preceding, following = text[start - 1 : start], AFTER.match(text, run.end())
        opens = bool(following and following[1]) and (not preceding or preceding.isspace() or preceding in OPENING)
        places = [place for place in range(run.start(), run.end()) if text[place] != NOTHING]
        for place in places:
            is_year = place == places[-1] and text[place] == "'" and DECADE.match(text, run.end())
            yield place, FACES[text[place]][0 if opens and not is_year else 1]


def typographic(text: str, substitutes_by_sign: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return `He said "don't" -- twice...` as `He said “don’t” – twice…`; `substitutes_by_sign` replace these characters."""
    if any(sign in text for sign in SIGNS):
        for pattern, sign in RULES:
            text = pattern.sub(sign, text)
        letters = list(text)
        for place, sign in quotes(text):
            letters[place] = sign
        text = "".join(letters)
    if substitutes_by_sign:
        text = re.sub("|".join(map(re.escape, substitutes_by_sign)), lambda match: substitutes_by_sign[match[0]], text)
    return text
