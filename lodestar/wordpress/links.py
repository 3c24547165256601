"""Rewrites addresses in bodies: links to the old blog lead to the same thing here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote, urljoin

from lodestar.html_to_markdown.urls import host_of, split
from lodestar.wordpress.blocks import COUNTERPARTS
from lodestar.wordpress.index import ExportIndex
from lodestar.wordpress.media import MediaLibrary
from lodestar.wordpress.model import WxrItem
from lodestar.wordpress.places import ItemPlace

PAGES = frozenset(url for url, _ in COUNTERPARTS.values() if url)
"""Pages of this site that replaced blocks and shortcodes link to."""
FREE = re.compile(
    r"^(?:mailto|tel|sms|ftp|data|ftps|news|xmpp|irc|geo|magnet|callto|skype|whatsapp)\b:?", re.IGNORECASE
)
SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.IGNORECASE)

NOWHERE = WxrItem(0, "post", "publish")
"""Stands for an item, for addresses outside any item."""


class BlogLinks:
    """Rewrites the addresses of one blog."""

    def __init__(
        self, index: ExportIndex, places: Mapping[int, ItemPlace], library: MediaLibrary, archives: frozenset[str]
    ) -> None:
        self.index, self.places, self.library, self.archives = index, places, library, archives
        self.base = index.channel.link
        self.hosts = _own_hosts(index)
        self.root = _parts(self.base)[1].rstrip("/")
        self.paths: dict[str, ItemPlace] = {}
        self.files: dict[str, str] = {}
        self._addresses = {place.file: place.address for place in places.values()}
        for place in places.values():
            if place.public:
                for path in (place.address, place.old, *place.aliases):
                    if path and "?" not in path:
                        self.paths.setdefault(_plain(path), place)
        for number, item in index.items.items():
            _, path, query, _ = _parts(item.link)
            if item.type == "attachment" and number not in index.skipped and path and not query and item.attachment:
                self.files.setdefault(_plain(path), item.attachment)

    def rewrite(self, item: WxrItem, url: str, tag: str, shown: bool) -> str:
        """Return the address to write for `url` in the element `tag` of an item; `shown`: readers can see the item."""
        if not url or url.startswith("#") or FREE.match(url) or url in PAGES:
            return url
        try:
            absolute = self._absolute_url(item, url)
            host, path, query, fragment = _parts(absolute)
        except ValueError:
            return url
        if not re.match(r"https?://", absolute):
            return absolute if SCHEME.match(absolute) else f"#{absolute}"
        if local := self.library.local(absolute) if shown else "":
            return "{static}/" + local
        if host not in self.hosts or tag not in ("a", "area"):
            return absolute
        return self._internal_link(item, absolute, path, query, fragment, shown)

    def new_address(self, url: str) -> str:
        """Return the address on this site for one of the old blog; any other address as it is."""
        path, mark, fragment = self.rewrite(NOWHERE, url, "a", True).partition("#")
        if path.startswith("{filename}/"):
            path = self._addresses[path.removeprefix("{filename}/")]
        return path.replace("{static}/", "/") + mark + fragment

    def _absolute_url(self, item: WxrItem, url: str) -> str:
        base = (
            item.link if re.match(r"https?://", item.link) else urljoin(self.base or "https://example.org/", item.link)
        )
        return urljoin(base, url.replace(" ", "%20"))

    def _internal_link(self, item: WxrItem, absolute: str, path: str, query: str, fragment: str, shown: bool) -> str:
        end = f"#{fragment}" if fragment else ""
        place = self._by_query(query) if query else self.paths.get(_plain(path))
        if place is None and query and _plain(path) != _plain(self.root):
            place = self.paths.get(_plain(path))
        if place is not None:
            own_place = self.places.get(self.index.by_id.get(item.id, -1))
            return end if end and own_place is place else "{filename}/" + place.file + end
        if (file := self._file(path, query)) and shown:
            return "{static}/" + local if (local := self.library.local(file)) else file
        archive = path.removeprefix(self.root) if self.root else path
        archive = archive if archive.endswith("/") else f"{archive}/"
        if not query and archive in self.archives:
            return archive + end
        if not query and archive == "/":
            return "/" + end
        return absolute

    def _by_query(self, query: str) -> ItemPlace | None:
        parameters = parse_qs(query)
        for name in ("p", "page_id"):
            value = parameters.get(name, [""])[0]
            if value.isdigit():
                place = self.places.get(self.index.by_id.get(int(value), -1))
                return place if place and place.public else None
        return None

    def _file(self, path: str, query: str) -> str:
        attachment_id = parse_qs(query).get("attachment_id", [""])[0]
        if attachment_id.isdigit():
            picture = self.index.pictures.get(int(attachment_id))
            return picture.url if picture else ""
        return self.files.get(_plain(path), "") if not query else ""


def _own_hosts(index: ExportIndex) -> frozenset[str]:
    """Return the blog's host, and any host of half of its posts: a blog on WordPress.com may have moved."""
    posts = [item for item in index.items.values() if item.type in ("post", "page")]
    counted = Counter(host for item in posts for host in {host_of(item.link), host_of(item.guid)})
    hosts = {host_of(index.channel.link), *(host for host, number in counted.items() if 2 * number >= len(posts))} - {
        ""
    }
    bare_hosts = {host.removeprefix("www.") for host in hosts}
    return frozenset(bare_hosts | {f"www.{host}" for host in bare_hosts})


def _parts(url: str) -> tuple[str, str, str, str]:
    parts = split(url)
    return (parts.hostname or "").lower(), parts.path, parts.query, parts.fragment


def _plain(path: str) -> str:
    return unquote(path, errors="replace").strip("/").casefold()
