"""Rewrites addresses in texts: links to a text, file or list of the old site lead to the same thing here."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin, urlsplit

from lodestar.base.address import answered, quoted
from lodestar.html_to_markdown.tree import SAFE_URL
from lodestar.pelican_import.places import TextPlace
from lodestar.pelican_import.terms import OldTerms
from lodestar.wordpress.links import FREE

PLACEHOLDER = re.compile(r"^[{|](\w+)[|}](.*)$", re.DOTALL)
"""Pelican's default for `INTRASITE_LINK_REGEX`."""
FILES = ("filename", "static", "attach")
TERMS = ("tag", "category", "author")


@dataclass
class OldLinks:
    """Rewrites the addresses of one site."""

    base: str
    """The address of the old site with its host, without a slash at its end."""
    places: Sequence[TextPlace]
    files: Mapping[str, str]
    """Where each copied file is here, by its path below the old content folder: paths below content/."""
    outputs: Mapping[str, str]
    """The same by the path of the file below the old output folder."""
    terms: OldTerms
    dead: list[tuple[str, str]] = field(default_factory=list)
    """Texts with links that were dead on the old site."""

    def __post_init__(self) -> None:
        self.texts = {place.text.source: place for place in self.places}
        """By the path of the text below the old content folder."""
        self._sources = {place.text.source: "{filename}/" + place.file for place in self.places if place.public}
        self._sources |= {source: "{static}/" + quoted(path) for source, path in self.files.items()}
        self._archives = {
            f"{{{kind}}}{self.terms.labels[kind, slug]}": _plain(path) for (kind, slug), path in self.terms.old.items()
        }
        self._addresses = {path: link for link, path in self._archives.items()}
        self._addresses |= {_plain(path): "{static}/" + quoted(new_path) for path, new_path in self.outputs.items()}
        for place in self.places:
            if place.public:
                for path in (place.old, "/" + place.text.url):
                    self._addresses[_plain(path)] = "{filename}/" + place.file

    def new_link(self, place: TextPlace, url: str) -> str:
        """Return what a text has here instead of an address."""
        url = url.strip()
        if not url or url.startswith("#") or FREE.match(url):
            return url
        if match := PLACEHOLDER.match(url):
            return self._resolve_placeholder(place, match[1].lower(), match[2])
        try:
            absolute = urljoin(f"{self.base}/{place.text.url}", url.replace(" ", "%20"))
            site_path = self._site_path(absolute)
        except ValueError:
            return url
        if site_path is None:
            return url if urlsplit(url).scheme or url.startswith("//") or not SAFE_URL.match(url) else absolute
        path, suffix = site_path
        if link := self._addresses.get(_plain(path)):
            is_same_page = link == "{filename}/" + place.file and suffix.startswith("#")
            return suffix if is_same_page else link + suffix
        return "/" + suffix if _plain(path) == "" else absolute

    def address(self, url: str) -> str:
        """Return the address here for one in the old settings, such as `pages/about.html`."""
        site_path = self._site_path(urljoin(f"{self.base}/", url))
        if site_path is None or FREE.match(url):
            return url
        path, suffix = site_path
        link = self._addresses.get(_plain(path), "")
        if link.startswith("{filename}/"):
            file = link.removeprefix("{filename}/")
            return next(place.address for place in self.places if place.file == file) + suffix
        return "/" + path.lstrip("/") + suffix

    def _resolve_placeholder(self, place: TextPlace, kind: str, value: str) -> str:
        """Return what replaces a placeholder of Pelican's."""
        path, suffix = _split_suffix(value)
        if kind == "index":
            return "/" + suffix
        if kind in TERMS:
            term = self.terms.find(kind, unquote(path))
            link = f"{{{kind}}}{term}"
            link = self._addresses.get(self._archives.get(link, "\0"), link)  # a text may have taken its place
            return link + suffix if term else value
        folder = "" if path.startswith("/") else posixpath.dirname(place.text.source)
        for name in (path, unquote(path)):
            source = posixpath.normpath(posixpath.join(folder, name.lstrip("/") if not folder else name))
            if kind in FILES and source in self._sources:
                return self._sources[source] + suffix
        absolute = urljoin(f"{self.base}/", quote(unquote(path).lstrip("/"), safe="/%")) + suffix
        if (place.text.source, value) not in self.dead:
            self.dead.append((place.text.source, value))
        return absolute

    def _site_path(self, absolute: str) -> tuple[str, str] | None:
        """Return path and rest of an address of the old site; None for any other."""
        base, parts = urlsplit(self.base), urlsplit(absolute)
        hosts = {(part.hostname or "").removeprefix("www.") for part in (base, parts)}
        if len(hosts) > 1 or parts.scheme not in ("http", "https") or base.port != parts.port:
            return None
        root = base.path.rstrip("/")
        if root and not f"{parts.path}/".startswith(f"{root}/"):
            return None
        query = f"?{parts.query}" if parts.query else ""
        return parts.path.removeprefix(root), query + (f"#{parts.fragment}" if parts.fragment else "")


def _split_suffix(value: str) -> tuple[str, str]:
    end = min((place for mark in "?#" if (place := value.find(mark)) >= 0), default=len(value))
    return value[:end], value[end:]


def _plain(path: str) -> str:
    """Return an address normalized for lookup."""
    return answered(unquote(path, errors="replace").lstrip("/")).strip("/")
