"""The place of each post and page: its file, its slug, its new address and its old one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote, unquote

from lodestar.html_to_markdown.urls import split
from lodestar.wordpress import dates, slugs
from lodestar.wordpress.index import LEFT, ExportIndex, public
from lodestar.wordpress.model import WxrItem
from lodestar.wordpress.problems import ImportNote
from lodestar.wordpress.site import post_address
from lodestar.wordpress.types import NO_CONTENT

EPOCH = datetime(1970, 1, 1)
RESERVED = frozenset({
    "/", "/tags/", "/categories/", "/authors/", "/archives/", "/courses/", "/search/", "/feed/",
    "/feed/atom/", "/comments/", "/comments/feed/", "/tag/", "/category/", "/author/", "/images/", "/files/",
    "/theme/", "/404/", "/page/", "/type/",
})  # fmt: skip
"""Addresses that the site needs for itself."""
FOLDERS = frozenset({"/author/", "/comments/", "/tag/", "/category/", "/page/", "/type/"})
"""Those of them without a page, from which an old address may redirect."""
YEAR = re.compile(r"/\d{4}/")


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """The place of an item on this site."""

    number: int
    """The item's number in the stream."""
    key: str
    """Its key, the same in each import: `post:123`."""
    kind: str
    """`post` or `page`."""
    file: str
    """Path below the content folder."""
    slug: str
    address: str
    """Its address here, once it is published."""
    old: str
    """Its old path; empty where the export has none."""
    date: datetime
    public: bool
    url: str = ""
    """Its address, where the header must have it because the site's rules give another."""
    aliases: tuple[str, ...] = ()


def path_of(link: str) -> str:
    """Return the path and query of a link, as in requests; empty for none, or one with odd characters."""
    parts = split(link)
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._")
    if ".." in path.split("/"):
        return ""
    path = f"/{path.lstrip('/')}" if path or parts.netloc else ""
    return path + (f"?{quote(parts.query, safe='=&-._~%')}" if parts.query else "")


def places(index: ExportIndex, zone: str, types: Mapping[str, str]) -> dict[int, ItemPlace]:
    """Return the place of each item that becomes a post or page; `types` maps custom types to `post` or `page`."""
    placed: dict[int, ItemPlace] = {}
    files: set[str] = set()
    addresses: set[str] = set()
    keys: set[str] = set()
    public_slugs: set[str] = set()
    order = sorted(index.items, key=lambda number: (not public(index.items[number]), number))
    for number in order:
        item = index.items[number]
        kind = kind_of(item, types)
        if not kind or number in index.skipped or item.status in LEFT:
            continue
        place = _place(index, number, item, kind, zone)
        slug, unique = place.slug, 1
        while (
            place.file in files
            or (not place.public and place.slug in public_slugs)
            or (place.public and (place.address in addresses or reserved(place.address)))
        ):
            unique += 1
            place = _renamed(place, f"{slug}-{unique}", item, index)
        if unique > 1 and place.public:
            index.notes.append(_renaming(item, slug, place))
        key = place.key
        while key in keys:
            key += "+"
        files.add(place.file)
        keys.add(key)
        if place.public:
            addresses.add(place.address)
            public_slugs.add(place.slug)
        placed[number] = replace(place, key=key)
    return _with_aliases({number: placed[number] for number in sorted(placed)}, addresses, index)


def has_posts(places: Mapping[int, ItemPlace]) -> bool:
    """Return whether any post is public, so that the site has feeds of posts."""
    return any(place.public and place.kind == "post" for place in places.values())


def reserved(address: str) -> bool:
    """Return whether the site needs an address for itself."""
    return address in RESERVED or bool(YEAR.fullmatch(address))


def _renaming(item: WxrItem, slug: str, place: ItemPlace) -> ImportNote:
    if place.kind == "page" and reserved(f"/{slug}/"):
        fault = f"the site has a page of its own at /{slug}/"
        return ImportNote(*item.place, fault, f"the old one is at {place.address}", "note")
    fault = f'another item has the address of "{slug}" too'
    return ImportNote(*item.place, fault, f"this one is at {place.address}", "fault")


