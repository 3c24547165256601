"""Turns an item of the export into a post or page of this site, with a record of what was kept and lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any, NamedTuple

from lodestar.html_to_markdown.compare import Parts, lost, parts_of, together, too_deep
from lodestar.html_to_markdown.markdown import written
from lodestar.html_to_markdown.tags import untagged
from lodestar.html_to_markdown.tree import DEEPEST as DEEPEST_TREE
from lodestar.html_to_markdown.tree import clean, dead_jumps, depth, loads
from lodestar.html_to_markdown.urls import host_of, origin_of
from lodestar.wordpress import dates, facts
from lodestar.wordpress.accordions import as_details
from lodestar.wordpress.body import OTHER_COMMENT, plain_title, serve
from lodestar.wordpress.comments import visible_comments
from lodestar.wordpress.expand import podcast
from lodestar.wordpress.files import content_file, one_line
from lodestar.wordpress.index import ExportIndex, hidden
from lodestar.wordpress.languages import languages_in
from lodestar.wordpress.links import BlogLinks
from lodestar.wordpress.model import Served, WxrItem
from lodestar.wordpress.patience import TooLong, at_most
from lodestar.wordpress.places import ItemPlace
from lodestar.wordpress.problems import ImportNote
from lodestar.wordpress.raw import folded, raw_words
from lodestar.wordpress.terms import WxrTerms
from lodestar.wordpress.visibility import Withheld, before_wall, patterns

TITLE = 60
LONGEST = 10.0
"""The most seconds of processor time for the text of one item."""
_Loads = tuple[tuple[str, str], ...]


class _Body(NamedTuple):
    """The text of a content file, with a record of how it differs from the text in the export."""

    text: str
    notes: list[ImportNote]
    words: Counter[str]
    """How many words were `lost` and `added`."""
    counts: dict[str, tuple[int, int]]
    lost: Mapping[str, tuple[str, ...]] = {}
    lifted: tuple[str, ...] = ()
    loads: _Loads = ()


@dataclass(frozen=True)
class ConvertedItem:
    """A content file, and the notes on it."""

    data: bytes
    notes: tuple[ImportNote, ...] = ()
    pages: int = 1
    lost: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """How much is not in the new text, by kind."""
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """How many words, links, ... went in and came out."""
    words: Mapping[str, int] = field(default_factory=dict)
    """Numbers of `words kept` from readers, `words lost`, and `words added`."""
    unplaced: Mapping[str, Any] = field(default_factory=dict)
    """Facts without a field on the site."""
    lifted: tuple[str, ...] = ()
    loads: _Loads = ()
    """What browsers would load from other sites: the directive of a content policy, and the origin."""


@dataclass(frozen=True)
class Maker:
    """Makes content files of the items of one blog."""

    index: ExportIndex
    terms: WxrTerms
    links: BlogLinks
    zones: tuple[str, ...]
    """The blog's time zone, and the site's where it says one."""
    guids: Mapping[int, str]
    """The feed id of each post, by its number."""
    lift: frozenset[str] = frozenset()
    languages: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    """The header keys on the language of each item, by its number."""

    def make(self, item: WxrItem, place: ItemPlace) -> ConvertedItem:
        """Return the file of an item."""
        visible_part = before_wall(item.body, item.body_line, self.index.walled)
        hidden_words = item.kept + (
            (raw_words(item.body) - raw_words(visible_part.text)).total() if visible_part.withheld else 0
        )
        item = replace(
            item,
            body=visible_part.text,
            kept=hidden_words,
            withheld=(*item.withheld, *self._cut(item), *visible_part.withheld),
        )
        try:
            with at_most(LONGEST):
                served = self._serve(item)
                if too_deep(served.html):
                    raise RecursionError
                body = self._body(item, place, served)
        except (RecursionError, AssertionError):
            served, body = _flat(item, "elements nested too deeply")
        except TooLong:
            served, body = _flat(item, "a text that no parser comes to an end with")
        fields = self._fields(item, place, served)
        notes = [hidden(item.path, withheld, place.file) for withheld in item.withheld]
        if template := facts.template(item):
            fault = f'the description of {place.file} is a template ("{template}")'
            notes.append(
                ImportNote(*item.place, fault, "write a summary, if the first words of the text are none", "loss")
            )
        if len(codes := languages_in(item)) > 1:
            fault = f"several languages ({', '.join(codes)}) in one text, {place.file}"
            cure = "they stand there one after another; make a post of each"
            notes.append(ImportNote(*_file_and_line(item), fault, cure, "loss"))
        notes += [
            ImportNote(item.path, line, f"{fault} in {place.file}", cure, kind)
            for line, fault, cure, kind in served.notes
        ]
        words_in, words_out = body.counts["words"]
        return ConvertedItem(
            content_file(fields, body.text),
            (*notes, *body.notes),
            served.pages,
            body.lost,
            body.counts | {"words": (words_in + hidden_words, words_out)},
            body.words | Counter({"words kept": hidden_words}),
            facts.unplaced(self.index, item, place, fields),
            body.lifted,
            body.loads,
        )

    def _cut(self, item: WxrItem) -> Iterator[Withheld]:
        """Yield the hidden parts of the synced patterns in an item."""
        for offset, id in patterns(item.body) if self.index.cut else ():
            for withheld in self.index.cut.get(id, ()):
                line = item.body_line + item.body.count("\n", 0, offset)
                yield withheld._replace(line=line, what=f"{withheld.what}, in a synced pattern,")

    def _serve(self, item: WxrItem) -> Served:
        served = serve(item, self.index.pictures, self.index.below, lambda id: self.index.reusable.get(id, ""))
        served = replace(served, html=as_details(served.html))
        sound = item.fact("enclosure").split("\n")[0].strip()
        if not sound or sound in item.body:
            return served
        # a podcast plugin adds the player itself; WordPress records other files when a text links to them
        return replace(served, html=f"{served.html}\n{podcast(item.fact('enclosure'))}")

    def _body(self, item: WxrItem, place: ItemPlace, served: Served) -> _Body:
        def address(url: str, tag: str) -> str:
            return self.links.rewrite(item, url, tag, place.public)

        cleaned = clean(served.html, address, self.lift if place.kind == "post" else frozenset())
        if depth(cleaned.root) > DEEPEST_TREE:
            raise RecursionError
        dead = dead_jumps(cleaned.root)
        library = self.links.library
        outside_loads = [(kind, url) for kind, url in loads(cleaned.root) if place.public and not library.original(url)]
        for _, url in outside_loads:
            if host_of(url) in self.links.hosts:
                library.missing.setdefault(url, "the export does not list it; copy it by hand")
        outside_loads = [(kind, url) for kind, url in outside_loads if host_of(url) not in self.links.hosts]
        text, new_parts = written(cleaned.root)
        old_parts = _mapped(parts_of(served.html), address)
        notes = [
            ImportNote(*_file_and_line(item), f"{name} in the text", "taken out; such things are not safe here", "loss")
            for name in dict.fromkeys(cleaned.dropped)
        ]
        notes += [
            ImportNote(
                *_file_and_line(item),
                f'"#{name}" leads to no place in {place.file}',
                "it did not on the old blog; look at it",
            )
            for name in dead
        ]
        new_parts = together(new_parts, parts_of("".join(cleaned.lifted)))
        lost_parts = {kind: only for kind, (only, _) in lost(old_parts, new_parts).items() if only}
        raw, written_words = raw_words(item.body), folded(new_parts.words)
        if raw != written_words and (lost_earlier := tuple((raw - folded(old_parts.words)).elements())):
            lost_parts["words"] = (*lost_parts.get("words", ()), *lost_earlier)
        notes += [_loss(item, place, kind, only) for kind, only in lost_parts.items()]
        counts = {
            kind: (len(getattr(old_parts, kind)), len(getattr(new_parts, kind))) for kind in Parts.__dataclass_fields__
        }
        counts["words"] = (raw.total(), written_words.total())
        if added := written_words - raw:
            fault = f"{added.total()} words more in {place.file} ({_examples(tuple(added))})"
            cure = "they come from galleries, synced patterns, shortcodes that stay, or links in the place of players"
            notes.append(ImportNote(*_file_and_line(item), fault, cure, "added"))
        words = Counter({"words lost": (raw - written_words).total(), "words added": added.total()})
        origins = tuple((kind, origin_of(url)) for kind, url in outside_loads)
        return _Body(text, notes, words, counts, lost_parts, tuple(cleaned.lifted), origins)

    def _fields(self, item: WxrItem, place: ItemPlace, served: Served) -> dict[str, Any]:
        fields: dict[str, Any] = {"title": self._title(item, served)}
        modified = dates.read(item.modified)
        if place.kind == "post":
            fields["date"] = dates.header_date(place.date, dates.read(item.date_gmt), self.zones)
        if modified and modified > place.date and place.public:
            fields["modified"] = dates.header_date(modified, dates.read(item.modified_gmt), self.zones)
        if place.slug != place.file.rpartition("/")[2].removesuffix(".md"):
            fields["slug"] = place.slug
        if place.kind == "post":
            fields["categories"] = self.terms.labels_of(item.terms, "category")
            fields["tags"] = self.terms.labels_of(item.terms, "post_tag")
            fields["authors"] = tuple(writer.name for writer in self.terms.writers_of(item))
            fields["series"] = next(iter(facts.series(item)), "")
        fields["summary"] = facts.summary(item)
        if (
            (picture := facts.featured(self.index, item))
            and place.public
            and (local := self.links.library.local(picture.url))
        ):
            fields |= {"image": local, "image_alt": one_line(picture.alt or picture.title)}
        if not place.public:
            fields["status"] = "draft"
        fields |= self.languages.get(place.number, {})
        if place.kind == "post":
            fields |= {"comments": "" if item.comments_open else "false", "id": self.guids.get(place.number, "")}
        elif visible_comments(item.comments):
            fields["id"] = one_line(item.guid)
        return fields | {"url": place.url, "aliases": place.aliases}

    def _title(self, item: WxrItem, served: Served) -> str:
        if title := plain_title(item.title):
            return title
        words = one_line(unescape(untagged(served.html, " ")))
        return f"{words[:TITLE].rsplit(' ', 1)[0]}…" if len(words) > TITLE else words or "Untitled"


def _flat(item: WxrItem, noun: str) -> tuple[Served, _Body]:
    """Return a body that cannot be parsed as plain paragraphs."""
    words = unescape(untagged(OTHER_COMMENT.sub("", item.body), "\n\n"))
    parts = [one_line(part) for part in words.split("\n\n") if part.strip()]
    text = "\n\n".join(re.sub(r"([\\`*_{}\[\]<>#|+-])", r"\\\1", part) for part in parts)
    note = ImportNote(*_file_and_line(item), noun, "only the words were kept; look at the old page", "loss")
    number = folded(words.split()).total()
    return Served(""), _Body(text + "\n", [note], Counter(), {"words": (number, number)})


def _file_and_line(item: WxrItem) -> tuple[str, int]:
    return item.path, item.body_line


def _mapped(parts: Parts, address: Any) -> Parts:
    links = tuple(address(url, "a") for url in parts.links)
    images = tuple(
        f"{address(url, 'img')} {alt}" for url, _, alt in (picture.partition(" ") for picture in parts.images)
    )
    return replace(parts, links=links, images=images)


def _loss(item: WxrItem, place: ItemPlace, kind: str, only: tuple[str, ...]) -> ImportNote:
    fault = f"{len(only)} {kind} of {place.file} not in the new text ({_examples(only)})"
    return ImportNote(*_file_and_line(item), fault, "look at the post", "loss")


def _examples(words: tuple[str, ...]) -> str:
    return "; ".join(word[:60] for word in words[:3])
