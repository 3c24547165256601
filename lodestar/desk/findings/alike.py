"""Posts that say what an older one said: measured by the runs of five words that both have."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lodestar.desk.findings.finding import TextFinding

RUN = 5
"""Words in a run."""
KEPT = 4
"""One run of this many is kept, chosen by its hash: the same ones in every text."""
ALIKE = 0.3
"""Share of a post's runs in another one from which on they are called alike."""
FEWEST = 8
"""Runs that a text must have kept to be judged."""
MANY = 40
"""A run that so many posts have is a phrase, not a likeness."""
WORDS = re.compile(r"[a-z0-9']+")


def runs(text: str) -> frozenset[int]:
    """Return the runs of a text that are kept, as numbers."""
    words = WORDS.findall(text.lower())
    results = (zlib.crc32(" ".join(words[start : start + RUN]).encode()) for start in range(len(words) - RUN + 1))
    return frozenset(number for number in results if number % KEPT == 0)


def nearest(name: str, own: frozenset[int], where: Mapping[int, Iterable[str]]) -> tuple[str, float] | None:
    """Return the text most like this one, and the share of runs they have in common; None where none is alike."""
    if len(own) < FEWEST:
        return None
    shared: Counter[str] = Counter()
    for number in own:
        others = list(where.get(number, ()))
        if len(others) <= MANY:
            shared.update(other for other in others if other != name)
    if not shared:
        return None
    best, count = min(shared.items(), key=lambda pair: (-pair[1], pair[0]))
    return (best, count / len(own)) if count / len(own) >= ALIKE else None


def alike(title: str, share: float, link: str) -> Iterator[TextFinding]:
    """Yield a post too much like an older one."""
    cure = "link to it instead of repeating it, or say what is new"
    yield TextFinding("alike", "look", 1, f'{share:.0%} of this text stands in "{title}" too', cure, title, (), link)
