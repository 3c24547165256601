"""Saved copies of the live feed: the ids that subscribers know, which override those in the export."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from lodestar.wordpress.files import one_line
from lodestar.wordpress.index import ExportIndex
from lodestar.wordpress.model import WxrItem
from lodestar.wordpress.places import ItemPlace, path_of
from lodestar.wordpress.problems import ImportNote, ImportRefused

TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|source|ref|campaign|medium)=[^&]*&?", re.IGNORECASE)
"""Query parameters by which a feed counts its readers."""
SCHEME = re.compile(r"^https?://", re.IGNORECASE)


class SavedEntry(NamedTuple):
    """An entry of a saved feed."""

    path: str
    """The file of its feed."""
    links: tuple[str, ...]
    """Its own address, and the one that counts readers."""
    guid: str


def saved(paths: Iterable[Path]) -> list[SavedEntry]:
    """Return the entries of RSS or Atom feeds. Raises ImportRefused."""
    return [entry for path in paths for entry in _entries(path)]


def ids(
    index: ExportIndex, places: Mapping[int, ItemPlace], entries: Sequence[SavedEntry]
) -> tuple[dict[int, str], list[SavedEntry]]:
    """Return the feed id of each post, and the saved entries that match no post.

    The id is the one in the saved feed, else the export's, unless another post has it. An entry is matched by the
    path of its address, or by its id, whatever its scheme.
    """
    by_key: dict[str, SavedEntry] = {}
    for entry in entries:
        for key in (*(_key(link) for link in entry.links), f"guid {SCHEME.sub('', entry.guid)}"):
            by_key.setdefault(key, entry)
    results: dict[int, str] = {}
    used_guids: set[str] = set()
    matched: set[SavedEntry] = set()
    for number, place in sorted(places.items(), key=lambda pair: (not pair[1].public, pair[0])):
        if place.kind != "post":
            continue
        item = index.items[number]
        saved_entry = next((by_key[key] for key in _keys(item, place) if key in by_key), None)
        guid = saved_entry.guid if saved_entry else one_line(item.guid)
        if saved_entry:
            matched.add(saved_entry)
        if guid and guid in used_guids:
            fault = f'the id "{guid}" is also that of another post'
            index.notes.append(
                ImportNote(*item.place, fault, "this one gets an id of its own, so that feeds show both", "fault")
            )
            continue
        used_guids.add(guid)
        results[number] = guid
    return results, [entry for entry in dict.fromkeys(entries) if entry not in matched]


def _keys(item: WxrItem, place: ItemPlace) -> list[str]:
    """Return the keys by which a saved entry may match a post, the most certain first."""
    paths = [path.rstrip("/") for path in (place.old, place.address, f"/?p={item.id}") if path]
    return [*paths, f"guid {SCHEME.sub('', one_line(item.guid))}"]


def _key(link: str) -> str:
    """Return the path of an address; its query only where the path says nothing, as in `/?p=123`."""
    path, _, query = path_of(link).partition("?")
    query = TRACKING.sub("", query).strip("&")
    return path.rstrip("/") if path.strip("/") or not query else f"{path}?{query}"


def _entries(path: Path) -> list[SavedEntry]:
    entries: list[SavedEntry] = []
    entry: dict[str, str] = {}
    text: list[str] = []
    in_entry = False
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal in_entry
        text.clear()
        if name in ("item", "entry"):
            in_entry = True
            entry.clear()
        elif in_entry and name == "link" and attributes.get("rel", "alternate") == "alternate" and "href" in attributes:
            entry["link"] = attributes["href"]

    def end(name: str) -> None:
        nonlocal in_entry
        local = name.rpartition(":")[2]
        if name in ("item", "entry"):
            in_entry = False
            links = tuple(filter(None, (entry.get("origLink", ""), entry.get("link", ""))))
            guid = entry.get("guid", "") or entry.get("id", "")
            if links and guid:
                entries.append(SavedEntry(str(path), links, guid))
        elif in_entry and (name in ("link", "guid", "id") or local == "origLink"):
            entry.setdefault(local, " ".join("".join(text).split()))
        text.clear()

    def doctype(*_: object) -> None:
        raise ImportRefused(str(path), parser.CurrentLineNumber, "a document type (<!DOCTYPE)", "save the feed itself")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(path.read_bytes().lstrip(), True)
    except expat.ExpatError as error:
        fault = f"this feed is not well-formed XML ({expat.errors.messages.get(error.code, error)})"
        raise ImportRefused(str(path), error.lineno, fault, "save it again, as the address /feed/ gives it") from None
    except OSError as error:
        raise ImportRefused(
            str(path), 1, f"cannot be read ({error.strerror})", "name a saved copy of the feed"
        ) from None
    if not entries:
        raise ImportRefused(
            str(path), 1, "there is no entry in this feed", "save it again, as the address /feed/ gives it"
        )
    return entries
