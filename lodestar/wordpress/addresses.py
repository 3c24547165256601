"""Redirects for all addresses of the old blog without a page of their own here: `content/redirects.txt`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote

from lodestar.html_to_markdown.urls import host_of, split
from lodestar.wordpress import dates, slugs
from lodestar.wordpress.index import OLD_DATE, OLD_SLUG, ExportIndex
from lodestar.wordpress.media import UPLOADS
from lodestar.wordpress.model import WxrItem
from lodestar.wordpress.places import ItemPlace, nested, path_of, reserved
from lodestar.wordpress.site import post_address
from lodestar.wordpress.terms import WxrTerms

HEAD = """\
# Old addresses of the WordPress blog and where they lead now; written by import-wordpress.
# A ":name" is one part of a path (:year, :month, :day and :n are digits), a "*" at the end is the rest;
# such rules hold only where the site has no page, and only on hosts that know them (docs/deploying.md).
"""
COMMENTS_FEED = "/comments/feed/"
FEEDS = ("/feed/", "/feed/atom/")
"""The feeds of posts."""
POST = "/:year/:month/:day/:slug/"
EVERYWHERE = (
    ("/wp-rss2.php", "/feed/"),
    ("/wp-rss.php", "/feed/"),
    ("/wp-rdf.php", "/feed/"),
    ("/wp-feed.php", "/feed/"),
    ("/wp-atom.php", "/feed/atom/"),
    ("/wp-commentsrss2.php", COMMENTS_FEED),
    ("/?feed=comments-rss2", COMMENTS_FEED),
    ("/?feed=comments-atom", COMMENTS_FEED),
    ("/comments/feed/atom/", COMMENTS_FEED),
    ("/wp-sitemap.xml", "/sitemap.xml"),
    ("/sitemap_index.xml", "/sitemap.xml"),
    (f"{POST}feed/", COMMENTS_FEED),
    (f"{POST}feed/atom/", COMMENTS_FEED),
    (f"{POST}:part/", POST),
    (f"{POST}:part/feed/", COMMENTS_FEED),
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
    ("/category/:slug/page/:n/", "/category/:slug/"),
    ("/category/:parent/:slug/page/:n/", "/category/:parent/:slug/"),
    ("/category/:slug/feed/", "/feed/"),
    ("/category/:parent/:slug/feed/", "/feed/"),
    ("/category/:slug/", "/categories/"),
    ("/category/:parent/:slug/", "/category/:parent/"),
    ("/author/:slug/page/:n/", "/author/:slug/"),
    ("/author/:slug/feed/", "/feed/"),
    ("/author/:slug/", "/authors/"),
    ("/type/:slug/page/:n/", "/archives/"),
    ("/type/:slug/feed/", "/feed/"),
    ("/type/:slug/", "/archives/"),
    ("/page/:n/", "/"),
    ("/wp-content/uploads/*", "/images/*"),
)
"""Rules for every WordPress blog. `:part` is a page of a long post, one of its pictures, or `amp`."""


def redirects(
    index: ExportIndex, places: Mapping[int, ItemPlace], local: Callable[[str], str], pages: Mapping[int, int]
) -> Iterator[tuple[str, str]]:
    """Yield the old and the new address of items and attachments.

    `local` gives the address of a file of the old blog here, or the empty string; `pages` how many pages an item had.
    """
    for number, place in places.items():
        if not place.public:
            continue
        item = index.items[number]
        yield from _forms(item, place)
        base = place.address
        if place.kind == "page":
            full = nested(index, item)
            if full != base and full not in place.aliases:
                yield full, base
            yield from ((f"{address}feed/", COMMENTS_FEED) for address in dict.fromkeys((base, full)))
        for page in range(2, pages.get(number, 1) + 1):
            yield f"{base}{page}/", base
    yield from _attachments(index, places, local)


def _former(item: WxrItem, place: ItemPlace) -> Iterator[str]:
    """Yield the addresses that a post had under earlier slugs and dates (`wp_old_slug_redirect`)."""
    former = [slugs.safe(value) for key, value in item.meta if key == OLD_SLUG]
    days = [day for key, value in item.meta if key == OLD_DATE and (day := dates.read(value))]
    for slug in filter(None, (place.slug, *former)):
        for day in (place.date, *days):
            yield post_address(slug, day)


def _forms(item: WxrItem, place: ItemPlace) -> Iterator[tuple[str, str]]:
    if place.kind == "post":
        yield from ((former, place.address) for former in dict.fromkeys(_former(item, place)))
    if item.id > 0:
        yield f"/?{'page_id' if item.type == 'page' else 'p'}={item.id}", place.address
        if item.type == "page":
            yield f"/?p={item.id}", place.address
    if "?" in place.old:
        yield place.old, place.address
    for alias in place.aliases:
        if not alias.endswith("/feed/"):
            yield f"{alias.rstrip('/')}/feed/", COMMENTS_FEED


def _attachments(
    index: ExportIndex, places: Mapping[int, ItemPlace], local: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    for number, item in index.items.items():
        picture = index.pictures.get(item.id) if item.type == "attachment" else None
        if picture is None or not picture.public or number in index.skipped:
            continue
        parent = places.get(index.by_id.get(item.parent, -1)) if item.parent else None
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


def archives(terms: WxrTerms) -> Iterator[tuple[str, str]]:
    """Yield the numeric forms of addresses (`?cat=3`) of categories, tags and authors with posts."""
    for (taxonomy, slug), named in terms.named.items():
        if not terms.used[taxonomy, slug]:
            continue
        if taxonomy == "category" and named.term.id > 0:
            yield f"/?cat={named.term.id}", f"/category/{named.path}/"
        elif taxonomy == "post_tag":
            yield f"/?tag={quote(slug)}", f"/tag/{named.path}/"
    for login, writer in terms.writers.items():
        author = terms.index.authors.get(login)
        if author and author.id > 0:
            yield f"/?author={author.id}", f"/author/{writer.slug}/"


def files(index: ExportIndex, local: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield the addresses of the old blog's own files, in all sizes that its texts show, with the files' new addresses."""
    host = host_of(index.channel.link)
    for url in dict.fromkeys(
        [*(picture.url for picture in index.pictures.values() if picture.public), *sorted(index.wanted)]
    ):
        path = path_of(split(url).path)
        match = UPLOADS.search(path)
        if host_of(url) == host and (target := local(url)) and target != (f"/images/{match[1]}" if match else path):
            yield path, target


