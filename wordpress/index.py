"""The first reading: what must be known of all items before the first of them is written."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from wordpress.furniture import Furniture, Tails
from wordpress.media import upload_of
from wordpress.model import Author, Channel, Item, Picture, Term
from wordpress.problems import Note, Refused
from wordpress.urls import host_of
from wordpress.wxr import Reader

ACCESS = "_jetpack_newsletter_access"
OLD_SLUG, OLD_DATE = "_wp_old_slug", "_wp_old_date"
KEPT_META = frozenset({
    "_thumbnail_id", "_wp_attachment_image_alt", "_menu_item_type", "_menu_item_menu_item_parent",
    "_menu_item_object_id", "_menu_item_object", "_menu_item_url", ACCESS,
    OLD_SLUG, OLD_DATE,
})  # fmt: skip
URL = re.compile(r"""https?://[^\s"'<>\[\]]+""")
LEFT = frozenset({"trash", "auto-draft"})
"""Statuses of what is left behind and counted."""
NO_CONTENT = frozenset({
    "attachment", "nav_menu_item", "revision", "wp_block", "wp_template", "wp_template_part",
    "wp_global_styles", "wp_navigation", "custom_css", "customize_changeset", "oembed_cache", "user_request"})  # fmt: skip
"""Types that are neither posts nor pages nor something of a plugin that could become one."""


@dataclass
class Index:
    """Everything the exports say, but for texts and comments."""

    channel: Channel = field(default_factory=Channel)
    authors: dict[str, Author] = field(default_factory=dict)
    """By login."""
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    """Definitions by taxonomy and slug."""
    items: dict[int, Item] = field(default_factory=dict)
    """By their number in the stream; texts and comments are left out."""
    by_id: dict[int, int] = field(default_factory=dict)
    """The number of the item that has an id."""
    reusable: dict[int, str] = field(default_factory=dict)
    """Texts of reusable blocks by id."""
    pictures: dict[int, Picture] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)
    """Numbers of items that another export has in a newer state."""
    notes: list[Note] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    """How many of each type, status and so on there are, for the report."""
    wanted: set[str] = field(default_factory=set)
    """Addresses of the blog's own files that public items show or link to."""
    furniture: Furniture = field(default_factory=Furniture)

    def item(self, id: int) -> Item | None:
        """The item with an id."""
        number = self.by_id.get(id)
        return self.items.get(number) if number is not None else None

    def below(self, id: int) -> Sequence[Picture]:
        """The files that hang on an item, in its order."""
        return self._below.get(id, ())

    _below: dict[int, list[Picture]] = field(default_factory=dict)


def clip(url: str) -> str:
    """An address found in a text, without what follows it there."""
    return html.unescape(url).rstrip(").,;")


def public(item: Item) -> bool:
    """Whether every reader of the old blog could see an item; WordPress.com knows posts for subscribers only."""
    return item.status == "publish" and not item.protected and item.fact(ACCESS) in ("", "everybody")


def stream(readers: Sequence[Reader]) -> Iterator[tuple[int, Item]]:
    """The items of all exports, numbered."""
    number = 0
    for reader in readers:
        for event in reader.events():
            if isinstance(event, Item):
                yield number, event
                number += 1


def build(paths: Sequence[Path]) -> tuple[Index, list[Reader]]:
    """Read the exports once. Raises Refused."""
    index, readers, tails = Index(), [Reader(path) for path in paths], Tails()
    number = 0
    for reader in readers:
        reader.prepare()
        for event in reader.events():
            if isinstance(event, Item):
                _item(index, number, event, tails)
                number += 1
            elif isinstance(event, Channel):
                _channel(index, event, str(reader.path))
            elif isinstance(event, Author):
                index.authors.setdefault(event.login, event)
            else:
                _define(index, event)
        index.notes += reader.mends
    index.furniture = tails.furniture(index.authors.values())
    _relate(index)
    return index, readers


def _channel(index: Index, channel: Channel, path: str) -> None:
    known = _host(index.channel.link)
    if known and _host(channel.link) and _host(channel.link) != known:
        cure = f"import one blog at a time (the other export is of {index.channel.link})"
        raise Refused(path, 1, f"this export is of {channel.link}", cure)
    if not index.channel.link:
        index.channel = channel


def _host(link: str) -> str:
    return host_of(link).removeprefix("www.")


def _define(index: Index, term: Term) -> None:
    slug = term.slug or term.name
    known = index.terms.get((term.taxonomy, slug))
    if known is None or (term.description and not known.description):
        index.terms[term.taxonomy, slug] = replace(term, slug=slug)


def _item(index: Index, number: int, item: Item, tails: Tails) -> None:
    index.found[f"type {item.type}"] += 1
    if item.type == "wp_block" and public(item):
        index.reusable[item.id] = item.body
    other = index.by_id.get(item.id) if item.id else None
    if other is not None and index.items[other].type == item.type:
        old = index.items[other]
        if old.path != item.path:
            index.skipped.add(other if item.modified >= old.modified else number)
        else:
            what = f"the id {item.id} is also that of the item on line {old.line}"
            index.notes.append(Note(*item.place, what, "both are kept; links by id lead to the first", "fault"))
    light = replace(item, body="", excerpt=item.excerpt if item.type == "attachment" else "", comments=(),
        meta=tuple(pair for pair in item.meta if pair[0] in KEPT_META))  # fmt: skip
    index.items[number] = light
    if item.id and (other is None or other in index.skipped):
        index.by_id[item.id] = number
    if public(item):
        if item.type == "post":
            tails.add(item, light)
        index.wanted.update(url for url in map(clip, URL.findall(item.body)) if upload_of(url))


def _relate(index: Index) -> None:
    for number, item in index.items.items():
        if item.type != "attachment" or number in index.skipped or not item.attachment:
            continue
        parent = index.item(item.parent) if item.parent else None
        shown = item.status in ("inherit", "publish") and not item.protected and (parent is None or public(parent))
        picture = Picture(
            id=item.id,
            url=item.attachment,
            alt=item.fact("_wp_attachment_image_alt"),
            caption=item.excerpt,
            title=item.title,
            parent=item.parent,
            order=item.order,
            public=shown,
            mime=_mime(item.attachment),
        )
        index.pictures[item.id] = picture
        if item.parent:
            index._below.setdefault(item.parent, []).append(picture)
    for each in index._below.values():
        each.sort(key=lambda picture: (picture.order, picture.id))


def _mime(url: str) -> str:
    import mimetypes

    return mimetypes.guess_type(url.partition("?")[0])[0] or ("image/jpeg" if "unsplash" in url else "")
