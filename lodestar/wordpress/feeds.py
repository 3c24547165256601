"""Saved copies of the live feed: the ids subscribers know, which win over those of the export."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.parsers import expat

from lodestar.wordpress.places import path_of
from lodestar.wordpress.problems import Refused


def guids(paths: Iterable[Path]) -> dict[str, str]:
    """The id of each entry of RSS or Atom feeds, by the path of its link. Raises Refused."""
    found: dict[str, str] = {}
    for path in paths:
        for link, guid in _entries(path):
            if link and guid:
                found.setdefault(path_of(link).rstrip("/"), guid)
    return found


def _entries(path: Path) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    entry: dict[str, str] = {}
    text: list[str] = []
    inside = False
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        text.clear()
        if name in ("item", "entry"):
            inside = True
            entry.clear()
        elif inside and name == "link" and attributes.get("rel", "alternate") == "alternate" and "href" in attributes:
            entry["link"] = attributes["href"]

    def end(name: str) -> None:
        nonlocal inside
        if name in ("item", "entry"):
            inside = False
            found.append((entry.get("link", ""), entry.get("guid", "") or entry.get("id", "")))
        elif inside and name in ("link", "guid", "id"):
            entry.setdefault(name, " ".join("".join(text).split()))
        text.clear()

    def doctype(*_: object) -> None:
        raise Refused(str(path), parser.CurrentLineNumber, "a document type (<!DOCTYPE)", "save the feed itself")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(path.read_bytes(), True)
    except expat.ExpatError as error:
        what = f"this feed is not well-formed XML ({expat.errors.messages.get(error.code, error)})"
        raise Refused(str(path), error.lineno, what, "save it again, as the address /feed/ gives it") from None
    except OSError as error:
        raise Refused(str(path), 1, f"cannot be read ({error.strerror})", "name a saved copy of the feed") from None
    if not found:
        raise Refused(str(path), 1, "there is no entry in this feed", "save it again, as the address /feed/ gives it")
    return found
