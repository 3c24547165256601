"""One import: read twice, write once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lodestar.html_to_markdown.urls import host_of, split
from lodestar.wordpress import addresses, dates, feeds, ledger
from lodestar.wordpress.comments import CommentsOfItem, approved, author_ids, visible_comments
from lodestar.wordpress.files import data_file
from lodestar.wordpress.furniture import FurnitureLine
from lodestar.wordpress.index import ExportIndex, build, stream
from lodestar.wordpress.items import Maker
from lodestar.wordpress.languages import languages
from lodestar.wordpress.lift import bios, call_file, liftable, lifted_file, named
from lodestar.wordpress.links import BlogLinks
from lodestar.wordpress.media import MediaLibrary, forms
from lodestar.wordpress.menus import head, leading, menus
from lodestar.wordpress.places import ItemPlace, has_posts, places
from lodestar.wordpress.problems import ImportNote
from lodestar.wordpress.terms import WxrTerms
from lodestar.wordpress.types import may_become_posts
from lodestar.wordpress.unpack import ExportFile, unpacked
from lodestar.wordpress.workers import ConversionTask, Converter, Done, convert
from lodestar.wordpress.write import HIDDEN, ContentFolder
from lodestar.wordpress.wxr import WxrReader

Progress = Callable[[str, int, int], None]
Fetch = Callable[[Mapping[str, Sequence[str]], Path], Mapping[str, str]]
"""Fetches files (path, and addresses to try) into a folder, and says by path why some are missing."""


@dataclass(frozen=True)
class ImportOptions:
    """The options of an import."""

    exports: tuple[Path, ...]
    content: Path
    feeds: tuple[Path, ...] = ()
    media: tuple[Path, ...] = ()
    fetch: Fetch | None = None
    """Fetches files; None where fetching is off."""
    hosts: tuple[str, ...] = ()
    """Hosts of the blog's files that the exports do not name."""
    lift: bool = False
    lift_lines: Path | None = None
    """A file with the lines to lift, instead of those that the import would choose."""
    ask: Callable[[FurnitureLine], bool] | None = None
    """Asks whether a line is to be lifted; None where nobody can answer."""
    timezone: str = ""
    types: Mapping[str, str] = field(default_factory=dict)
    """Custom types that become posts or pages."""


@dataclass
class Outcome:
    """The result of an import."""

    index: ExportIndex
    zone: dates.Zone
    places: Mapping[int, ItemPlace]
    site_zone: str = ""
    """The time zone that the site has."""
    counts: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    """Numbers of comments that were left behind, by kind."""
    notes: list[ImportNote] = field(default_factory=list)
    missing: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    """The author of most posts."""
    menu: tuple[tuple[str, str], ...] = ()
    """The entries of the blog's first menu: labels and addresses."""
    lines: tuple[FurnitureLine, ...] = ()
    """Lines repeated at the end of many posts."""
    liftable: tuple[FurnitureLine, ...] = ()
    """Those of `lines` that --lift removes, since their kind is certain."""
    saved: tuple[int, int] = (0, 0)
    """The number of entries of the saved feed that gave a post its id, and of all its entries."""
    loads: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What pages would load from other sites: directive and origin."""
    languages: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    """What headers say of the language of each item, by its number."""
    unplaced: dict[str, Any] = field(default_factory=dict)
    totals: Counter[str] = field(default_factory=Counter)
    """Numbers of words, links, ... that went in (`words in`) and came out (`words out`); words `kept`, `lost`, `added`."""

    @property
    def faults(self) -> list[ImportNote]:
        """The notes on faults in the export."""
        return [note for note in self.notes if note.kind == "fault"]


def run(options: ImportOptions, site_zone: str, progress: Progress = lambda step, done, total: None) -> Outcome:
    """Import the exports into a site with the time zone `site_zone`. Raises ImportRefused before anything is written."""
    with unpacked(options.exports) as exports:
        return _run(options, exports, site_zone, progress)


def _run(options: ImportOptions, exports: Sequence[ExportFile], site_zone: str, progress: Progress) -> Outcome:
    saved = feeds.saved(options.feeds)
    index, readers = build(exports)
    zone = _zone(index, options.timezone, site_zone)
    item_places = places(index, zone.name, options.types)
    ids, unknown = feeds.ids(index, item_places, saved)
    outcome = Outcome(index, zone, item_places, site_zone, notes=list(index.notes), lines=index.furniture.lines)
    outcome.saved = (len(set(saved)) - len(unknown), len(set(saved)))
    outcome.notes += _unknown_entries(unknown, outcome.saved[0])
    outcome.notes += _unknown_types(index, options)
    outcome.languages = languages(index, item_places)
    folder = ContentFolder(options.content)
    library = _library(options, index)
    terms = WxrTerms(index, item_places)
    links = BlogLinks(index, item_places, library, terms.archives() | _periods(item_places))
    outcome.author = terms.main_author()
    outcome.liftable = liftable(outcome.lines, terms)
    if options.lift_lines:
        lines, faults = named(options.lift_lines, outcome.lines)
        outcome.liftable, outcome.notes = tuple(lines), outcome.notes + faults
    elif options.lift and options.ask:
        outcome.liftable = tuple(filter(options.ask, outcome.liftable))
    lift = frozenset(line.key for line in outcome.liftable if options.lift)
    maker = Maker(
        index, terms, links, (zone.name, site_zone) if site_zone else (zone.name,), ids, lift, outcome.languages
    )
    pages = _items(outcome, readers, maker, folder, progress)
    _write_rest(outcome, options, maker, folder, pages)
    outcome.notes += [*terms.notes(), *folder.notes]
    outcome.counts.update(folder.counts)
    outcome.counts["pictures brought"] = len(library.installed)
    outcome.missing = dict(library.missing)
    folder.finish()
    return outcome


def _unknown_entries(unknown: Sequence[feeds.SavedEntry], matched: int) -> Iterator[ImportNote]:
    """Yield notes on entries of the saved feed that match no post; if none matches, it is another blog's feed."""
    for entry in unknown if matched else unknown[:1]:
        if matched:
            fault = f"the entry {entry.links[0]} is no post of this export"
        else:
            fault = f"no entry, such as {entry.links[0]}, is a post of this export"
        cure = "export the blog again, so that both are of one day" if matched else "save the feed of this blog"
        yield ImportNote(entry.path, 1, fault, cure, "note" if matched else "fault")


