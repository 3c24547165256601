"""The report of an import: short on the screen, in full in a file that the build ignores."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

from lodestar.base.site_file import SITE_FILE
from lodestar.html_to_markdown.tags import untagged
from lodestar.wordpress.accounts import in_and_out, languages, left_behind
from lodestar.wordpress.dates import ENOUGH
from lodestar.wordpress.files import one_line
from lodestar.wordpress.index import public
from lodestar.wordpress.model import WxrItem
from lodestar.wordpress.problems import ImportNote
from lodestar.wordpress.run import Outcome
from lodestar.wordpress.site_values import yaml_lines
from lodestar.wordpress.types import is_private, may_become_posts
from lodestar.wordpress.write import HIDDEN

KINDS = {
    "fault": "Wrong in the export",
    "conflict": "Changed on both sides",
    "loss": "Not as it was",
    "mend": "Mended while reading",
    "added": "Added to the words of the export",
    "note": "To know",
}
SHOWN = 12
"""The most notes of each kind on the screen; the file has all."""
SETTINGS = {
    "name": "SITENAME",
    "sentence": "SITESUBTITLE",
    "author": "AUTHOR",
    "address": "SITEURL",
    "timezone": "TIMEZONE",
    "menu": "MENUITEMS",
}
"""Settings that override a value of the site, where `pelicanconf.py` has them."""
REPORT = f"{HIDDEN}/report.txt"


def lines(
    outcome: Outcome,
    content: Path,
    types: Mapping[str, str],
    settings: Mapping[str, Any],
    lift: bool,
    values: Mapping[str, Any],
    took_values: bool,
    full: bool = False,
) -> list[str]:
    """Return the report; `full`: with every note."""
    return [
        *_counts(outcome, full),
        *_kept_from_readers(outcome.notes, full),
        *_hidden(outcome, types),
        *in_and_out(outcome),
        *_feed(outcome),
        *_zone(outcome, content, "TIMEZONE" in settings),
        *_settings(outcome, settings),
        # once they are written, the file has nothing to say of them
        *([] if full and took_values else _values(values, took_values, content, settings)),
        *_furniture(outcome, lift),
        *_unplaced(outcome),
        *languages(outcome),
        *_missing(outcome, full),
        *_elsewhere(outcome),
        *_notes(outcome.notes, full),
        *([] if full else [f"The full report: {content}/{REPORT}"]),
    ]


def _counts(outcome: Outcome, full: bool) -> list[str]:
    counts = outcome.counts
    names = ("new", "updated", "same", "moved", "edited", "conflict", "deleted")
    results = ", ".join(f"{counts[name]} {name}" for name in names if counts[name])
    rows = [
        f"{outcome.index.channel.title or 'The blog'}: {counts['public post']} posts, {counts['public page']} pages, "
        f"{counts['comments']} comments, {counts['redirects']} redirects."
    ]
    if not full:  # the file must be the same for the same export, so it does not say what this run did
        rows += [f"Files: {results or 'none'}.", f"Pictures and other files brought: {counts['pictures brought']}."]
    return rows


def _kept_from_readers(notes: Iterable[ImportNote], full: bool) -> list[str]:
    """Return lines on hidden parts; on the screen, many are grouped by kind, so that every kind is mentioned."""
    hidden = sorted({note for note in notes if note.kind == "hidden"})
    if not hidden:
        return []
    head = f"Kept from readers, as on the old blog ({len(hidden)} places; look at each):"
    if full or len(hidden) <= SHOWN:
        return [head, *(f"  {note}" for note in hidden)]
    kinds: dict[str, list[ImportNote]] = {}
    for note in hidden:
        kinds.setdefault(note.what.partition(" in ")[0], []).append(note)
    return [head, *(f"  {len(of_kind)} times {place}, first {of_kind[0]}" for place, of_kind in kinds.items())]


def _hidden(outcome: Outcome, types: Mapping[str, str]) -> list[str]:
    counts = outcome.counts
    hidden: Counter[str] = Counter()
    for number in outcome.places:
        item = outcome.index.items[number]
        if not public(item):
            hidden[_reason(item)] += 1
    rows = []
    if hidden:
        kinds = ", ".join(f"{number} {status}" for status, number in sorted(hidden.items()))
        rows.append(f"Drafts that no production build contains: {kinds}.")
        rows.append(
            "They lie in the content folder as plain text, with the comments on them: before your first commit, make sure "
            "that the repository is private, or move them out of it."
        )
    if counts["comments kept aside"]:
        number = counts["comments kept aside"]
        rows.append(f"{number} comments that the site has no place for are kept in {HIDDEN}/comments.")
    left_out = left_behind(outcome.index, types)
    left_out.update(outcome.left)
    if left_out:
        rows.append(
            "Left behind: " + ", ".join(f"{number} {kinds}" for kinds, number in sorted(left_out.items())) + "."
        )
    custom = sorted(name.removeprefix("of the type ") for name in left_out if name.startswith("of the type "))
    offered = [name for name in custom if name in outcome.index.texts and may_become_posts(name)]
    if private := [name for name in custom if is_private(name)]:
        promise = "They hold what people told you in private (letters, orders, forms), and no import publishes them"
        rows.append(f"{promise}: {', '.join(private)}.")
    if offered:
        rows.append(f"To import a type too, say: --type {offered[0]}=post (or =page).")
    return rows


def _reason(item: WxrItem) -> str:
    """Return the reason why readers could not see an item."""
    if item.status != "publish":
        return item.status
    if item.protected:
        return "protected by a password"
    return "for subscribers only" if item.restricted else "with marks that may hide something from readers"


def _feed(outcome: Outcome) -> list[str]:
    matched, entries = outcome.saved
    return [f"Ids of the saved feed: {matched} of {entries} taken."] if entries else []


def _zone(outcome: Outcome, content: Path, in_settings: bool) -> list[str]:
    zone, site_zone = outcome.zone, outcome.site_zone
    if not zone.total:
        return ["No item tells the time zone."]
    rows = [f"Time zone: {zone.name} ({zone.fits} of {zone.total} dates fit)."]
    if site_zone and site_zone != zone.name:
        line = (
            f'TIMEZONE = "{zone.name}" in pelicanconf.py'
            if in_settings
            else f'"timezone: {zone.name}" in {content / SITE_FILE}'
        )
        rows.append(f"The site's is {site_zone}; write {line} to keep every moment.")
    if zone.fits < zone.total * ENOUGH:
        rows.append("The other dates are written with their offset from GMT; the blog's zone may have changed.")
    return rows


def _settings(outcome: Outcome, settings: Mapping[str, Any]) -> list[str]:
    """Return lines on settings that differ from the blog's name and the like."""
    channel = outcome.index.channel
    blog = {
        "SITENAME": ("pelicanconf.py", one_line(unescape(channel.title))),
        "SITESUBTITLE": ("pelicanconf.py", one_line(unescape(channel.description))),
        "AUTHOR": ("pelicanconf.py", outcome.author),
        "SITEURL": ("publishconf.py", channel.link.rstrip("/")),
    }
    rows = [
        f"  {name} = {json.dumps(value, ensure_ascii=False)}  # in {file}; now {json.dumps(settings[name], ensure_ascii=False)}"
        for name, (file, value) in blog.items()
        if value and name in settings and settings[name] != value
    ]
    comments = settings.get("COMMENTS")
    if isinstance(comments, Mapping) and str(comments.get("address", "")).endswith("@example.com"):
        rows.append('  COMMENTS = {"provider": "mail", "address": "…"}  # in pelicanconf.py; your own mail address')
    return ["The settings say otherwise than the blog; write, where the blog is right:", *rows] if rows else []


