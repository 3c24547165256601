"""One import: the old site is read by its own Pelican, and written once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lodestar.base.addresses import Addresses
from lodestar.base.site_file import is_zone
from lodestar.engine.program import SiteOptions, load
from lodestar.engine.static import MARKUP
from lodestar.pelican_import import answers
from lodestar.pelican_import.links import OldLinks
from lodestar.pelican_import.places import TextPlace, places
from lodestar.pelican_import.reading import OldSite, read_site
from lodestar.pelican_import.settings import carried_settings, snippet
from lodestar.pelican_import.terms import OldTerms
from lodestar.pelican_import.texts import TextMaker, counted
from lodestar.pelican_import.values import feed_id, old_values
from lodestar.wordpress.problems import ImportNote, ImportRefused
from lodestar.wordpress.site_values import is_hers, proposed, site_fields, write_values
from lodestar.wordpress.write import ContentFolder

Progress = Callable[[str, int, int], None]
SETTINGS = "settings.py"
"""The lines for `pelicanconf.py`, below `.import/`."""
FOLDERS = ("posts/", "pages/", "authors/", "tags/", "categories/", "courses/", "calls/", "comments/")


@dataclass(frozen=True)
class MoveOptions:
    """The options of an import."""

    folder: Path
    settings: Path
    """The settings file of the old site."""
    content: Path
    target_settings: Path
    """The settings of the site that it moves into."""
    python: str = ""
    take: bool = False
    """Whether the site takes the old one's name, author, address, time zone and menu."""


@dataclass
class MoveOutcome:
    """The result of an import."""

    site: OldSite
    places: tuple[TextPlace, ...] = ()
    notes: list[ImportNote] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    """How many words, links, ... went in (`words in`) and came out (`words out`)."""
    became: dict[str, str] = field(default_factory=dict)
    """The result for each file of the old content folder."""
    settings: dict[str, Any] = field(default_factory=dict)
    """The settings under which lists and feeds keep their addresses."""
    author: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    """Values of the old site that this one does not have yet."""
    led_home: list[str] = field(default_factory=list)
    """Old pages made only by the old theme or a plugin, which redirect to the home page."""
    unanswered: list[str] = field(default_factory=list)
    """Old addresses that no page here answers."""


def run(options: MoveOptions, progress: Progress = lambda step, done, total: None) -> MoveOutcome:
    """Import a site. Raises ImportRefused."""
    site = read_site(options.folder, options.settings, options.python)
    current_settings, fields = _current_settings(options), site_fields(options.content)
    zone = _zone(site, current_settings, fields, options.take)
    outcome = MoveOutcome(site, notes=[*site.notes])
    folder = ContentFolder(options.content)
    files = dict(_files(site, outcome))
    outcome.settings = carried_settings(site, current_settings, files.values())
    future_settings = {**current_settings, **outcome.settings}
    outcome.places = tuple(places(site.texts, (Addresses(current_settings), Addresses(future_settings)), zone))
    terms = OldTerms(
        site.texts, Addresses(future_settings), frozenset(place.address for place in outcome.places if place.public)
    )
    outcome.author = terms.author()
    outputs = {save_as: files[source] for source, save_as in site.files if source in files}
    links = OldLinks(site.address, outcome.places, files, outputs, terms)
    maker = TextMaker(site.folder, links, zone, dict(site.settings.get("DEFAULT_METADATA") or {}))
    _texts(outcome, maker, folder, progress)
    for path, key, data in terms.files():
        folder.write(path, key, data)
    _copy(outcome, site, files, folder, progress)
    outcome.values = _values(site, links, outcome.author, fields)
    if options.take and outcome.values:
        write_values(options.content, outcome.values)
    _answer(outcome, options, folder, outputs, terms, future_settings)
    outcome.notes += [*_dead(links), *folder.notes]
    outcome.counts.update(folder.counts)
    folder.finish()
    return outcome


def _current_settings(options: MoveOptions) -> dict[str, Any]:
    """Return the settings of the site that the old one moves into. Raises ImportRefused where they are wrong."""
    site_options = SiteOptions(
        str(options.content), str(options.content.parent / "output"), str(options.target_settings)
    )
    options.content.mkdir(parents=True, exist_ok=True)
    try:
        return dict(load(site_options, {}).settings)
    except SystemExit as stop:
        cure = "mend that first"
        raise ImportRefused(
            str(options.target_settings), 1, f"the settings here are wrong ({stop.code})", cure
        ) from None


def _zone(site: OldSite, current_settings: Mapping[str, Any], fields: Mapping[str, Any], take: bool) -> str:
    """Return the time zone that the site will have."""
    old = str(site.settings.get("TIMEZONE") or "UTC")
    if take and is_zone(old) and not (is_hers(fields) and fields.get("timezone")):
        return old
    return str(current_settings.get("TIMEZONE") or "UTC")