def _unknown_types(index: ExportIndex, options: ImportOptions) -> Iterator[ImportNote]:
    """Yield a note on each type in the options without an item in the export."""
    types = sorted({item.type for item in index.items.values() if may_become_posts(item.type)})
    for name in options.types:
        if all(item.type != name for item in index.items.values()):
            fault, cure = f'there is no item of the type "{name}"', f"it has items of {', '.join(types)}"
            yield ImportNote(str(options.exports[0]), 1, fault, cure, "fault")


def _zone(index: ExportIndex, requested: str, site_zone: str) -> dates.Zone:
    pairs = []
    for number, item in index.items.items():
        local, gmt = dates.read(item.date), dates.read(item.date_gmt)
        if local and gmt and number not in index.skipped and item.type in ("post", "page", "attachment"):
            pairs.append((local, gmt))
    if requested:
        return dates.infer(pairs, [requested])._replace(name=requested) if pairs else dates.Zone(requested, 0, 0)
    return dates.infer(pairs, [site_zone] if site_zone else [])


def _library(options: ImportOptions, index: ExportIndex) -> MediaLibrary:
    urls = [picture.url for picture in index.pictures.values()]
    public_urls = [picture.url for picture in index.pictures.values() if picture.public]
    needed = tuple(dict.fromkeys([*public_urls, *sorted(index.wanted)]))
    sources = list(options.media)
    hosts = (host_of(index.channel.link), *options.hosts)
    library = MediaLibrary(options.content, urls, needed, sources, hosts=hosts)
    if options.fetch is not None:
        fetched = options.content / HIDDEN / "media"
        missing: dict[str, Sequence[str]] = {}
        for url in needed:
            if (upload := library.original(url)) and (place := library.place(upload)) and not library.local(url):
                missing.setdefault(place, forms(url, upload))
        reasons = options.fetch(missing, fetched)
        library = MediaLibrary(options.content, urls, needed, [*sources, fetched], fetched, hosts, reasons)
    for url in needed:
        library.local(url)
    return library


def _periods(placed: Mapping[int, ItemPlace]) -> frozenset[str]:
    periods = set()
    for place in placed.values():
        if place.public and place.kind == "post":
            periods |= {f"/{place.date:%Y}/", f"/{place.date:%Y}/{place.date:%m}/"}
    return frozenset(periods)


