"""Pasted content as text of the site: its formatting as Markdown, its pictures as files of the site."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NoBase64
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

from lodestar.desk.pictures import Unfit, store
from lodestar.html_to_markdown.clipboard import clipboard
from lodestar.html_to_markdown.urls import host_of
from plugins.films.hosts import film

DATA = re.compile(r"data:image/[\w.+-]+(?:;[\w=-]+)*?(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)
BLIP = re.compile(
    r"\{\\pict(?:(?!\\pict).)*?\\(?:png|jpeg)blip\b(?:\{[^{}]*\}|\\[a-z]+-?\d*|\s)*([0-9a-fA-F\s]{64,})\}", re.DOTALL
)
"""A picture in RTF, in hexadecimal digits: the only form in which a browser gets pictures that Word copied."""
FRAMED = re.compile(r"^<(https?://[^\s<>]+)>$", re.MULTILINE)
SIGNED = re.compile(r"(?:\s|[-+*>|#]|\d+[.)]\s|```|~~~|!?\[|\*\*)")
"""The start of a line that was written as Markdown."""
ENDED = re.compile(r"[.!?:…\"”’)»]\s*$")
LONG = 90
"""Characters beyond which a line was not broken by hand."""


@dataclass(frozen=True)
class Brought:
    """A picture that came with a text: its path below content/, and what it shows."""

    path: str
    alt: str
    new: bool
    """Whether the site did not have it before."""


@dataclass
class Pictures:
    """Stores the pictures of one text in the site, and counts those that it could not store."""

    content: Path
    slug: Callable[[str], str]
    known: frozenset[str]
    """The site's own pictures."""
    origins: tuple[str, ...]
    """Origins of the site itself: that of the preview, and where it is published."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures that the text names and that came along with it, by their addresses in it."""
    name: str = "picture"
    brought: list[Brought] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    """Number of omitted pictures by host; the empty host is the author's computer."""
    faults: list[str] = field(default_factory=list)

    def __call__(self, address: str, alt: str) -> str:
        """Return the address of a picture in the text; empty for one that is left out."""
        if path := self._own(address):
            return f"{{static}}/{path}"
        data = self.files.get(address) or _embedded(address)
        if data is None:
            self.left[host_of(address) if address.startswith(("http://", "https://")) else ""] += 1
            return ""
        try:
            path, new = store(self.content, self.name, data, self.slug)
        except Unfit as reason:
            self.faults.append(str(reason))
            return ""
        self.brought.append(Brought(path, alt, new))
        return f"{{static}}/{path}"

    def _own(self, address: str) -> str:
        for origin in self.origins:
            path = unquote(address.removeprefix(f"{origin}/"))
            if path != address and path in self.known:
                return path
        return ""

    def notes(self) -> list[str]:
        """Return what the author should know of the pictures that were left out."""
        local_count = self.left[""]
        notes = [f"A picture of this text was left out: {fault}." for fault in dict.fromkeys(self.faults)]
        if local_count:
            notes.append(
                "A picture of this text lies on your computer: drop its file in where it belongs."
                if local_count == 1
                else f"{local_count} pictures of this text lie on your computer: drop their files in where they belong."
            )
        hosts = ", ".join(sorted(filter(None, self.left)))
        if elsewhere := sum(self.left.values()) - local_count:
            many = "A picture was" if elsewhere == 1 else f"{elsewhere} pictures were"
            notes.append(
                f"{many} left out, for it lies on another website ({hosts}): save it on your computer and drop it in, if you may show it."
                if elsewhere == 1
                else f"{many} left out, for they lie on other websites ({hosts}): save them on your computer and drop them in, if you may show them."
            )
        return notes


@dataclass(frozen=True)
class Insertion:
    """Markdown to insert into the text."""

    markdown: str
    inline: bool
    """Whether it goes into a paragraph."""


def insertion(html: str, plain: str, rtf: str, pictures: Pictures) -> Insertion:
    """Return what to insert for a clipboard. Raises TooMuch.

    Unformatted words that read as Markdown are taken as Markdown: code editors put colored HTML on the clipboard.
    """
    if not html.strip():
        return Insertion(in_paragraphs(plain), True)
    if rtf and "file:" in html:
        pictures.files = {**pictures.files, **_from_rtf(html, rtf)}
    pasted = clipboard(html, pictures, _without_origin(pictures.origins))
    if not pasted.formed and any(SIGNED.match(line) for line in plain.splitlines() if line.strip()):
        return Insertion(plain, "\n" not in plain.strip())
    return Insertion(with_films(pasted.markdown).strip("\n"), pasted.inline)


def with_films(markdown: str) -> str:
    """Return a text in which the address of a film, alone on its line, has no angle brackets."""
    return FRAMED.sub(lambda line: line[1] if film(line[1]) else line[0], markdown)


def in_paragraphs(plain: str) -> str:
    """Return plain text with an empty line between its paragraphs, where each is one line.

    Word and others separate paragraphs by a single line break, which Markdown ignores. Poems, addresses and letters
    that were broken by hand stay as they are.
    """
    text = plain.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.strip("\n").split("\n")
    if len(lines) < 2 or not all(line.strip() for line in lines) or any(SIGNED.match(line) for line in lines):
        return text
    ended = all(ENDED.search(line) for line in lines)
    return "\n\n".join(lines) if ended or max(map(len, lines)) > LONG else text


def _without_origin(origins: Sequence[str]) -> Callable[[str], str]:
    """Return a function that makes addresses of the site itself begin at its root."""

    def link(url: str) -> str:
        origin = next((origin for origin in origins if url == origin or url.startswith(f"{origin}/")), "")
        return url.removeprefix(origin) or "/" if origin else url

    return link


def _embedded(address: str) -> bytes | None:
    """Return the picture in a data URL (RFC 2397); None where there is none."""
    if not (match := DATA.match(address)):
        return None
    try:
        return b64decode(unquote_to_bytes(match[2])) if match[1] else unquote_to_bytes(match[2])
    except (NoBase64, ValueError):
        return None


def _from_rtf(html: str, rtf: str) -> dict[str, bytes]:
    """Return the pictures of Word's clipboard by their addresses; none where HTML and RTF hold different numbers of them."""
    addresses = re.findall(r"<img\b[^>]*?\ssrc=[\"']?(file:[^\"'>\s]*)", html)
    blips = [
        bytes.fromhex("".join(digits.split())) for digits in BLIP.findall(rtf) if len("".join(digits.split())) % 2 == 0
    ]
    return dict(zip(addresses, blips, strict=True)) if len(addresses) == len(blips) else {}