def _values(site: OldSite, links: OldLinks, author: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values to write; a site that says nothing of its own also takes the id of the old feeds."""
    values = proposed(old_values(site, links, author), fields)
    return {**values, "id": feed_id(site)} if "id" in values else values


def _files(site: OldSite, outcome: MoveOutcome) -> Iterator[tuple[str, str]]:
    """Yield the place of each copied file here: the path below content/ that gives it its old address."""
    for source, save_as in site.files:
        path = save_as.lstrip("/")
        if any(part.startswith(".") for part in path.split("/")):
            outcome.became[source] = "left: files with a dot before their name are no part of a site here"
        elif path.startswith(FOLDERS) and path.lower().endswith(".md"):
            outcome.became[source] = f"left: {path} would be read as a text here"
        else:
            outcome.became[source] = path
            yield source, path


def _texts(outcome: MoveOutcome, maker: TextMaker, folder: ContentFolder, progress: Progress) -> None:
    texts = []
    for number, place in enumerate(outcome.places, start=1):
        converted = maker.make(place)
        folder.write(place.file, f"text {place.text.source}", converted.data)
        outcome.notes += converted.notes
        outcome.became[place.text.source] = place.file
        outcome.counts[f"{place.text.kind} {place.text.status}"] += 1
        outcome.counts["kept as written" if converted.kept else "turned into Markdown"] += 1
        texts.append(converted)
        progress("Writing", number, len(outcome.places))
    outcome.totals = counted(texts)


def _copy(
    outcome: MoveOutcome, site: OldSite, files: Mapping[str, str], folder: ContentFolder, progress: Progress
) -> None:
    for number, (source, path) in enumerate(files.items(), start=1):
        try:
            folder.write(path, f"file {path}", (site.folder / source).read_bytes())
            outcome.counts["files"] += 1
        except OSError as error:
            outcome.became[source] = f"left: it cannot be read ({error.strerror})"
            outcome.notes.append(ImportNote(source, 1, "cannot be read", "look at the file, and import again", "loss"))
        progress("Copying", number, len(files))
    for source in site.sources:
        if source not in outcome.became:
            outcome.became[source] = _note_unused_file(site, source, outcome)


def _note_unused_file(site: OldSite, source: str, outcome: MoveOutcome) -> str:
    """Return the note on a file that Pelican did not use; a text that it could not read is a fault."""
    message = next((line for line in site.log if source in line), "")
    reason = message.rpartition(f"{source}: ")[2] or message
    if source.rpartition(".")[2].lower() in MARKUP | {"html"} and not source.startswith(_static_folders(site)):
        cure = "mend its header there, or name the Python with the site's plugins (--python), and import again"
        fault = f"a text that Pelican left out{f' ({reason})' if reason else ''}"
        outcome.notes.append(ImportNote(source, 1, fault, cure, "fault" if reason else "loss"))
    return f"left: {reason or 'Pelican made nothing of it'}"


def _static_folders(site: OldSite) -> tuple[str, ...]:
    return tuple(f"{str(path).strip('/')}/" for path in site.settings.get("STATIC_PATHS") or ())


def _answer(
    outcome: MoveOutcome,
    options: MoveOptions,
    folder: ContentFolder,
    outputs: Mapping[str, str],
    terms: OldTerms,
    future_settings: Mapping[str, Any],
) -> None:
    """Write redirects for what the site will not answer by itself, the ledger of what was published, and the settings."""
    site = outcome.site
    changes = {
        **outcome.settings,
        **({"AUTHOR": outcome.author} if not future_settings.get("AUTHOR") and outcome.author else {}),
    }
    new_site = answers.planned(options.content, options.target_settings, changes)
    for problem in new_site.problems:
        fault = f"the new site cannot be made: {problem.what}"
        outcome.notes.append(
            ImportNote(problem.path or "pelicanconf.py", problem.line, fault, problem.cure or "mend that", "fault")
        )
    redirects = list(dict(answers.redirects(site, outcome.places, outputs, terms, future_settings, new_site)).items())
    folder.write("redirects.txt", "redirects", answers.rules_file(redirects))
    outcome.counts["redirects"] = len(redirects)
    outcome.led_home = [old for old, new in redirects if new == "/" and not old.startswith(_index(site))]
    if new_site.addresses:
        outcome.unanswered = answers.lost_addresses(site, outcome.places, new_site, redirects)
    folder.hide(
        "ledger/addresses.txt",
        "ledger of addresses",
        answers.ledger_addresses(site, outcome.places, redirects).encode(),
    )
    folder.hide("ledger/entries.txt", "ledger of entries", answers.ledger_entries(outcome.places).encode())
    lines = ["# Lines for the end of pelicanconf.py, written by import-pelican.", *snippet(outcome.settings)]
    folder.hide(SETTINGS, "settings", ("\n".join(lines) + "\n").encode())


def _index(site: OldSite) -> str:
    """Return the beginning of the addresses of further pages of the old home page."""
    return "/" + str(site.settings.get("INDEX_SAVE_AS") or "index.html").rpartition(".")[0]


def _dead(links: OldLinks) -> Iterator[ImportNote]:
    for source, target in links.dead:
        fault = f'"{target}" led to nothing on the old site'
        yield ImportNote(source, 1, fault, "it leads to the same address as before; look at it")