def _values(values: Mapping[str, Any], took_values: bool, content: Path, settings: Mapping[str, Any]) -> list[str]:
    """Return lines on values of the blog that the site does not have yet."""
    new_values = {key: value for key, value in values.items() if value and SETTINGS.get(key) not in settings}
    if not new_values or new_values.keys() == {"id"}:
        return []
    file = content / SITE_FILE
    head = (
        f"Written into {file}, as the blog had it; look at it:"
        if took_values
        else f"What the blog says of itself; --yes writes it into {file}:"
    )
    mail = f'Your mail address was not imported: name the one for readers\' letters, with a line "mail: ..." in {file}.'
    return [head, *(f"  {line}" for line in yaml_lines(new_values)), *([mail] if "name" in new_values else [])]


def _furniture(outcome: Outcome, lift: bool) -> list[str]:
    if not outcome.lines:
        return []
    lifted = [line for line in outcome.lines if line in outcome.liftable]
    remaining = [line for line in outcome.lines if line not in outcome.liftable]
    head = (
        f"Lifted out of {outcome.counts['lifted']} places, and kept in {HIDDEN}/lifted.yaml"
        if lift
        else "Repeated at the end of posts; --lift writes them once"
    )
    names = {"bio": "a biography", "call": "a call to action", "": "a line"}
    return [
        *([f"{head}:"] if lifted else []),
        *(f"  in {line.posts} posts, {names[line.kind]}: {first_words(line.text)}" for line in lifted),
        *(["Repeated at the end of posts, and left there:"] if remaining else []),
        *(f"  in {line.posts} posts: {first_words(line.text)}" for line in remaining),
    ]


