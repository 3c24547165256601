"""Language tags (BCP 47, RFC 5646) such as `en`, `de-AT` and `zh-Hant`, checked against CLDR's lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from lodestar.base.problems import nearest

if TYPE_CHECKING:
    from babel import Locale

TAG = (
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<rest>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?)"
)
"""RFC 5646, section 2.1, without grandfathered tags and extended languages, which it advises against."""
AMERICAN = {"en": "en", "en-us": "en-US"}
"""What most sites are in, and code and templates are written in: it takes neither CLDR nor a catalog to know them."""
NONE = frozenset({"und", "mul", "mis", "zxx"})
"""CLDR's tags that do not mean one language."""
SHORTEST = 4
"""The least letters of a language's name, as opposed to a tag."""
ALIKE = 0.8
"""How much a name must be like that of a language: there are hundreds, so something is always a little like one."""
HELP = "write its short name, such as en, en-GB or de"


def read_tag(text: str) -> str:
    """Return a tag in the form in which it is usually written (RFC 5646, section 2.1.1): `de-at` as `de-AT`.

    Raises ValueError ("what is wrong; what would be right") for an unknown language, script or region.
    """
    if text.lower() in AMERICAN:
        return AMERICAN[text.lower()]
    match = re.fullmatch(TAG, text.strip().replace("_", "-"), re.IGNORECASE)
    if not match:
        raise ValueError(f'"{text}" is no language; {_proposal(text)}')
    language, script, region = (
        match["language"].lower(),
        (match["script"] or "").title(),
        (match["region"] or "").upper(),
    )
    english = _english()
    if language not in english.languages or language in NONE:
        raise ValueError(f'there is no language "{match["language"]}"; {_proposal(text)}')
    for part, noun, names in ((script, "script", english.scripts), (region, "region", english.territories)):
        if part and part not in names:
            replacement = _replacement_for(part)
            cure = f'did you mean "{replacement}"?' if replacement else f'write "{language}"'
            raise ValueError(f'there is no {noun} "{part}", in the language "{text}"; {cure}')
    return "-".join(filter(None, (language, script, region))) + match["rest"].lower()


def shortened(tag: str) -> Iterator[str]:
    """Yield a tag, and the tags of what it is a kind of: `zh-hant-tw`, `zh-hant`, `zh` (RFC 4647, section 3.4)."""
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]


def locale_of(tag: str) -> Locale | None:
    """Return how a language writes, by CLDR: its own rules, else those of what it is a kind of; None where there are none."""
    from babel import Locale, UnknownLocaleError

    for name in shortened(tag):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(name, sep="-")
    return None


def own_name(tag: str) -> str:
    """Return a language's own name, as in a list: `Deutsch`, `Français (Canada)`."""
    locale = locale_of(tag)
    name = locale.display_name if locale else _english().languages.get(tag.partition("-")[0])
    return f"{name[:1].upper()}{name[1:]}" if name else tag


def _proposal(text: str) -> str:
    """Return the tag for the name of a language: `german`, `Deutsch`."""
    if len(text.strip()) < SHORTEST and text.isascii():
        return HELP
    names = _names()
    name = nearest(text.strip(), names, ALIKE)
    return f'did you mean "{names[name]}"?' if name else HELP


def _replacement_for(part: str) -> str:
    """Return CLDR's replacement for a region: `GB` for `UK`; empty for none or several."""
    from babel.core import get_global

    replacements = get_global("territory_aliases").get(part, ())
    return replacements[0] if len(replacements) == 1 else ""


@cache
def _english() -> Locale:
    from babel import Locale

    return Locale("en")


@cache
def _names() -> dict[str, str]:
    """Return the tags of languages by their English and their own names."""
    from babel import Locale, UnknownLocaleError

    languages = {tag: name for tag, name in _english().languages.items() if tag not in NONE}
    results = {name.casefold(): tag.replace("_", "-") for tag, name in languages.items()}
    for tag in languages:
        try:
            own_language_name = Locale.parse(tag, sep="_").language_name if "_" not in tag else None
        except (UnknownLocaleError, ValueError):
            own_language_name = None
        if own_language_name:
            results.setdefault(own_language_name.casefold(), tag)
    return results
