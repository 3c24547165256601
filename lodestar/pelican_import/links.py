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
        self._addresses |= {_plain(path): "{static}/" + quoted(here) for path, here in self.outputs.items()}
        for place in self.places:
            if place.public:
                for path in (place.old, "/" + place.text.url):
                    self._addresses[_plain(path)] = "{filename}/" + place.file

    def here(self, place: TextPlace, url: str) -> str:
        """Return what a text has here instead of an address."""
        url = url.strip()
        if not url or url.startswith("#") or FREE.match(url):
            return url
        if match := PLACEHOLDER.match(url):
            return self._placed(place, match[1].lower(), match[2])
        try:
            absolute = urljoin(f"{self.base}/{place.text.url}", url.replace(" ", "%20"))
            inside = self._inside(absolute)
        except ValueError:
            return url
        if inside is None:
            return url if urlsplit(url).scheme or url.startswith("//") or not SAFE_URL.match(url) else absolute
        path, more = inside
        if link := self._addresses.get(_plain(path)):
            own = link == "{filename}/" + place.file and more.startswith("#")
            return more if own else link + more
        return "/" + more if _plain(path) == "" else absolute

    def address(self, url: str) -> str:
        """Return the address here for one in the old settings, such as `pages/about.html`."""
        inside = self._inside(urljoin(f"{self.base}/", url))
        if inside is None or FREE.match(url):
            return url
        path, more = inside
        link = self._addresses.get(_plain(path), "")
        if link.startswith("{filename}/"):
            file = link.removeprefix("{filename}/")
            return next(place.address for place in self.places if place.file == file) + more
        return "/" + path.lstrip("/") + more

    def _placed(self, place: TextPlace, what: str, value: str) -> str:
        """Return what replaces a placeholder of Pelican's."""
        path, more = _parted(value)
        if what == "index":
            return "/" + more
        if what in TERMS:
            named = self.terms.find(what, unquote(path))
            link = f"{{{what}}}{named}"
            link = self._addresses.get(self._archives.get(link, "\0"), link)  # a text may have taken its place
            return link + more if named else value
        folder = "" if path.startswith("/") else posixpath.dirname(place.text.source)
        for name in (path, unquote(path)):
            source = posixpath.normpath(posixpath.join(folder, name.lstrip("/") if not folder else name))
            if what in FILES and source in self._sources:
                return self._sources[source] + more
        absolute = urljoin(f"{self.base}/", quote(unquote(path).lstrip("/"), safe="/%")) + more
        if (place.text.source, value) not in self.dead:
            self.dead.append((place.text.source, value))
        return absolute

    def _inside(self, absolute: str) -> tuple[str, str] | None:
        """Return path and rest of an address of the old site; None for any other."""
        own, other = urlsplit(self.base), urlsplit(absolute)
        hosts = {(part.hostname or "").removeprefix("www.") for part in (own, other)}
        if len(hosts) > 1 or other.scheme not in ("http", "https") or own.port != other.port:
            return None
        root = own.path.rstrip("/")
        if root and not f"{other.path}/".startswith(f"{root}/"):
            return None
        query = f"?{other.query}" if other.query else ""
        return other.path.removeprefix(root), query + (f"#{other.fragment}" if other.fragment else "")


def _parted(value: str) -> tuple[str, str]:
    end = min((place for mark in "?#" if (place := value.find(mark)) >= 0), default=len(value))
    return value[:end], value[end:]


def _plain(path: str) -> str:
    """Return an address normalized for lookup."""
    return answered(unquote(path, errors="replace").lstrip("/")).strip("/")
