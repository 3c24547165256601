"""Turns an article or page of Pelican's into a content file, with a record of what was kept and lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any

from lodestar.base.language_tags import read_tag
from lodestar.html_to_markdown.compare import Parts, lost, parts_of, too_deep
from lodestar.html_to_markdown.markdown import render, written
from lodestar.html_to_markdown.tags import untagged
from lodestar.html_to_markdown.tree import clean
from lodestar.pelican_import.html import plain_html
from lodestar.pelican_import.links import OldLinks
from lodestar.pelican_import.places import UNDATED, TextPlace, moment_in
from lodestar.pelican_import.source import CODE, FENCE, body_of, convert_text
from lodestar.wordpress.files import content_file, one_line
from lodestar.wordpress.patience import TooLong, at_most
from lodestar.wordpress.problems import ImportNote

MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mdown"})
RST = frozenset({".rst", ".rest"})
CODE_BLOCK = re.compile(r"^[ \t]*\.\. (?:code-block|sourcecode|code)::[ \t]*([\w+#.-]*)", re.MULTILINE)
"""A colored block of code in reStructuredText; its language is no part of the HTML."""
LONGEST = 10.0
"""The most seconds of processor time for one text."""
KNOWN = frozenset({
    "title", "date", "modified", "category", "tags", "tag", "author", "authors", "slug", "status", "summary", "lang",
    "reader", "save_as", "url", "template", "translation", "path", "path_no_ext", "source_path", "description",
})  # fmt: skip
"""Header keys with a counterpart here, or without any meaning here."""
BREAK = re.compile(r"<br\b", re.IGNORECASE)
ELSEWHERE = re.compile(r"{%-?\s*(\w+)")
"""Matches a tag of Liquid or Jinja, which a plugin replaced."""


@dataclass(frozen=True)
class ConvertedText:
    """A content file, and the notes on it."""

    data: bytes
    kept: bool
    """Whether its Markdown is the author's own."""
    notes: tuple[ImportNote, ...] = ()
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """How many words, links, ... went in and came out."""


@dataclass(frozen=True)
class TextMaker:
    """Makes content files of the texts of one site."""

    root: Path
    """The old content folder."""
    links: OldLinks
    zone: str
    """The time zone that the site has here."""
    defaults: Mapping[str, Any]
    """`DEFAULT_METADATA` of the old site."""

    def make(self, place: TextPlace) -> ConvertedText:
        """Return the file of a text."""
        text, notes = place.text, []
        try:
            with at_most(LONGEST):
                body, kept, lost_parts, counts = self._body(place)
        except (TooLong, RecursionError, AssertionError):
            fault = "a text that no parser comes to an end with"
            notes.append(ImportNote(text.source, 1, fault, "only the words were kept; look at the old page", "loss"))
            body, kept, lost_parts, counts = one_line(unescape(untagged(text.html, " "))) + "\n", False, [], {}
        notes += [ImportNote(text.source, 1, loss, cure, "loss") for loss, cure in lost_parts]
        if kept and (match := ELSEWHERE.search(CODE.sub("", FENCE.sub("", body)))):
            fault = f'"{match[0].strip()} ... %}}" stands in the text, for a plugin that was not there'
            cure = "name the Python that has it with --python, or write what it stood for"
            notes.append(ImportNote(text.source, 1, fault, cure, "loss"))
        if text.future and place.public:
            fault = f"its date, {text.date[:10]}, is in the future, and Pelican showed it all the same"
            notes.append(
                ImportNote(text.source, 1, fault, "here it waits for that day; give it one that is over", "loss")
            )
        if not kept and PurePosixPath(text.source).suffix.lower() in MARKDOWN:
            fault = "its Markdown would not say the same here, where another set of extensions reads it"
            notes.append(ImportNote(text.source, 1, fault, "it was made anew of Pelican's HTML; look at it"))
        if text.foreign and (reason := _no_tag(text.lang)):
            fault, _, cure = reason.partition("; ")
            notes.append(ImportNote(text.source, 1, fault, f"it counts as one of the site's own language; {cure}"))
        if text.template and text.template not in ("article", "page"):
            fault = f'its page had a template of its own, "{text.template}"'
            notes.append(ImportNote(text.source, 1, fault, 'what differs can stand below "extra:" (docs/themes.md)'))
        return ConvertedText(content_file(self._fields(place), body), kept, tuple(notes), counts)

    def _body(self, place: TextPlace) -> tuple[str, bool, list[tuple[str, str]], dict[str, tuple[int, int]]]:
        text = place.text
        if too_deep(text.html):
            raise RecursionError

        def address(url: str, tag: str = "a") -> str:
            return self.links.new_link(place, url)

        html = plain_html(text.html)
        expected = _mapped(parts_of(html), address)
        path = self.root / text.source
        source = path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else ""
        if path.suffix.lower() in MARKDOWN:
            body = convert_text(body_of(source), address)
            rendered = render(body)
            actual = parts_of(plain_html(rendered))
            if is_same(expected, actual) and len(BREAK.findall(rendered)) >= len(BREAK.findall(html)):
                return body, True, [], _counts(expected, actual)
        languages = CODE_BLOCK.findall(source) if path.suffix.lower() in RST else []
        cleaned = clean(plain_html(text.html, languages), address)
        body, actual = written(cleaned.root)
        lost_parts = [
            (f"{name} in the text", "taken out; such things are not safe here")
            for name in dict.fromkeys(cleaned.dropped)
        ]
        for kind, (only, _) in losses(expected, actual).items():
            examples = "; ".join(part[:60] for part in only[:3])
            if only:
                lost_parts.append((f"{len(only)} {kind} not in the new text ({examples})", "look at the post"))
        return body, False, lost_parts, _counts(expected, actual)

    def _fields(self, place: TextPlace) -> dict[str, Any]:
        text, terms = place.text, self.links.terms
        header: dict[str, Any] = {"title": one_line(unescape(untagged(text.title))) or "Untitled"}
        if text.kind == "post" and text.date and not text.date.startswith(UNDATED):
            header["date"] = moment_in(self.zone, text.date)
        if text.modified and text.modified > text.date:
            header["modified"] = moment_in(self.zone, text.modified)
        if place.slug != PurePosixPath(place.file).stem:
            header["slug"] = place.slug
        if text.kind == "post":
            header["categories"] = terms.names_of("category", [text.category] if text.category else [])
            header["tags"], header["authors"] = terms.names_of("tag", text.tags), terms.names_of("author", text.authors)
        summary = text.summary or str(text.more.get("description") or "")
        header["summary"] = one_line(unescape(untagged(summary)))
        header |= languages(place, self.links.texts)
        is_unlisted = text.translation and text.kind == "post"  # none of Pelican's lists has it
        header["status"] = "hidden" if is_unlisted and text.status == "published" else text.status
        if header["status"] == "published":
            del header["status"]
        header |= {"id": text.id if place.public else "", "url": place.url}
        return header | {"extra": _author_keys(text.more, self.defaults)}


