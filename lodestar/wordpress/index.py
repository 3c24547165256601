"""The first pass over an export: collects what must be known of all items before the first is written."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lodestar.html_to_markdown.tags import untagged
from lodestar.html_to_markdown.urls import host_of
from lodestar.wordpress.furniture import Furniture, Tails
from lodestar.wordpress.media import below_uploads, originals, upload_of
from lodestar.wordpress.model import WxrAuthor, WxrChannel, WxrItem, WxrPicture, WxrTerm
from lodestar.wordpress.problems import ImportNote, ImportRefused
from lodestar.wordpress.unpack import ExportFile
from lodestar.wordpress.visibility import Withheld, walls
from lodestar.wordpress.wxr import WxrReader

OLD_SLUG, OLD_DATE = "_wp_old_slug", "_wp_old_date"
KEPT_META = frozenset({
    "_thumbnail_id", "_wp_attachment_image_alt", "_menu_item_type", "_menu_item_menu_item_parent",
    "_menu_item_object_id", "_menu_item_object", "_menu_item_url", "cap-user_login", "cap-display_name", OLD_SLUG, OLD_DATE,
    "_wpml_import_language_code", "_wpml_import_translation_group",
})  # fmt: skip
ADDRESS = re.compile(
    r"""(?:src|href|poster)\s*=\s*["'](https?://[^"'<>]+)["']|https?://[^\s"'<>\[\]]+""", re.IGNORECASE
)
MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico|mp3|m4a|ogg|oga|wav|flac|mp4|m4v|webm|ogv|mov|pdf|docx?|xlsx?|pptx?|od[tsp]|"
    r"epub|zip|txt|csv)(?:[?#]|$)",
    re.IGNORECASE,
)
"""Matches the end of an address of a file."""
LEFT = frozenset({"trash", "auto-draft"})
"""Statuses of items that are left behind and counted."""


@dataclass
class ExportIndex:
    """Everything in the exports except texts and comments."""

    channel: WxrChannel = field(default_factory=WxrChannel)
    authors: dict[str, WxrAuthor] = field(default_factory=dict)
    """By login."""
    terms: dict[tuple[str, str], WxrTerm] = field(default_factory=dict)
    """Definitions by taxonomy and slug."""
    items: dict[int, WxrItem] = field(default_factory=dict)
    """Items by their number in the stream, without texts and comments."""
    by_id: dict[int, int] = field(default_factory=dict)
    """The number of the item that has an id."""
    reusable: dict[int, str] = field(default_factory=dict)
    """Texts of reusable blocks by id."""
    cut: dict[int, tuple[Withheld, ...]] = field(default_factory=dict)
    """The hidden parts of reusable blocks, by id."""
    walled: frozenset[int] = frozenset()
    """Ids of the reusable blocks that end with a paywall."""
    navigation: dict[str, str] = field(default_factory=dict)
    """Menus of block themes by their titles."""
    pictures: dict[int, WxrPicture] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)
    """Numbers of items that another export has in a newer version."""
    notes: list[ImportNote] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    """Types with public items that have a text."""
    wanted: set[str] = field(default_factory=set)
    """Addresses of the blog's own files that public items show or link to."""
    unseen: set[str] = field(default_factory=set)
    """Addresses in the hidden parts of public items."""
    furniture: Furniture = field(default_factory=Furniture)

    def item(self, id: int) -> WxrItem | None:
        """Return the item with an id."""
        number = self.by_id.get(id)
        return self.items.get(number) if number is not None else None

    def below(self, id: int) -> Sequence[WxrPicture]:
        """Return the files attached to an item, in order."""
        return self._below.get(id, ())

    _below: dict[int, list[WxrPicture]] = field(default_factory=dict)


def clip(url: str) -> str:
    """Return an address from a text without trailing characters, such as the end of `url(…)`."""
    url = html.unescape(url)
    while url.count(")") > url.count("("):
        url = url[: url.rindex(")")]
    return url.rstrip(".,;")


def addresses_in(text: str) -> Iterator[str]:
    """Yield the addresses in a text; one in quotes may contain blanks."""
    for match in ADDRESS.finditer(text):
        yield html.unescape(match[1] or "").strip() or clip(match[0])


def public(item: WxrItem) -> bool:
    """Return whether every reader of the old blog could see an item."""
    return item.status == "publish" and not (item.protected or item.restricted or item.doubtful)


def stream(readers: Sequence[WxrReader]) -> Iterator[tuple[int, WxrItem]]:
    """Yield the items of all exports, numbered."""
    number = 0
    for reader in readers:
        for event in reader.events():
            if isinstance(event, WxrItem):
                yield number, event
                number += 1


