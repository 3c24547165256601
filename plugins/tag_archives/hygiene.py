"""Finds tags to tidy up: twins, singletons, unused files, tags that cover the same posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from lodestar.base.names import fold
from lodestar.engine.site import Site, Term

MANY_TAGS = 8
"""A post with more tags than this says little by any of them."""
ALIKE = 0.8
"""Two tags cover nearly the same posts when they share this part of all that either covers (Jaccard's index)."""
ENOUGH = 3
"""Fewer shared posts than this are chance."""
TINY, SHORT = 4, 7
"""Names of fewer letters than the first are never twins; than the second, when one letter differs; else, when two do."""


class TagUse(NamedTuple):
    """A tag, how often it is used, and when."""

    label: str
    posts: int
    years: str


class Findings(NamedTuple):
    """The findings about a site's tags."""

    tags: tuple[TagUse, ...]
    """The most used first."""
    spellings: tuple[tuple[str, ...], ...]
    """Spellings of one tag that differ in case, hyphens or quotes."""
    twins: tuple[tuple[str, str], ...]
    """Tags that differ in one or two letters, such as a plural."""
    singletons: tuple[str, ...]
    unused: tuple[str, ...]
    """Paths of the files that describe a tag no post has."""
    alike: tuple[tuple[str, str, int], ...]
    """Tags that cover nearly the same posts, and how many they share."""
    crowded: tuple[tuple[str, int], ...]
    """Path and number of tags of posts with too many."""


def findings(site: Site) -> Findings:
    """Return the findings about all tags of a site."""
    members = {term: frozenset(post.article.path for post in site.members[term]) for term in site.tags.values()}
    described = {term.file.path for term in site.tags.values() if term.file}
    return Findings(
        tags=tuple(sorted((_use(site, term) for term in members), key=lambda use: (-use.posts, use.label.casefold()))),
        spellings=tuple(_spellings(site)),
        twins=tuple((site.tags[a].label, site.tags[b].label) for a, b in twins(site.tags)),
        singletons=tuple(sorted(term.label for term, posts in members.items() if len(posts) == 1)),
        unused=tuple(file.path for file in site.content.get("tags", ()) if file.path not in described),
        alike=tuple(_alike(members)),
        crowded=tuple((post.article.path, len(post.tags)) for post in site.posts if len(post.tags) > MANY_TAGS),
    )


def _use(site: Site, term: Term) -> TagUse:
    posts = site.members[term]
    first, last = posts[-1].article.date[:4], posts[0].article.date[:4]
    return TagUse(term.label, len(posts), first if first == last else f"{first} to {last}")


def _spellings(site: Site) -> Iterator[tuple[str, ...]]:
    results: dict[str, set[str]] = defaultdict(set)
    for article in site.content.get("posts", ()):
        for name in article.tags:
            results[fold(name)].add(name)
    yield from sorted(tuple(sorted(names)) for names in results.values() if len(names) > 1)


def twins(slugs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of names that differ in one or two letters.

    Names are compared only when they become the same by leaving letters out, which spares comparing all with all.
    """
    slugs_by_letters: dict[str, set[str]] = defaultdict(set)
    for slug in slugs:
        word = slug.replace("-", "")
        for count in range(_most_edits(word) + 1):
            for left_out in combinations(range(len(word)), count):
                letters = "".join(letter for index, letter in enumerate(word) if index not in left_out)
                slugs_by_letters[letters].add(slug)
    pairs = {pair for group in slugs_by_letters.values() if len(group) > 1 for pair in combinations(sorted(group), 2)}
    for first, second in sorted(pairs):
        a, b = first.replace("-", ""), second.replace("-", "")
        if distance(a, b) <= min(_most_edits(a), _most_edits(b)):
            yield first, second


def _most_edits(word: str) -> int:
    return (len(word) >= TINY) + (len(word) >= SHORT)


def distance(first: str, second: str) -> int:
    """Return how many letters must be changed, added or left out to make one word of another (Levenshtein, 1965)."""
    last_line = list(range(len(second) + 1))
    for row, letter in enumerate(first, start=1):
        line = [row]
        for column, other_letter in enumerate(second, start=1):
            line.append(min(last_line[column] + 1, line[-1] + 1, last_line[column - 1] + (letter != other_letter)))
        last_line = line
    return last_line[-1]


def _alike(members: Mapping[Term, frozenset[str]]) -> Iterator[tuple[str, str, int]]:
    tags_by_post: dict[str, list[Term]] = defaultdict(list)
    for term, posts in sorted(members.items(), key=lambda pair: pair[0].slug):
        if len(posts) >= ENOUGH:
            for path in posts:
                tags_by_post[path].append(term)
    shared: dict[tuple[Term, Term], int] = defaultdict(int)
    for terms in tags_by_post.values():
        for pair in combinations(terms, 2):
            shared[pair] += 1
    for (first, second), count in sorted(shared.items(), key=lambda item: (item[0][0].slug, item[0][1].slug)):
        if count >= ENOUGH and count >= ALIKE * len(members[first] | members[second]):
            yield first.label, second.label, count
