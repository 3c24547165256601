"""Finds the texts that are versions of each other in several languages."""

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


def text_groups(texts: Mapping[str, Source]) -> Iterator[tuple[str, ...]]:
    """Yield the paths of the versions of each text, each group once.

    A text, those that it names as its versions, and all that they name are one group.
    `texts` are those that can be versions, by path; names of other texts are ignored.
    """
    groups: dict[str, list[str]] = {}
    for path, text in texts.items():
        for other_path in named_versions(text):
            if other_path in texts:
                _join(groups, path, other_path)
    yielded: set[int] = set()
    for group in groups.values():
        if id(group) not in yielded:
            yielded.add(id(group))
            yield tuple(sorted(group))


def _join(groups: dict[str, list[str]], path: str, other_path: str) -> None:
    first, second = groups.setdefault(path, [path]), groups.setdefault(other_path, [other_path])
    if first is not second:
        first += second
        groups.update(dict.fromkeys(second, first))


def named_versions(text: Source) -> tuple[str, ...]:
    """Return the paths that a text names as its other versions."""
    paths: tuple[str, ...] = text.fields.get("translations", ())
    return paths


def versions(family: Mapping[str, str], own_language: str) -> tuple[TextVersion, ...]:
    """Return the versions of a text other than that in the language `own_language`; `family` has their addresses by language."""
    return tuple(TextVersion(own_name(lang), url, lang) for lang, url in family.items() if lang != own_language)


def alternates(family: Mapping[str, str], language: str) -> tuple[Alternate, ...]:
    """Return all versions for search engines, the text's own among them, the same on each page.

    `language` is the site's: the version in it is the one for all other readers. Source of the rules:
    https://developers.google.com/search/docs/specialty/international/localized-versions
    """
    if len(family) < 2:
        return ()
    results = [Alternate(lang, url) for lang, url in family.items()]
    if language in family:
        results.append(Alternate("x-default", family[language]))
    return tuple(results)


def in_order(languages: Iterable[str], own_language: str) -> list[str]:
    """Return tags of languages in the order in which versions are named: the site's own first."""
    return sorted(languages, key=lambda lang: (lang != own_language, lang))
