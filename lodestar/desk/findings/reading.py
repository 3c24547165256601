"""How easily a text reads: long sentences and paragraphs, words to avoid, abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lodestar.desk.findings.finding import Ask, Swap, TextFinding, TextLine, prose

SENTENCE = 35
"""Words beyond which a sentence is hard to follow."""
PARAGRAPH = 150
"""Words beyond which a paragraph is a wall."""
END = re.compile(r"(?<=[.!?…])[\"”’)\]*_]*\s+(?=[\"“‘(\[*_]*[A-Z0-9])")
MARKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]+>|\{[^}]*\}|[*_`]")
ABBREVIATION = re.compile(r"(?<![\w/.#&-])[A-Z]{2,5}s?(?![\w/-])")
COMMON = frozenset(
    [
        "AM",
        "PM",
        "OK",
        "US",
        "USA",
        "UK",
        "EU",
        "TV",
        "CV",
        "ID",
        "PS",
        "PDF",
        "CEO",
        "FAQ",
        "DIY",
        "HR",
        "IT",
        "I",
        "II",
        "III",
        "IV",
        "VI",
        "VII",
        "VIII",
        "IX",
        "AD",
        "BC",
        "PIN",
        "PC",
        "URL",
        "RSS",
        "NGO",
        "VIP",
        "ASAP",
        "FBI",
        "NASA",
        "DNA",
        "HTML",
        "JPG",
        "PNG",
    ]
)


def plain(text: str) -> str:
    """Return the words of a line of Markdown, without markup."""
    return MARKS.sub(lambda match: match[1] or "", text)


def paragraphs(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Yield the lines of each paragraph and list item, without headings."""
    paragraph: list[TextLine] = []
    for line in prose(list(lines)):
        bare = line.text.strip()
        starts = bare.startswith(("- ", "* ", "+ ", ">", "#")) or re.match(r"\d+[.)] ", bare)
        if paragraph and (not bare or starts or line.number != paragraph[-1].number + 1):
            yield paragraph
            paragraph = []
        if bare and not bare.startswith("#"):
            paragraph.append(line)
    if paragraph:
        yield paragraph


def length(lines: Sequence[TextLine]) -> Iterator[TextFinding]:
    """Yield sentences and paragraphs that are hard to read."""
    for paragraph in paragraphs(lines):
        text = " ".join(plain(line.text.strip()) for line in paragraph)
        words = len(text.split())
        if words > PARAGRAPH:
            fault = f"a paragraph of {words} words"
            yield TextFinding(
                "long-paragraph",
                "look",
                paragraph[0].number,
                fault,
                "part it where the thought turns",
                " ".join(text.split()[:12]) + " …",
            )
        for sentence in END.split(text):
            words = len(sentence.split())
            if words > SENTENCE:
                line = _line_of(sentence, paragraph)
                yield TextFinding(
                    "long-sentence", "look", line, f"a sentence of {words} words", "make two of it", sentence.strip()
                )


def _line_of(sentence: str, paragraph: list[TextLine]) -> int:
    start = " ".join(sentence.split()[:4])
    return next((line.number for line in paragraph if start in plain(line.text)), paragraph[0].number)


def avoid(lines: Sequence[TextLine], words: Mapping[str, str]) -> Iterator[TextFinding]:
    """Yield words that the author wants to avoid; `words` maps each to its replacement, or to nothing."""
    if not words:
        return
    pattern = re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + r")(?![\w-])",
        re.IGNORECASE,
    )
    lower = {word.casefold(): replacement for word, replacement in words.items()}
    for line in prose(list(lines)):
        for match in pattern.finditer(line.text):
            replacement = lower[match[0].casefold()]
            new = replacement[:1].upper() + replacement[1:] if replacement and match[0][:1].isupper() else replacement
            cure = f'write "{new}"' if new else "say it otherwise"
            fixes = (Swap(line.number, match[0], new),) if new else ()
            yield TextFinding(
                "avoid", "look", line.number, f'"{match[0]}" is on your list of words to avoid', cure, match[0], fixes
            )


def abbreviations(lines: Sequence[TextLine], known_words: Iterable[str]) -> Iterator[TextFinding]:
    """Yield the first use of an abbreviation that is nowhere spelled out."""
    known_words = COMMON.union(word.upper() for word in known_words)
    prose_lines = list(prose(list(lines)))
    text = "\n".join(plain(line.text) for line in prose_lines)
    reported: set[str] = set()
    for line in prose_lines:
        if line.text.isupper() or line.text.lstrip().startswith("#"):
            continue
        for match in ABBREVIATION.finditer(plain(line.text)):
            short = match[0].removesuffix("s")
            if short in reported or short in known_words or len(short) < 2:
                continue
            reported.add(short)
            if f"({short})" in text or f"({match[0]})" in text or re.search(rf"\b{short}s?\b\s*\(", text):
                continue
            ask = Ask(f"What does {short} stand for?", line=line.number, old=match[0], new=f"{{}} ({short})")
            yield TextFinding(
                "abbreviation",
                "look",
                line.number,
                f'"{short}" is not spelled out where it first stands',
                f"write it in full once, with ({short}) after it",
                short,
                (ask,),
            )