def first_words(html: str) -> str:
    """Return the first words of a line."""
    words = " ".join(unescape(untagged(html)).split())
    return f"{words[:120]}…" if len(words) > 120 else words


def _unplaced(outcome: Outcome) -> list[str]:
    counted = Counter(key for unplaced in outcome.unplaced.values() for key in unplaced)
    if not counted:
        return []
    kinds = ", ".join(f"{key} ({number})" for key, number in counted.most_common())
    kept_out = [file for file, facts in sorted(outcome.unplaced.items()) if "noindex" in facts]
    return [
        f"The site has no field for: {kinds}. See {HIDDEN}/unplaced.yaml.",
        *([f"Search engines were kept out of {', '.join(kept_out)}; here they are not."] if kept_out else []),
    ]


def _missing(outcome: Outcome, full: bool) -> list[str]:
    missing = sorted(outcome.missing.items())
    if not missing:
        return []
    head = f"{len(missing)} files are missing; their old addresses stay (--media FOLDER or --fetch-media brings them):"
    return [
        head,
        *(f"  {url} ({reason})" for url, reason in (missing if full else missing[:SHOWN])),
        *_remainder(len(missing), full),
    ]


def _elsewhere(outcome: Outcome) -> list[str]:
    """Return lines on files of other sites, which pages load only if the settings allow it."""
    if not outcome.loads:
        return []
    names = {"img-src": "pictures", "media-src": "sounds and films"}
    sources: dict[str, list[str]] = {}
    for kind, origin in sorted(outcome.loads):
        sources.setdefault(kind, []).append(origin)
    setting = ", ".join(
        f'"{kind}": ({"".join(json.dumps(host) + ", " for host in origins).strip()})'
        for kind, origins in sources.items()
    )
    return [
        "Readers do not see what is on other sites, unless you bring it here or let it in:",
        *(f"  {number} {names[kind]} of {origin}" for (kind, origin), number in sorted(outcome.loads.items())),
        f'To let it in, say in pelicanconf.py: HOSTING = {{"sources": {{{setting}}}}}',
    ]


def _notes(notes: Iterable[ImportNote], full: bool) -> list[str]:
    rows = []
    by_kind: dict[str, list[ImportNote]] = {}
    for note in notes:
        by_kind.setdefault(note.kind, []).append(note)
    for kind, head in KINDS.items():
        of_kind = sorted(set(by_kind.get(kind, ())))
        if of_kind and (full or kind != "added"):
            rows += [
                f"{head}:",
                *(f"  {note}" for note in (of_kind if full else of_kind[:SHOWN])),
                *_remainder(len(of_kind), full),
            ]
    return rows


def _remainder(number: int, full: bool) -> list[str]:
    return [f"  ... and {number - SHOWN} more"] if number > SHOWN and not full else []
