"""What the HTML of a text loads from elsewhere or runs inline, beyond the site's own files."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html.parser import HTMLParser
from string import ascii_lowercase

from msgspec.structs import replace

from lodestar.base.csp import address, allows
from lodestar.base.markers import URL, WORD
from lodestar.base.policy import Policy
from lodestar.base.values import Load, Reference

ADDRESSES = {
    ("img", "src"): ("img-src", "picture"),
    ("image", "href"): ("img-src", "picture"),
    ("image", "xlink:href"): ("img-src", "picture"),
    ("feimage", "href"): ("img-src", "picture"),
    ("feimage", "xlink:href"): ("img-src", "picture"),
    ("input", "src"): ("img-src", "picture"),
    ("video", "poster"): ("img-src", "picture"),
    ("video", "src"): ("media-src", "film"),
    ("audio", "src"): ("media-src", "sound"),
    ("track", "src"): ("media-src", "track"),
    ("iframe", "src"): ("frame-src", "frame"),
    ("frame", "src"): ("frame-src", "frame"),
    ("object", "data"): ("object-src", "embedded object"),
    ("embed", "src"): ("object-src", "embedded object"),
    ("script", "src"): ("script-src-elem", "script"),
    ("form", "action"): ("form-action", "form"),
    ("button", "formaction"): ("form-action", "form"),
    ("input", "formaction"): ("form-action", "form"),
    ("base", "href"): ("base-uri", "base tag"),
}
"""Attributes that hold an address, with the directive that governs it and the author's word for it."""
TAG = re.compile(rb"<([a-z]+)")
TAGS = frozenset(tag.encode() for tag in {tag for tag, _ in ADDRESSES} - {"img"} | {"link", "source", "style"})
LETTERS = ascii_lowercase.encode()
ENDINGS = (b"style", b"srcset", b"background")
"""How the names of attributes end, in lower case, in texts that may load more than the site's own pictures."""
PICTURE = re.compile(rf"<img\b(?![^>]*?\ssrc\s*=\s*[\"']?{WORD})".encode())
"""Matches, in lower case, a picture that is not the site's own."""
CHOICES = {"img": ("img-src", "picture"), "source": ("img-src", "picture")}
"""Elements whose `srcset` lists pictures."""
LINKS = {
    "stylesheet": ("style-src-elem", "stylesheet"),
    "icon": ("img-src", "picture"),
    "manifest": ("manifest-src", "manifest"),
    "modulepreload": ("script-src-elem", "script"),
}
PRELOADS = {
    "font": ("font-src", "font"),
    "style": ("style-src-elem", "stylesheet"),
    "script": ("script-src-elem", "script"),
    "image": ("img-src", "picture"),
}
SCRIPTS = re.compile(r"|module|importmap|speculationrules|(?:text|application)/(?:x-)?(?:java|ecma|j|live)script[\d.]*")
"""Script types that are executed; others are data, which no policy forbids."""
CANDIDATE = re.compile(r"([\s,]*)([^\s,](?:\S*[^\s,])?)(,+(?=\s|$)|\s+(?:\([^)]*\)?|[^,(])*|$)")
"""Matches a candidate of a `srcset`: what precedes the address, the address, its descriptor (HTML, 4.8.4.4.2)."""
STRICTEST, ELSEWHERE = Policy(), "https://site.invalid/"


def loads_in(html: str, references: Sequence[Reference] = ()) -> tuple[Load, ...]:
    """Return what the HTML of a document loads or runs that a page limited to the site's own files may not."""
    return tuple(_Finder(html, references).loads) if _may_load(html) else ()


def _may_load(html: str) -> bool:
    """Return whether some HTML may load more than the site's own pictures. Few texts do, and little of them is looked at."""
    lower = html.encode(errors="surrogatepass").lower()  # bytes, because it is the letters of ASCII alone that matter
    if not TAGS.isdisjoint(TAG.findall(lower)) or b"javascript:" in lower or PICTURE.search(lower):
        return True
    for part in lower.split(b"=")[:-1]:
        name = part.rstrip()
        word = name[len(name.rstrip(LETTERS)) :]
        if name.endswith(ENDINGS) or b"on" in word[:-1]:
            return True
    return False