def build(exports: Sequence[ExportFile]) -> tuple[ExportIndex, list[WxrReader]]:
    """Read the exports once. Raises ImportRefused."""
    index, readers, tails = ExportIndex(), [WxrReader(*export) for export in exports], Tails()
    number = 0
    for reader in readers:
        reader.prepare()
        for event in reader.events():
            if isinstance(event, WxrItem):
                _item(index, number, event, tails)
                number += 1
            elif isinstance(event, WxrChannel):
                _channel(index, event, reader.shown)
            elif isinstance(event, WxrAuthor):
                index.authors.setdefault(event.login, event)
            else:
                _define(index, event)
                index.notes += [hidden(reader.shown, withheld, f"the term {event.name}") for withheld in event.withheld]
        index.notes += reader.mends
    index.furniture = tails.furniture(index.authors.values())
    index.walled = walls(index.reusable)
    _relate(index)
    return index, readers


def hidden(path: str, withheld: Withheld, place: str) -> ImportNote:
    """Return a note on a hidden part of a text."""
    return ImportNote(path, withheld.line, f"{withheld.what} in {place}", withheld.cure, "hidden")


def _channel(index: ExportIndex, channel: WxrChannel, path: str) -> None:
    host = _host(index.channel.link)
    if host and _host(channel.link) and _host(channel.link) != host:
        cure = f"import one blog at a time (the other export is of {index.channel.link})"
        raise ImportRefused(path, 1, f"this export is of {channel.link}", cure)
    if not index.channel.link:
        index.channel = channel


def _host(link: str) -> str:
    return host_of(link).removeprefix("www.")


def _define(index: ExportIndex, term: WxrTerm) -> None:
    slug = term.slug or term.name
    definition = index.terms.get((term.taxonomy, slug))
    if definition is None or (term.description and not definition.description):
        index.terms[term.taxonomy, slug] = replace(term, slug=slug)


def _item(index: ExportIndex, number: int, item: WxrItem, tails: Tails) -> None:
    if item.type == "wp_navigation" and public(item):
        index.navigation.setdefault(item.title, item.body)
    if item.type == "wp_block" and public(item):
        index.reusable[item.id] = item.body
    if item.type in ("wp_block", "attachment"):  # for others there is a note on their files
        place = "the synced pattern" if item.type == "wp_block" else "the text of the file"
        index.notes += [hidden(item.path, withheld, f'{place} "{item.title}"') for withheld in item.withheld]
    if item.type == "wp_block" and item.withheld:
        index.cut[item.id] = item.withheld
    other_number = index.by_id.get(item.id) if item.id else None
    if other_number is not None and index.items[other_number].type == item.type:
        old = index.items[other_number]
        if old.path != item.path:
            index.skipped.add(other_number if item.modified >= old.modified else number)
        else:
            place = f"the id {item.id} is also that of the item on line {old.line}"
            index.notes.append(
                ImportNote(
                    *item.place,
                    place,
                    "both are kept, and nothing need be done; links by id lead to the first",
                    "fault",
                )
            )
    light = replace(item, body="", excerpt=item.excerpt if item.type == "attachment" else "", comments=(),
        meta=tuple(pair for pair in item.meta if pair[0] in KEPT_META))  # fmt: skip
    index.items[number] = light
    if item.id and (other_number is None or other_number in index.skipped):
        index.by_id[item.id] = number
    if public(item):
        if item.type not in index.texts and untagged(item.body).strip():
            index.texts.add(item.type)
        if item.type == "post":
            tails.add(item, light)
        index.wanted.update(url for url in addresses_in(item.body) if upload_of(url) or MEDIA.search(url))
        index.unseen.update(map(clip, item.unseen))


def _uploads(urls: Iterable[str]) -> set[str]:
    return {original for url in urls if (upload := below_uploads(url)) for original in originals(upload)}


def _relate(index: ExportIndex) -> None:
    withheld = _uploads(index.unseen) - _uploads(index.wanted)
    for number, item in index.items.items():
        if item.type != "attachment" or number in index.skipped or not item.attachment:
            continue
        parent = index.item(item.parent) if item.parent else None
        is_public = public(replace(item, status="publish")) and item.status in ("inherit", "publish")
        is_public = is_public and (parent is None or public(parent)) and below_uploads(item.attachment) not in withheld
        picture = WxrPicture(
            id=item.id,
            url=item.attachment,
            alt=item.fact("_wp_attachment_image_alt"),
            caption=item.excerpt,
            title=item.title,
            parent=item.parent,
            order=item.order,
            public=is_public,
            mime=_mime(item.attachment),
        )
        index.pictures[item.id] = picture
        if item.parent:
            index._below.setdefault(item.parent, []).append(picture)
    for pictures in index._below.values():
        pictures.sort(key=lambda picture: (picture.order, picture.id))


def _mime(url: str) -> str:
    import mimetypes

    return mimetypes.guess_type(url.partition("?")[0])[0] or ("image/jpeg" if "unsplash" in url else "")