def kind_of(item: WxrItem, types: Mapping[str, str]) -> str:
    """Return `post` or `page` for an item that becomes one, else the empty string."""
    if item.type in ("post", "page"):
        return item.type
    return "" if item.type in NO_CONTENT else types.get(item.type, "")


def _place(index: ExportIndex, number: int, item: WxrItem, kind: str, zone: str) -> ItemPlace:
    old = path_of(item.link)
    date = (
        dates.local_date(item.date, item.date_gmt, item.published, item.modified, zone) or dates.in_path(old) or EPOCH
    )
    last_part = old.partition("?")[0].rstrip("/").rpartition("/")[2]
    is_public = public(item)
    slug = slugs.safe(item.slug) or (slugs.safe(last_part) if is_public else "") or slugs.of_title(item.title)
    if not slug or (slug.isdigit() and not is_public):
        slug = f"{slug or item.type}-{item.id or number}"
    place = ItemPlace(number, f"{item.type}:{item.id or slug}", kind, "", slug, "", old, date, is_public)
    return _renamed(place, slug, item, index)


def _renamed(place: ItemPlace, slug: str, item: WxrItem, index: ExportIndex) -> ItemPlace:
    """Return the place with another slug, and the file and address that follow from it."""
    if place.kind == "post":
        file = f"posts/{place.date.year:04d}/{slug}.md"
        return replace(place, slug=slug, file=file, address=post_address(slug, place.date), url="")
    parents = _parent_slugs(index, item) if place.public else ()
    address = "/" + "/".join((*parents, slug)) + "/"
    if parents:
        return replace(place, slug=slug, file=f"pages/{'/'.join((*parents, slug))}.md", address=address, url=address)
    return replace(place, slug=slug, file=f"pages/{slug}.md", address=f"/{slug}/", url="")


def _parent_slugs(index: ExportIndex, item: WxrItem) -> tuple[str, ...]:
    """Return the slugs of the pages above a page, the outermost first."""
    folders: list[str] = []
    visited = {item.id}
    parent = index.item(item.parent) if item.parent else None
    while parent is not None and parent.id not in visited and len(folders) < 12:
        visited.add(parent.id)
        folders.append(slugs.safe(parent.slug) or slugs.of_title(parent.title) or str(parent.id))
        parent = index.item(parent.parent) if parent.parent else None
    return tuple(reversed(folders))


def nested(index: ExportIndex, item: WxrItem) -> str:
    """Return the address that WordPress's rules give to a nested page."""
    return "/" + "/".join((*_parent_slugs(index, item), slugs.safe(item.slug))) + "/"


def _with_aliases(placed: dict[int, ItemPlace], addresses: set[str], index: ExportIndex) -> dict[int, ItemPlace]:
    """Return the places with their old paths as aliases, except addresses that a page here uses."""
    used_addresses = {address.rstrip("/") for address in addresses}
    for number, place in placed.items():
        old = place.old
        if not place.public or not old or "?" in old or old.rstrip("/") in used_addresses:
            continue
        if reserved(base := old.rstrip("/") + "/") and base not in FOLDERS:
            if place.kind == "post" and base != "/":
                fault = f"the site has a page of its own at {base}"
                index.notes.append(
                    ImportNote(*index.items[number].place, fault, f"the post is at {place.address}", "note")
                )
            continue
        if "\ufffd" in unquote(old):
            fault = f"the address {old} was cut inside a letter"
            cure = f"nginx leads from there to {place.address}; other hosts may answer 404"
            index.notes.append(ImportNote(*index.items[number].place, fault, cure, "note"))
        used_addresses.add(old.rstrip("/"))
        placed[number] = replace(place, aliases=(old,))
    return placed
