"""Collects the links and places of finished pages in one quick pass over the tags of HTML and feeds.

Pages are read as browsers do: comments, scripts and styles contain no tags, and an attribute ends at its own
quotation mark. Results are cached by the hash of the page, so a check reads only changed pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path

import msgspec

from lodestar.base.files import replace
from lodestar.base.values import Value
from lodestar.publishing.manifest import ReleaseFile

TAG = re.compile(
    r"<!--.*?-->|<(script|style)\b(?P<raw>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>.*?</\1\s*>"
    r"|<(?P<name>[a-zA-Z][\w:-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
ADDRESSES = frozenset({"href", "src", "poster", "action", "data"})
VERSION = 1


class Scanned(Value):
    """The links and places of a page."""

    links: tuple[str, ...]
    """Addresses as written, each once."""
    pictures: tuple[str, ...]
    """Addresses of files that the page loads: pictures, scripts, styles, sound."""
    ids: tuple[str, ...]


def scan(text: str) -> Scanned:
    """Return the links and places of a page."""
    links: dict[str, None] = {}
    pictures: dict[str, None] = {}
    ids: dict[str, None] = {}
    for tag in TAG.finditer(text):
        name = (tag["name"] or tag[1] or "").lower()
        attributes = tag["attributes"] if tag["name"] else tag["raw"]
        if not attributes or "=" not in attributes:
            continue
        for attribute in ATTRIBUTE.finditer(attributes):
            key = attribute[1].lower()
            if key == "id" or (key == "name" and name == "a"):
                ids[unescape(_value(attribute))] = None
            elif key in ADDRESSES and (key != "data" or name == "object"):
                is_file = key in ("src", "poster", "data") or (name == "link" and "stylesheet" in attributes)
                (pictures if is_file else links)[unescape(_value(attribute)).strip()] = None
            elif key in ("srcset", "imagesrcset"):
                for candidate in unescape(_value(attribute)).split(","):
                    if words := candidate.split():
                        pictures[words[0]] = None
    return Scanned(tuple(links), tuple(pictures), tuple(ids))


def _value(attribute: re.Match[str]) -> str:
    return attribute[2] or attribute[3] or attribute[4] or ""


def scan_files(
    folder: Path, files: Mapping[str, ReleaseFile], cache: Path | None, progress: Callable[[str, int, int], None]
) -> dict[str, Scanned]:
    """Return the scan of every page and feed among `files` below `folder`, with results cached in the file `cache`."""
    cached = _load(cache)
    pages = [path for path in files if path.endswith((".html", ".xml"))]
    results: dict[str, Scanned] = {}
    for number, path in enumerate(pages, start=1):
        key = files[path].hash
        if key not in cached:
            cached[key] = scan((folder / path).read_text(encoding="utf-8", errors="replace"))
            progress("Looking at pages", number, len(pages))
        results[path] = cached[key]
    _keep(cache, {files[path].hash: scanned for path, scanned in results.items()})
    return results


def _load(cache: Path | None) -> dict[str, Scanned]:
    if cache and cache.is_file():
        try:
            version, cached = msgspec.msgpack.decode(cache.read_bytes(), type=tuple[int, dict[str, Scanned]])
        except msgspec.MsgspecError:
            return {}
        return cached if version == VERSION else {}
    return {}


def _keep(cache: Path | None, scanned: Mapping[str, Scanned]) -> None:
    if cache:
        replace(cache, msgspec.msgpack.encode((VERSION, dict(scanned))))