def languages(place: TextPlace, places: Mapping[str, TextPlace]) -> dict[str, Any]:
    """Return the header keys on a text's language and its versions in others.

    Each of them says its language; a translation names the others. A tag that is none is left out, and so are versions
    that Pelican tells apart by it alone.
    """
    family = [place, *(places[source] for source in place.text.versions if source in places)]
    try:
        tags = [read_tag(member.text.lang) for member in family]
    except ValueError:
        return {}
    if len(family) == 1:
        return {"lang": tags[0]} if place.text.foreign else {}
    if len(set(tags)) < len(tags):
        return {"lang": tags[0]}
    return {"lang": tags[0], "translations": [version.file for version in family[1:]] if place.text.translation else []}


def _no_tag(lang: str) -> str:
    """Return why a text that says `lang` says no language; empty where it says one."""
    try:
        read_tag(lang)
    except ValueError as error:
        return str(error)
    return ""


def is_same(expected: Parts, actual: Parts) -> bool:
    """Return whether two texts are the same except for quotes and dashes, which the site sets itself."""
    return not losses(expected, actual)


def losses(expected: Parts, actual: Parts) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the parts that only `expected` has and those that only `actual` has, by kind."""
    old, new = _letters(expected), _letters(actual)
    if "".join(old.words) == "".join(new.words):  # a dash may be between two words, or in one
        old, new = replace(old, words=()), replace(new, words=())
    return lost(old, new)


def _letters(parts: Parts) -> Parts:
    """Return parts without the characters that typography may change."""
    text_kinds = {"words", "headings", "tables", "captions", "emphasis", "code"}
    changed: dict[str, tuple[str, ...]] = {}
    for kind in fields(Parts):
        values: tuple[str, ...] = getattr(parts, kind.name)
        if kind.name in text_kinds:
            values = tuple(filter(None, (re.sub(r"[^\w ]|_", "", value).strip() for value in values)))
        changed[kind.name] = values
    return Parts(**changed)


def _counts(expected: Parts, actual: Parts) -> dict[str, tuple[int, int]]:
    return {kind.name: (len(getattr(expected, kind.name)), len(getattr(actual, kind.name))) for kind in fields(Parts)}


def _mapped(parts: Parts, address: Any) -> Parts:
    pictures = (picture.partition(" ") for picture in parts.images)
    return replace(
        parts,
        links=tuple(map(address, parts.links)),
        images=tuple(f"{address(url)} {alt}" for url, _, alt in pictures),
    )


def _author_keys(metadata: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return the author's own keys, as texts and lists."""
    results: dict[str, Any] = {}
    for name, value in metadata.items():
        if name not in KNOWN and defaults.get(name) != value:
            results[name] = [str(item) for item in value] if isinstance(value, list) else str(value)
    return results


def counted(texts: list[ConvertedText]) -> Counter[str]:
    """Return how many words, links, ... went in and came out, all texts together."""
    total: Counter[str] = Counter()
    for text in texts:
        for kind, (before, after) in text.counts.items():
            total[f"{kind} in"] += before
            total[f"{kind} out"] += after
    return total
