"""Posts that repeat an older one, measured by the runs of five words that both contain."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from lodestar.desk.findings.finding import TextFinding

RUN = 5
"""Words in a run."""
ONE_IN = 4
"""One in this many runs is kept, chosen by its hash, so that every text keeps the same ones."""
ALIKE = 0.3
"""Share of a post's runs in another one from which the two count as alike."""
FEWEST = 8
"""Fewest kept runs for which a text is compared."""
MANY = 40
"""A run in more posts than this is a common phrase, and does not count."""
WORDS = re.compile(r"[a-z0-9']+")


def runs(text: str) -> frozenset[int]:
    """Return the hashes of the runs of a text that are kept."""
    words = WORDS.findall(text.lower())
    results = (zlib.crc32(" ".join(words[start : start + RUN]).encode()) for start in range(len(words) - RUN + 1))
    return frozenset(number for number in results if number % ONE_IN == 0)


def nearest(name: str, own: frozenset[int], texts_by_run: Mapping[int, Iterable[str]]) -> tuple[str, float] | None:
    """Return the text most like this one and the share of runs they have in common; None where none is alike."""
    if len(own) < FEWEST:
        return None
    shared: Counter[str] = Counter()
    for number in own:
        texts = list(texts_by_run.get(number, ()))
        if len(texts) <= MANY:
            shared.update(text for text in texts if text != name)
    if not shared:
        return None
    best, count = min(shared.items(), key=lambda pair: (-pair[1], pair[0]))
    return (best, count / len(own)) if count / len(own) >= ALIKE else None


def alike(title: str, share: float, link: str) -> Iterator[TextFinding]:
    """Yield a finding for a post too much like an older one."""
    cure = "link to it instead of repeating it, or say what is new"
    yield TextFinding("alike", "look", 1, f'{share:.0%} of this text stands in "{title}" too', cure, title, (), link)
