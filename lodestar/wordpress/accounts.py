"""Totals of an import: items left behind, words that went in and came out, languages of texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from lodestar.wordpress.index import ExportIndex
from lodestar.wordpress.places import kind_of
from lodestar.wordpress.run import Outcome
from lodestar.wordpress.write import HIDDEN

PARTS = ("words", "links", "images", "headings", "items", "tables", "captions", "code", "quotes")


def left_behind(index: ExportIndex, types: Mapping[str, str]) -> Counter[str]:
    """Return the number of items that were not imported on purpose, by kind."""
    counts: Counter[str] = Counter()
    for number, item in index.items.items():
        if number in index.skipped:
            counts["older copies of items in another export"] += 1
        elif item.type in ("attachment", "nav_menu_item", "wp_block", "wp_navigation"):
            continue
        elif item.status in ("trash", "auto-draft"):
            counts[f"{item.type} in the trash" if item.status == "trash" else "auto-drafts"] += 1
        elif not kind_of(item, types):
            counts[f"of the type {item.type}"] += 1
    return counts


def in_and_out(outcome: Outcome) -> list[str]:
    """Return lines on how much went in and came out; all words of the export count, and each difference is explained.

    Words that went in are those that came out, and those kept from readers, and those that are not in the new text,
    without those that were added.
    """
    totals = outcome.totals
    pairs = [
        f"{name} {totals[f'{name} in']} to {totals[f'{name} out']}"
        for name in PARTS
        if totals[f"{name} in"] or totals[f"{name} out"]
    ]
    rows = ["In and out: " + ", ".join(pairs) + "."] if pairs else []
    if hidden := totals["words kept"]:
        rows.append(f"  {hidden} of these words were kept from readers.")
    if missing := totals["words lost"]:
        rows.append(f"  {missing} words are not in the new text; the posts are named below.")
    if added := totals["words added"]:
        source = "galleries, synced patterns, shortcodes that stay, and links in the place of players"
        rows.append(f"  {added} words were added, by {source}; {HIDDEN}/report.txt names the posts.")
    return rows


def languages(outcome: Outcome) -> Iterator[str]:
    """Yield a line on the languages of the texts."""
    counts = Counter(facts["lang"] for _, facts in sorted(outcome.languages.items()))
    if not counts:
        return
    kinds = ", ".join(f"{number} {language}" for language, number in counts.most_common())
    translated = sum("translations" in facts for facts in outcome.languages.values())
    versions = f', and {translated} whose version in another they are ("translations")' if translated else ""
    yield f'Languages of the texts: {kinds}. Each says its own ("lang"){versions}; the site lists all of them together.'