def _items(
    outcome: Outcome, readers: Sequence[WxrReader], maker: Maker, folder: ContentFolder, progress: Progress
) -> dict[int, int]:
    """Write every item and its comments; return the number of pages of each."""
    placed, pages = outcome.places, {}
    slugs_of_writers = {value.slug for value in maker.terms.writers.values()}
    ids = author_ids({author.id: author.login for author in maker.index.authors.values()})
    authors = {number: slug for number, slug in ids.items() if slug in slugs_of_writers}
    slugs = Counter(place.slug for place in placed.values() if place.kind == "post")
    converter = Converter(maker, authors)
    tasks = (ConversionTask(number, item, placed[number]) for number, item in stream(readers) if number in placed)
    library = maker.links.library
    for task, result in convert(converter, tasks, len(placed)):
        pages[task.number] = result.converted.pages
        folder.write(task.place.file, task.place.key, result.converted.data)
        _account(outcome, task, result)
        _comments(task, result.left, folder, outcome, slugs[task.place.slug] == 1)
        library.missing.update(result.missing)
        library.installed += [value for value in result.brought if value not in library.installed]
        progress("Importing", len(pages), len(placed))
    return pages


def _account(outcome: Outcome, task: ConversionTask, result: Done) -> None:
    content, place = result.converted, task.place
    outcome.notes += content.notes
    outcome.loads.update(content.loads)
    if content.unplaced:
        outcome.unplaced[place.file] = content.unplaced
    for kind, (before, after) in content.counts.items():
        outcome.totals[f"{kind} in"] += before
        outcome.totals[f"{kind} out"] += after
    outcome.totals.update(content.words)
    outcome.counts["lifted"] += len(content.lifted)
    outcome.counts[("public " if place.public else "draft ") + place.kind] += 1
    if content.pages > 1:
        outcome.counts["joined pages"] += 1


def _comments(
    task: ConversionTask,
    comments_of_item: CommentsOfItem | None,
    folder: ContentFolder,
    outcome: Outcome,
    is_only: bool,
) -> None:
    """Write the comments of an item; `is_only`: no other post has its slug, by which the site finds them."""
    item, place = task.item, task.place
    for comment in set(item.comments) - set(visible_comments(item.comments)):
        outcome.left[
            "comments that were not approved" if not approved(comment) else f"comments of the kind {comment.kind}"
        ] += 1
    if comments_of_item is None:
        return
    key, path = f"comments of {place.key}", place.file.removesuffix(".md")
    if place.public:
        outcome.counts["comments"] += comments_of_item.number
        name = place.slug if place.kind == "post" and is_only else path
        folder.write(f"comments/{name}.yaml", key, comments_of_item.data)
    else:
        outcome.counts["comments kept aside"] += comments_of_item.number
        folder.hide(f"comments/{path}.yaml", key, comments_of_item.data)


def _write_rest(
    outcome: Outcome,
    options: ImportOptions,
    maker: Maker,
    folder: ContentFolder,
    pages: Mapping[int, int],
) -> None:
    """Write terms, authors, redirects, menus, and the facts without a field on the site."""
    index, placed, terms, links = outcome.index, outcome.places, maker.terms, maker.links
    lifted = outcome.liftable if options.lift else ()
    if lifted:
        folder.hide("lifted.yaml", "lifted", lifted_file(lifted))
    for path, key, data in terms.files(bios(lifted, terms, links)):
        folder.write(path, key, data)
    for line in [value for value in lifted if value.kind == "call"][:1]:
        folder.write("calls/from-wordpress.md", "call", call_file(line, links))
    base = split(index.channel.link).path.rstrip("/")
    base = base if re.fullmatch(r"(/[\w.~-]+)+", base) else ""
    used_addresses = {value for place in placed.values() if place.public for value in (place.address, *place.aliases)}
    pairs = [
        *addresses.redirects(index, placed, links.library.address, pages),
        *addresses.archives(terms),
        *addresses.files(index, links.library.address),
    ]
    redirects = addresses.rules(pairs, terms.archives() | used_addresses, base, has_posts(placed))
    folder.write("redirects.txt", "redirects", addresses.rules_file(redirects))
    outcome.counts["redirects"] = len(redirects)
    published = ledger.addresses(placed, terms, redirects, maker.guids)
    folder.hide("ledger/addresses.txt", "ledger of addresses", published.encode())
    announced = ledger.entries(index, placed, maker.guids, maker.zones)
    folder.hide("ledger/entries.txt", "ledger of entries", announced.encode())
    if navigation := menus(terms, links):
        outcome.menu = leading(navigation)
        folder.write("navigation.yaml", "navigation", data_file(head(navigation), navigation))
    if outcome.unplaced:
        head_line = "# What the WordPress blog knew of posts and pages and this site has no field for.\n"
        folder.hide("unplaced.yaml", "unplaced", data_file(head_line, outcome.unplaced))
