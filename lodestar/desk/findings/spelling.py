"""Spelling, by codespell's list of common mistakes, except for words that the site spells that way on purpose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from lodestar.desk.findings.finding import Swap, TextFinding, TextLine, prose

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’])*[^\W\d_]")
NAME = re.compile(r"(?<=[a-z,] )[A-Z](?:[^\W\d_]|['’])+")
"""A word with a capital in the middle of a sentence: a name."""
SKIPPED = re.compile(r"\]\([^)]*\)|<[^>]*>|`[^`]*`|https?://\S+|\{[^}]*\}")


@cache
def mistakes() -> Mapping[str, tuple[str, ...]]:
    """Return codespell's corrections by misspelling; empty where codespell is not installed."""
    try:
        import codespell_lib
    except ImportError:
        return {}
    path = Path(codespell_lib.__file__).parent / "data" / "dictionary.txt"
    results = {}
    for row in path.read_text(encoding="utf-8").splitlines():
        wrong, arrow, right = row.partition("->")
        if arrow:
            options = [part.strip() for part in right.split(",")]
            results[wrong.lower()] = tuple(option for option in options if option and " " not in option[20:])
    return results


def spelling(
    lines: Sequence[TextLine], site_words: Collection[str], wrong: Mapping[str, tuple[str, ...]]
) -> Iterator[TextFinding]:
    """Yield misspelled words. `site_words` are the site's own words, in lower case; `wrong` has corrections by misspelling."""
    prose_lines = [
        line._replace(text=SKIPPED.sub(lambda part: " " * len(part[0]), line.text)) for line in prose(list(lines))
    ]
    names = {word.lower() for line in prose_lines for word in NAME.findall(line.text)}
    for line in prose_lines:
        for match in WORD.finditer(line.text):
            word = match[0]
            lower = word.lower().replace("’", "'")
            options = wrong.get(lower)
            if not options or lower in site_words or lower in names or (word[1:] != word[1:].lower()):
                continue
            right = [_like(word, option) for option in options]
            fixes = tuple(Swap(line.number, word, item) for item in right[:3])
            yield TextFinding(
                "spelling",
                "must" if len(right) == 1 else "look",
                line.number,
                f'"{word}" looks misspelled',
                "write " + " or ".join(f'"{item}"' for item in right),
                word,
                fixes,
            )


def _like(word: str, right: str) -> str:
    return right[:1].upper() + right[1:] if word[:1].isupper() else right