def rules(
    pairs: Iterable[tuple[str, str]], used_addresses: frozenset[str], base: str, has_posts: bool = True
) -> list[tuple[str, str]]:
    """Return the redirects: every old address once, none that a page here has, none that leads to itself.

    Two that differ only in case lead to the same place, since WordPress did not tell them apart; most hosts do, so
    both are listed. `base` is the path of the old blog on its host (`/demo`), empty for most. Without posts there is
    no feed to redirect to.
    """
    redirects: dict[str, str] = {}
    folded_addresses = {address.casefold() for address in used_addresses}
    ends: dict[str, str] = {}
    for old, new in pairs:
        folded = old.casefold()
        if (
            folded not in folded_addresses
            and folded.rstrip("/") + "/" not in folded_addresses
            and folded != new.casefold()
            and not reserved(old)
        ):
            redirects.setdefault(_exact(old), ends.setdefault(folded, new))
    listed = [(old, _end(new, redirects)) for old, new in redirects.items()]
    everywhere = [rule for rule in EVERYWHERE if has_posts or rule[1] not in FEEDS]
    return [*listed, *everywhere, *([(f"{base}/*", "/*")] if base else [])]


def rules_file(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Return the rules in the format of `redirects.txt`."""
    return (HEAD + "".join(f"{old} {new}\n" for old, new in pairs)).encode()


def _exact(old: str) -> str:
    """Return an address escaped so that it is not read as a pattern."""
    return old.replace("*", "%2A").replace("/:", "/%3A")


def _end(new: str, redirects: Mapping[str, str]) -> str:
    """Return the end of a chain of redirects."""
    visited = {new}
    while new in redirects and redirects[new] not in visited:
        new = redirects[new]
        visited.add(new)
    return new