class _Finder(HTMLParser):
    def __init__(self, html: str, references: Sequence[Reference]) -> None:
        super().__init__()
        self.loads: list[Load] = []
        self._references = references
        self._media = ("media-src", "film")
        """The directive and noun of a `source`, by the element around it."""
        self._inline: tuple[str, str] | None = None
        """The directive that governs the open script or style element, and its name."""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in reversed(attrs)}  # the first of two counts
        if tag in ("audio", "video"):
            self._media = ("media-src", "sound" if tag == "audio" else "film")
        count = len(self.loads)
        for name, value in attributes.items():
            self._attribute(tag, name, value)
        if tag in ("audio", "video") and attributes.get("data-length", "").isdecimal():
            length, type = int(attributes["data-length"][:15]), attributes.get("data-type", "")
            self.loads[count:] = [
                replace(load, length=length, type=type) if load.directive == "media-src" else load
                for load in self.loads[count:]
            ]
        if tag == "source" and "src" in attributes:
            self._load(*self._media, attributes["src"])
        if tag in CHOICES:
            for url in candidates(attributes.get("srcset", "")):
                self._load(*CHOICES[tag], url)
        if tag == "link":
            self._link(attributes)
        if tag == "iframe":
            self.loads += loads_in(attributes.get("srcdoc", ""))
        if tag == "style":
            self._inline = ("style-src-elem", "inline stylesheet")
        elif (
            tag == "script"
            and "src" not in attributes
            and SCRIPTS.fullmatch(attributes.get("type", "").strip().lower())
        ):
            self._inline = ("script-src-elem", "inline script")

    def handle_data(self, data: str) -> None:
        if self._inline and data.strip():
            directive, noun = self._inline
            self._note(directive, noun, data, next(line for line in data.split("\n") if line.strip()).strip())
        self._inline = None

    def handle_endtag(self, tag: str) -> None:
        self._inline = None

    def _attribute(self, tag: str, name: str, value: str) -> None:
        kind = ADDRESSES.get((tag, name))
        if name == "background":
            kind = ("img-src", "picture")
        if kind:
            self._load(*kind, value)
        elif not value.strip():
            return
        elif name == "style":
            self._note("style-src-attr", "inline style", value, value)
        elif name.startswith("on"):
            self._note("script-src-attr", "inline script", value, value)
        elif name in ("href", "xlink:href") and re.match(r"\s*javascript:", value, re.IGNORECASE):
            self._note("script-src-elem", "script link", value, value)

    def _link(self, attributes: dict[str, str]) -> None:
        words = attributes.get("rel", "").lower().split()
        kinds = [LINKS[word] for word in words if word in LINKS]
        if "preload" in words and attributes.get("as") in PRELOADS:
            kinds.append(PRELOADS[attributes["as"]])
        for kind in kinds:
            self._load(*kind, attributes.get("href", ""))

    def _load(self, directive: str, noun: str, url: str) -> None:
        """Record an address, unless it is one of the site's own files and allowed there."""
        written = url
        for number, reference in enumerate(self._references if WORD in url else ()):
            if url == URL.format(number):
                url, written = f"/{reference.target.lstrip('/')}{reference.suffix}", reference.written
        if re.match(r"\s*javascript:", url, re.IGNORECASE):
            self._note("script-src-elem", "script link", url, written)
            return
        page, sources = address(ELSEWHERE, ELSEWHERE), STRICTEST.sources(directive)
        target = address(url, ELSEWHERE)
        if not url.strip() or target is None or page is None or sources is None or allows(sources, target, page):
            return
        self.loads.append(Load(directive, noun, url, "", written))

    def _note(self, directive: str, noun: str, text: str, written: str) -> None:
        digest = b64encode(sha256(text.encode()).digest()).decode()
        self.loads.append(Load(directive, noun, "", f"'sha256-{digest}'", written))


def candidates(srcset: str) -> Iterator[str]:
    """Return the addresses of a `srcset`."""
    return (match[2] for match in CANDIDATE.finditer(srcset))
