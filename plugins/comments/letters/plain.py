"""The reader's own words in the plain text of a mail: without what it quotes, without signature, without hard line ends.

After RFC 3676 (`format=flowed`, quote marks, the line `-- `), and after what Gmail, Outlook, Apple Mail and Thunderbird
write above a quotation, in English and German; see `QUOTED_BELOW`. No library is used: those there are take a line that
begins with "Thanks," for the beginning of a signature, and the words below it are the reader's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

WIDTH, SHORTEST = 72, 40
"""A line that the first word of the next one would have made longer than the one was cut by a program, unless it is
shorter than the other."""
DATED = r"\d{1,4}[./-]\s?(?:\d|\w)|\b(?:19|20)\d\d\b"
"""Matches part of a date."""
WROTE = re.compile(rf"(?:On|Am|On:|Am:)\b(?=.*(?:{DATED})).*(?:wrote|schrieb\b.*)\s?:")
"""`On Sun, Nov 29, 2026 at 7:50 PM Ada <a@example.com> wrote:`, `Am 29.11.26 um 19:50 schrieb Ada:`."""
WROTE_FIRST = re.compile(rf"(?=.*(?:{DATED})).*<[^<>\s]+@[^<>\s]+>\s?(?:wrote|schrieb|hat geschrieben)?\s?:")
"""`2026-11-29 19:50 GMT+01:00 Ada <a@example.com>:`."""
WROTE_LATER = re.compile(rf"\S.{{0,100}} (?:wrote|schrieb)\b(?=.*(?:{DATED})).*:")
"""`Ada Lovelace wrote on 11/29/26 7:50 PM:`."""
SEPARATOR = re.compile(
    r"-{3,} ?(?:Original Message|Original-Nachricht|Ursprüngliche Nachricht|Forwarded message|Weitergeleitete Nachricht) ?-{3,}"
    r"|(?:Begin forwarded message|Anfang der weitergeleiteten (?:Nachricht|E-Mail)):",
    re.IGNORECASE,
)
RULE = re.compile(r"_{10,}")
"""Matches Outlook's line above a quotation."""
ABOVE = re.compile(r"[> ]*(?:_{10,}|\*?(?:From|Von):)")
FROM = re.compile(r"\*?(?:From|Von):\*?\s*\S.*")
HEADERS = re.compile(r"\*?(?:Sent|Date|To|Subject|Cc|Gesendet|Datum|An|Betreff):\*?\s*.*")
STAMPED = re.compile(DATED)
QUOTED_BELOW = (WROTE, WROTE_FIRST, WROTE_LATER)
"""Matches the line above a quotation, which programs may break in two."""
DEVICE = re.compile(
    r"(?:Sent from (?:my |Mail\b|Outlook|Yahoo|Proton|AOL|Gmail)|Sent with Proton|Get Outlook for|Get BlueMail for"
    r"|Gesendet von |Gesendet mit |Von meinem .{1,60} gesendet|Diese Nachricht wurde von mein"
    r"|Outlook für \w+ (?:beziehen|herunterladen|abrufen)|Holen \w+ sich Outlook|Envoyé de ).{0,200}",
    re.IGNORECASE,
)
"""Matches what a mail program adds below a text."""
SIGNATURE = re.compile(r"--\s?")
LIST = re.compile(r"[-*+•>]\s|\d{1,3}[.)]\s")


def unflowed(text: str, joined: bool) -> str:
    """Return a text of `format=flowed` with each paragraph on one line (RFC 3676, section 4); `joined`: `DelSp=yes`."""
    lines: list[list[str]] = []
    open_depth = None
    """The quotation depth of the last line, where the next one continues it."""
    for row in text.splitlines():
        words = row.lstrip(">")
        depth = len(row) - len(words)
        words = words.removeprefix(" ")
        flows = words.endswith(" ") and words != "-- "
        content = words[:-1] if flows and joined else words
        if open_depth == depth and words != "-- ":
            lines[-1].append(content)
        else:
            lines.append([f"{'>' * depth} {content}" if depth else content])
        open_depth = depth if flows else None
    return "\n".join(map("".join, lines))


def own_words(text: str) -> list[str]:
    """Return the reader's own lines."""
    return _without_device(_without_signature(_without_quotes([line.rstrip() for line in text.splitlines()])))


def paragraphs(lines: Sequence[str]) -> str:
    """Return lines as paragraphs; lines that a program has wrapped are joined."""
    results: list[list[str]] = []
    last_length = 0
    """The length of the last line."""
    for line in lines:
        words = line.strip()
        is_wrapped = last_length >= SHORTEST and last_length + 1 + len(words.partition(" ")[0]) > WIDTH
        if words and is_wrapped and not LIST.match(words):
            results[-1].append(words)
        else:
            results.append([words])
        last_length = len(words)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(map(" ".join, results))).strip("\n")


def _without_quotes(lines: list[str]) -> list[str]:
    """Return lines without what is quoted: below a line that says who wrote it, and at the end. What a reader quotes in
    between, and says something about, is hers."""
    own_lines: list[str] = []
    answers, number = False, 0
    while number < len(lines):
        line = lines[number].lstrip("> ").strip()
        if SEPARATOR.fullmatch(line) or _begins_headers(lines, number):
            break
        length = _says_who(lines, number)
        if length:
            answers = True
            number += length
            if not _quotes_next(lines, number):
                break  # a program without quote marks quotes everything that follows
            continue
        own_lines.append(lines[number])
        number += 1
    if answers:
        own_lines = [line for line in own_lines if not line.startswith(">")]
    while own_lines and (own_lines[-1].startswith(">") or not own_lines[-1].strip()):
        own_lines.pop()
    return own_lines


def _says_who(lines: Sequence[str], number: int) -> int:
    """Return the number of lines, from a line on, that say who is quoted below; 0 for none."""
    if len(lines[number]) > 300 or not STAMPED.search(lines[number]):
        return 0
    for length in (1, 2, 3):
        words = " ".join(line.lstrip("> ").strip() for line in lines[number : number + length])
        if words.endswith(":") and any(pattern.fullmatch(words[:500]) for pattern in QUOTED_BELOW):
            quoted = _quotes_next(lines, number + length)
            return length if quoted or "@" in words else 0
    return 0


def _quotes_next(lines: Sequence[str], number: int) -> bool:
    """Return whether the next non-empty line is quoted."""
    return next((line for line in lines[number:] if line.strip()), "").startswith(">")


def _begins_headers(lines: Sequence[str], number: int) -> bool:
    """Return whether Outlook's quotation begins on a line: with sender, day and subject, below a rule or not."""
    if not ABOVE.match(lines[number]):
        return False
    rows = [line.lstrip("> ").strip() for line in lines[number : number + 8]]
    if RULE.fullmatch(rows[0]):
        rows = [row for row in rows[1:] if row]
    if not rows or not FROM.fullmatch(rows[0][:500]):
        return False
    return sum(bool(HEADERS.fullmatch(row[:500])) for row in rows[1:6]) >= 2


def _without_signature(lines: list[str]) -> list[str]:
    """Return lines up to the signature separator of RFC 3676 (section 4.3), unless nothing precedes it."""
    for number, line in enumerate(lines):
        if SIGNATURE.fullmatch(line) and any(previous.strip() for previous in lines[:number]):
            return lines[:number]
    return lines


def _without_device(lines: list[str]) -> list[str]:
    """Return lines without a mail program's own ones at the end."""
    results = list(lines)
    while results and (not results[-1].strip() or DEVICE.fullmatch(results[-1].strip()[:300])):
        results.pop()
    return results
