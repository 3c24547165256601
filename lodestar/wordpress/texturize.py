"""Typography as in WordPress (`wptexturize`): quotes, primes, dashes, ellipses, the multiplication sign.

Implements the rules that WordPress documents for English blogs. Text in tags, comments, shortcodes and
code stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection

LQ, RQ, LS, RS, APOS = "“", "”", "‘", "’", "’"
PRIME, DOUBLE_PRIME = "′", "″"
SPACE = "(?:[\r\n\t ]|\u00a0|&nbsp;)"
BEFORE = "(?:(?<=\\A)|(?<=[\r\n\t \u00a0])|(?<=&nbsp;))"
CLOSES = rf"(?=\Z|[.,:;!?)}}\-\]]|&gt;|{SPACE})"
NO_SPACE_BEFORE = "(?<![\r\n\t \u00a0])(?<!&nbsp;)"
OPEN_SINGLE, IS_APOS, UNSURE, OPEN_DOUBLE = "\ue000", "\ue001", "\ue002", "\ue003"
"""Private-use characters that record decisions already made."""

FIXED = (
    ("...", "…"),
    ("``", LQ),
    ("''", RQ),
    (" (tm)", " ™"),
    ("'tain't", "’tain’t"),
    *(
        (f"'{word}", f"’{word}")
        for word in ["twere", "twas", "tis", "twill", "til", "bout", "nuff", "round", "cause", "em"]
    ),
)
SINGLES = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (rf"'(\d\d)'{CLOSES}", rf"{IS_APOS}\1{RS}"),
        (rf"'(\d\d)\"{CLOSES}", rf"{IS_APOS}\1{RQ}"),
        (r"'(?=\d\d(?:\Z|(?![%\d]|[.,]\d)))", IS_APOS),
        (rf"{BEFORE}'(\d[.,\d]*)'", rf"{OPEN_SINGLE}\1{RS}"),
        (rf"(?:{BEFORE}|(?<=[(\[{{\"\-])|(?<=&lt;))'", OPEN_SINGLE),
        (rf"{NO_SPACE_BEFORE}'(?!\Z|[.,:;!?\"'(){{}}\[\]\-]|&[lg]t;|{SPACE})", IS_APOS),
    )
)
DOUBLES = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (rf"{BEFORE}\"(\d[.,\d]*)\"", rf"{OPEN_DOUBLE}\1{RQ}"),
        (rf"(?:{BEFORE}|(?<=[(\[{{\-])|(?<=&lt;))\"(?!{SPACE})", OPEN_DOUBLE),
    )
)
DASHES = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        ("---", "—"),
        (rf"{BEFORE}--(?=\Z|{SPACE})", "—"),
        ("(?<!xn)--", "–"),
        (rf"{BEFORE}-(?=\Z|{SPACE})", "–"),
    )
)
TIMES = re.compile(r"\b(0[\d.,]+|[1-9][\d.,]*)x(\d[\d.,]*)\b")
LONE_AMPERSAND = re.compile(r"&(?!#(?:\d+|x[a-f0-9]+);|[a-z1-4]{1,8};)", re.IGNORECASE)
CODE_TAGS = frozenset({"pre", "code", "kbd", "style", "script", "tt"})
CODE_SHORTCODES = frozenset({"code"})
TAG_NAME = re.compile(r"[<\[]/?([^\s>\]/]*)")
TAG = r"<!--(?:.*?-->|.*)|<[^>]*>?"


def texturize(text: str, shortcodes: Collection[str] = ()) -> str:
    """Return the text with typographic characters; `shortcodes` are the names whose tags are left alone."""
    if not text:
        return text
    parts = _splitter(frozenset(name for name in shortcodes if f"[{name}" in text or f"[/{name}" in text)).split(text)
    open_tags: list[str] = []
    open_codes: list[str] = []
    results = []
    for index, part in enumerate(parts):
        if index % 2:
            if part.startswith("<!--"):
                pass
            elif part.startswith("<"):
                part = LONE_AMPERSAND.sub("&#038;", part)
                _follow(part, open_tags, CODE_TAGS)
            elif not part.startswith("[[") and not part.endswith("]]"):
                _follow(part, open_codes, CODE_SHORTCODES)
        elif part.strip() and not open_tags and not open_codes:
            part = _curl(part)
        results.append(part)
    return "".join(results)


_SPLITTERS: dict[frozenset[str], re.Pattern[str]] = {}


def _splitter(names: frozenset[str]) -> re.Pattern[str]:
    if names not in _SPLITTERS:
        alternatives = "|".join(sorted(map(re.escape, names)))
        codes = rf"|\[[/\[]?(?:{alternatives})(?=[\s\]/])(?:[^\[\]<>]+|<[^\[\]>]*>)*+\]\]?" if names else ""
        _SPLITTERS[names] = re.compile(f"({TAG}{codes})", re.DOTALL)
    return _SPLITTERS[names]


def _follow(tag: str, stack: list[str], names: Collection[str]) -> None:
    """Keep track of the elements inside which nothing is changed."""
    match = TAG_NAME.match(tag)
    name = match[1] if match else ""
    if name not in names:
        return
    if tag[1:2] != "/":
        stack.append(name)
    elif stack and stack[-1] == name:
        stack.pop()


def _curl(text: str) -> str:
    for plain, fine in FIXED:
        text = text.replace(plain, fine)
    if "'" in text:
        for pattern, replacement in SINGLES:
            text = pattern.sub(replacement, text)
        text = _primes(text, "'", PRIME, OPEN_SINGLE, RS)
        text = text.replace(IS_APOS, APOS).replace(OPEN_SINGLE, LS)
    if '"' in text:
        for pattern, replacement in DOUBLES:
            text = pattern.sub(replacement, text)
        text = _primes(text, '"', DOUBLE_PRIME, OPEN_DOUBLE, RQ).replace(OPEN_DOUBLE, LQ)
    if "-" in text:
        for pattern, replacement in DASHES:
            text = pattern.sub(replacement, text)
    if "x" in text:
        text = TIMES.sub("\\1×\\2", text)
    return LONE_AMPERSAND.sub("&#038;", text)


def _primes(text: str, mark: str, prime: str, opening: str, closing: str) -> str:
    """Decide for each remaining mark whether it is a prime (`7'`) or closes a quotation."""
    quote = re.compile(rf"{mark}{CLOSES}")
    after_digit = re.compile(rf"(?<=\d){mark}")
    sentences = text.split(opening)
    for place, sentence in enumerate(sentences):
        if mark not in sentence:
            continue
        if place and closing not in sentence:
            sentence = _close_once(sentence, quote, after_digit, prime, closing)
        else:
            sentence = quote.sub(closing, after_digit.sub(prime, sentence))
        sentences[place] = sentence.replace('"', closing) if mark == '"' else sentence
    return opening.join(sentences)


def _close_once(sentence: str, quote: re.Pattern[str], after_digit: re.Pattern[str], prime: str, closing: str) -> str:
    """Close the quotation that a sentence begins with: of several candidates, those after a digit may be primes."""
    sentence, count = quote.subn(UNSURE, sentence)
    if count > 1:
        sentence, certain = re.subn(rf"(?<!\d){UNSURE}", closing, sentence)
        if not certain:
            last = sentence.rfind(UNSURE + ".")
            last = last if last >= 0 else sentence.rfind(UNSURE)
            sentence = sentence[:last] + closing + sentence[last + 1 :]
        sentence = after_digit.sub(prime, sentence)
        sentence = re.sub(rf"(?<=\d){UNSURE}", prime, sentence)
        return sentence.replace(UNSURE, closing)
    return after_digit.sub(prime, sentence.replace(UNSURE, closing))
