"""The report of an import: short on the screen, in full in a file that the build ignores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from lodestar.base.site_file import SITE_FILE
from lodestar.pelican_import.run import SETTINGS, MoveOutcome
from lodestar.pelican_import.settings import dropped_settings, snippet
from lodestar.wordpress.accounts import PARTS
from lodestar.wordpress.problems import ImportNote
from lodestar.wordpress.report import KINDS, REPORT, SHOWN
from lodestar.wordpress.site_values import yaml_lines
from lodestar.wordpress.write import HIDDEN

RESULTS = ("new", "updated", "same", "moved", "edited", "conflict", "deleted")


def lines(outcome: MoveOutcome, content: Path, took_values: bool, full: bool = False) -> list[str]:
    """Return the report; `full`: with every note and every file."""
    return [
        *_counts(outcome, full),
        *_status(outcome),
        *_translations(outcome, full),
        *_parts(outcome),
        *_values(outcome, content, took_values, full),
        *_settings(outcome, content, full),
        *_list_rows("Pages that the old theme or a plugin made; they lead to the home page", outcome.led_home, full),
        *_list_rows(
            "Old addresses that no page here answers; a host with rules leads on from them", outcome.unanswered, full
        ),
        *_files(outcome, full),
        *_list_rows(f"Pelican {outcome.site.version} says of the old site", outcome.site.log, full),
        *_notes(outcome.notes, full),
        *([] if full else [f"The full report: {content}/{REPORT}"]),
    ]


def _counts(outcome: MoveOutcome, full: bool) -> Iterator[str]:
    counts = outcome.counts
    posts, pages = (sum(counts[f"{kind} {status}"] for status in ("published", "hidden")) for kind in ("post", "page"))
    name = outcome.site.settings.get("SITENAME") or "The site"
    yield f"{name}: {posts} posts, {pages} pages, {counts['files']} files, {counts['redirects']} redirects."
    yield (
        f"Texts: {counts['kept as written']} stand as they were written, "
        f"{counts['turned into Markdown']} were turned into Markdown."
    )
    if not full:  # the file must be the same for the same site, so it does not say what this run did
        results = ", ".join(f"{counts[word]} {word}" for word in RESULTS if counts[word])
        yield f"Files: {results or 'none'}."


def _status(outcome: MoveOutcome) -> Iterator[str]:
    hidden = outcome.counts["post hidden"] + outcome.counts["page hidden"]
    drafts = outcome.counts["post draft"] + outcome.counts["page draft"]
    if hidden:
        yield f"Hidden, as before, so that only who has the address sees them: {hidden}."
    if drafts:
        yield (
            f"Drafts: {drafts}. Pelican showed them to who knew their address; here no build contains them, and "
            "the command preview shows them. A public repository shows them to everybody."
        )


def _translations(outcome: MoveOutcome, full: bool) -> list[str]:
    files = [f"{place.file} ({place.text.lang})" for place in outcome.places if place.text.translation]
    head = 'Translations; each version leads to the others, and posts stay out of lists and feeds (delete "status: hidden" for one that shall stand there)'
    return _list_rows(head, files, full)


def _parts(outcome: MoveOutcome) -> Iterator[str]:
    totals = outcome.totals
    pairs = [f"{name} {totals[f'{name} in']} to {totals[f'{name} out']}" for name in PARTS if totals[f"{name} in"]]
    if pairs:
        yield "In and out: " + ", ".join(pairs) + "."


def _values(outcome: MoveOutcome, content: Path, took_values: bool, full: bool) -> list[str]:
    values = {key: value for key, value in outcome.values.items() if value}
    if not values or values.keys() == {"id"} or (full and took_values):
        return []
    file = content / SITE_FILE
    head = f"Written into {file}, as the old site had it; look at it:"
    ask = f"What the old site says of itself; --yes writes it into {file}:"
    return [head if took_values else ask, *(f"  {line}" for line in yaml_lines(values))]


def _settings(outcome: MoveOutcome, content: Path, full: bool) -> Iterator[str]:
    if outcome.settings:
        yield "Lists, feeds and files keep their addresses with these lines at the end of pelicanconf.py"
        yield f"(they are in {content}/{HIDDEN}/{SETTINGS}, too):"
        yield from (f"  {line}" for line in snippet(outcome.settings))
    rows = dropped_settings(outcome.site)
    if rows and full:
        yield "Old settings that do not come along:"
        yield from (f"  {name}: {replacement}" for name, replacement in rows)
    elif rows:
        yield f"Old settings that do not come along: {', '.join(name for name, _ in rows)}."


def _files(outcome: MoveOutcome, full: bool) -> Iterator[str]:
    if theme := sum(kind == "theme" for _, kind, _ in outcome.site.output):
        yield f"Files of the old theme, which stay behind: {theme}."
    if full:
        yield "What became of each file:"
        yield from (f"  {source}: {became}" for source, became in sorted(outcome.became.items()))
        return
    reasons = Counter(became for became in outcome.became.values() if became.startswith("left: "))
    if reasons:
        yield f"Files left behind: {reasons.total()} of {len(outcome.became)}; the full report names each."


def _notes(notes: Iterable[ImportNote], full: bool) -> Iterator[str]:
    by_kind: dict[str, set[ImportNote]] = {}
    for note in notes:
        by_kind.setdefault(note.kind, set()).add(note)
    for kind, head in KINDS.items():
        head = head.replace("in the export", "on the way")
        yield from _list_rows(head, [str(note) for note in sorted(by_kind.get(kind, ()))], full)


def _list_rows(head: str, rows: Iterable[str], full: bool) -> list[str]:
    rows = list(rows)
    if not rows:
        return []
    listed = rows if full else rows[:SHOWN]
    remainder = [f"  ... and {len(rows) - SHOWN} more"] if len(rows) > len(listed) else []
    return [f"{head}:", *(f"  {row}" for row in listed), *remainder]
