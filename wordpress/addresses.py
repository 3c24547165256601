"""Redirects for everything that answered on the old blog and has no page of its own here: `content/redirects.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from wordpress.index import Index
from wordpress.model import Item
from wordpress.places import Place, nested, path_of
from wordpress.urls import split

HEAD = """\
# Old addresses of the WordPress blog that lead elsewhere now; written by import-wordpress.
# redirects: one address each; a "?" in it means the query, too.
# patterns: ":name" is one part of a path (:year, :month, :day and :n are digits), "*" is the rest;
#           they hold only where the site has no page.
"""
COMMENTS_FEED = "/comments/feed/"
PATTERNS = (
    ("/feed/rss2/", "/feed/"),
    ("/feed/rss/", "/feed/"),
    ("/feed/rdf/", "/feed/"),
    ("/wp-rss2.php", "/feed/"),
    ("/wp-rss.php", "/feed/"),
    ("/wp-rdf.php", "/feed/"),
    ("/wp-atom.php", "/feed/atom/"),
    ("/wp-feed.php", "/feed/"),
    ("/wp-commentsrss2.php", COMMENTS_FEED),
    ("/?feed=rss2", "/feed/"),
    ("/?feed=rss", "/feed/"),
    ("/?feed=rdf", "/feed/"),
    ("/?feed=atom", "/feed/atom/"),
    ("/?feed=comments-rss2", COMMENTS_FEED),
    ("/?feed=comments-atom", COMMENTS_FEED),
    ("/comments/feed/atom/", COMMENTS_FEED),
    ("/wp-sitemap.xml", "/sitemap.xml"),
    ("/sitemap_index.xml", "/sitemap.xml"),
    ("/:year/:month/:day/:slug/feed/", COMMENTS_FEED),
    ("/:year/:month/:day/:slug/feed/atom/", COMMENTS_FEED),
    ("/:year/:month/:day/:slug/amp/", "/:year/:month/:day/:slug/"),
    ("/:year/:month/:day/:slug/:n/", "/:year/:month/:day/:slug/"),
    ("/:year/:month/:day/", "/:year/:month/"),
    ("/:year/:month/:day/page/:n/", "/:year/:month/"),
    ("/:year/:month/page/:n/", "/:year/:month/"),
    ("/:year/page/:n/", "/:year/"),
    ("/:year/:month/", "/archives/"),
    ("/:year/", "/archives/"),
    ("/:year/feed/", "/feed/"),
    ("/:year/:month/feed/", "/feed/"),
    ("/:year/:month/:day/feed/", "/feed/"),
    ("/tag/:slug/page/:n/", "/tag/:slug/"),
    ("/tag/:slug/feed/", "/feed/"),
    ("/tag/:slug/", "/tags/"),
    ("/category/*/page/:n/", "/category/*/"),
    ("/category/*/feed/", "/feed/"),
    ("/category/*", "/categories/"),
    ("/author/:slug/page/:n/", "/author/:slug/"),
    ("/author/:slug/feed/", "/feed/"),
    ("/author/:slug/", "/authors/"),
    ("/type/:slug/page/:n/", "/archives/"),
    ("/type/:slug/feed/", "/feed/"),
    ("/type/:slug/", "/archives/"),
    (COMMENTS_FEED, "/feed/"),
    ("/page/:n/", "/"),
)


def redirects(
    index: Index, made: Mapping[int, Place], local: Callable[[str], str], pages: Mapping[int, int]
) -> Iterator[tuple[str, str]]:
    """Old address and where it leads, for items and attachments.

    `local` gives the address of a file of the old blog here, or the empty string; `pages` how many pages an item had.
    """
    for number, place in made.items():
        if not place.public:
            continue
        item = index.items[number]
        yield from _forms(item, place)
        base = place.address
        yield f"{base}feed/", COMMENTS_FEED
        if place.kind == "page":
            full = nested(index, item)
            if full != base and full not in place.aliases:
                yield full, base
            yield f"{full}feed/", COMMENTS_FEED
        for page in range(2, pages.get(number, 1) + 1):
            yield f"{base}{page}/", base
    yield from _attachments(index, made, local)


def _forms(item: Item, place: Place) -> Iterator[tuple[str, str]]:
    if item.id > 0:
        yield f"/?{'page_id' if item.type == 'page' else 'p'}={item.id}", place.address
        if item.type == "page":
            yield f"/?p={item.id}", place.address
    if "?" in place.old:
        yield place.old, place.address
    for alias in place.aliases:
        if not alias.endswith("/feed/"):
            yield f"{alias.rstrip('/')}/feed/", COMMENTS_FEED


def _attachments(index: Index, made: Mapping[int, Place], local: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    for number, item in index.items.items():
        picture = index.pictures.get(item.id) if item.type == "attachment" else None
        if picture is None or not picture.public or number in index.skipped:
            continue
        parent = made.get(index.by_id.get(item.parent, -1)) if item.parent else None
        target = parent.address if parent and parent.public else local(picture.url)
        target = target or "/"
        yield f"/?attachment_id={item.id}", target
        if parent and item.slug:
            yield f"{parent.address}{item.slug}/", target
        elif item.slug:
            yield f"/{item.slug}/", target
        old = path_of(item.link)
        if old and split(old).path not in ("", "/") and "/wp-content/" not in old and item.link != item.attachment:
            yield old, target


def rules(found: Iterator[tuple[str, str]], taken: frozenset[str], base: str) -> dict[str, Any]:
    """What `redirects.yaml` says: each old address once, none that a page here has, none that leads to itself.

    `base` is the path under which the old blog stood (`/demo`), empty for most.
    """
    made: dict[str, str] = {}
    for old, new in found:
        if old != new and old not in taken and old.rstrip("/") + "/" not in taken:
            made.setdefault(old, new)
    listed = [{"from": old, "to": _end(new, made)} for old, new in made.items()]
    patterns = [{"from": old, "to": new} for old, new in PATTERNS]
    patterns.append({"from": "/wp-content/uploads/*", "to": "/images/*"})
    if base:
        patterns.append({"from": f"{base}/*", "to": "/*"})
    return {"redirects": listed, "patterns": patterns}


def _end(new: str, made: Mapping[str, str]) -> str:
    """Where a chain of redirects ends."""
    seen = {new}
    while new in made and made[new] not in seen:
        new = made[new]
        seen.add(new)
    return new
