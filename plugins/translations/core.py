"""Which texts say the same in several languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lodestar.base.language_tags import own_name
from lodestar.base.values import Source, Value


class TextVersion(Value):
    """A text in one language, for its readers."""

    name: str
    """What the language is called in itself: `Deutsch`."""
    url: str
    lang: str


class Alternate(Value):
    """A text in one language, for search engines."""

    lang: str
    """A tag, or `x-default` for the version that everyone else is to see."""
    url: str


def joined(texts: Mapping[str, Source]) -> Iterator[tuple[str, ...]]:
    """Yield the paths of texts that say the same, each group once.

    A text that one names, and all that either of them names, are one group: whoever says so, it is so for all.
    `texts` are those that can be versions, by path; names of others are passed over.
    """
    group_of: dict[str, list[str]] = {}
    for path, text in texts.items():
        for other in named(text):
            if other in texts:
                _join(group_of, path, other)
    seen: set[int] = set()
    for group in group_of.values():
        if id(group) not in seen:
            seen.add(id(group))
            yield tuple(sorted(group))


def _join(group_of: dict[str, list[str]], one: str, other: str) -> None:
    first, second = group_of.setdefault(one, [one]), group_of.setdefault(other, [other])
    if first is not second:
        first += second
        group_of.update(dict.fromkeys(second, first))


def named(text: Source) -> tuple[str, ...]:
    """Return the paths that a text names as its other versions."""
    paths: tuple[str, ...] = text.fields.get("translations", ())
    return paths


def versions(family: Mapping[str, str], own: str) -> tuple[TextVersion, ...]:
    """Return the versions of a text other than that in the language `own`; `family` has their addresses by language."""
    return tuple(TextVersion(own_name(lang), url, lang) for lang, url in family.items() if lang != own)


def alternates(family: Mapping[str, str], language: str) -> tuple[Alternate, ...]:
    """Return all versions as search engines want to hear of them, the text's own among them, the same on each page.

    `language` is the site's: the version in it is the one for all other readers. Source of the rules:
    https://developers.google.com/search/docs/specialty/international/localized-versions
    """
    if len(family) < 2:
        return ()
    results = [Alternate(lang, url) for lang, url in family.items()]
    if language in family:
        results.append(Alternate("x-default", family[language]))
    return tuple(results)


def in_order(languages: Iterable[str], own: str) -> list[str]:
    """Return tags of languages in the order in which versions are named: the site's own first."""
    return sorted(languages, key=lambda lang: (lang != own, lang))
