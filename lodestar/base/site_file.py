"""The author's values in `content/site.yaml`, as `pelicanconf.py` reads them.

The file is a kind of content: its keys are checked when the site is read (`SiteHeader`, and what features declare with
`get_fields` for "site"). Settings are needed before that, so invalid values are silently left out here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""The short name of a language (BCP 47)."""
SITE_FILE = "site.yaml"
"""The file directly below the content folder."""
KEPT = "site.json"
"""The file in the cache that keeps the values."""
SAMPLE_ID = "urn:uuid:8dbc972c-6631-421f-b3a9-813279888194"
"""The id of the sample's feeds: a site with it has no values of its own yet."""
SAMPLE_MENU = (
    ("Blog", "/"), ("Subjects", "/tags/"), ("Course", "/courses/lead-from-the-heart/"), ("Workshops", "/workshops/"),
    ("About", "/about/"), ("Follow", "/subscribe/"), ("Search", "/search/"),
)  # fmt: skip
_folder: ContextVar[Path | None] = ContextVar("content folder", default=None)


@contextmanager
def site_of(content: Path) -> Iterator[None]:
    """Let `read_site` read the file of another content folder, if it has one, while settings are read."""
    token = _folder.set(content if (content / SITE_FILE).is_file() else None)
    try:
        yield
    finally:
        _folder.reset(token)


def read_site(content: Path, cache: Path | None = None) -> dict[str, Any]:
    """Return the values in a content folder's site file by key: strings, and pairs for a menu.

    Empty for a missing or unreadable file. Values that a build has kept in the folder `cache` are not parsed
    again: importing a YAML parser takes a tenth of a build that finds nothing to do.
    """
    try:
        data = ((_folder.get() or content) / SITE_FILE).read_bytes()
    except OSError:
        return {}
    stored = _read_kept(cache) if cache else {}
    if stored and stored.get("key") == _key(data):
        return {
            key: tuple(map(tuple, value)) if isinstance(value, list) else value
            for key, value in stored["values"].items()
        }
    return _parsed(data)


def keep_site(content: Path, cache: Path) -> None:
    """Keep the values of the site in the folder `cache`, unless they are there already."""
    from lodestar.base.files import replace

    with suppress(OSError):
        data = (content / SITE_FILE).read_bytes()
        if _read_kept(cache).get("key") != (key := _key(data)):
            replace(cache / KEPT, json.dumps({"key": key, "values": _parsed(data)}).encode())


def _read_kept(cache: Path) -> dict[str, Any]:
    try:
        stored: dict[str, Any] = json.loads((cache / KEPT).read_bytes())
    except (OSError, ValueError):
        return {}
    return stored


def _key(data: bytes) -> str:
    """Return a hash of a file and of the code that reads it."""
    code = (Path(__file__), Path(__file__).parent / "front_matter" / "header.py")
    return hashlib.blake2b(b"\0".join([data, *(path.read_bytes() for path in code)]), digest_size=16).hexdigest()


def _parsed(data: bytes) -> dict[str, Any]:
    from lodestar.base.front_matter.header import Fault, decode, mapping

    try:
        fields = mapping(decode(data)).fields
    except Fault:
        return {}
    values = ((key, _usable(key, value)) for key, value in fields.items())
    return {key: value for key, value in values if value}


def _usable(key: str, value: Any) -> Any:
    """Return a value in the form of settings; None for one that would crash programs before it can be refused."""
    if isinstance(value, str) and key not in ("menu", "footer"):
        line = " ".join(value.split())
        if (key == "timezone" and not is_zone(line)) or (key == "language" and not LANGUAGE.fullmatch(line)):
            return None
        if key == "language":
            return usual_form(line)
        return line.rstrip("/") if key == "address" else line
    if isinstance(value, dict):
        return tuple((label, url) for label, url in value.items() if isinstance(url, str))
    return None


def usual_form(language: Any) -> Any:
    """Return a language tag in its usual form; an invalid one as it is."""
    from lodestar.base.language_tags import read_tag

    with suppress(ValueError):
        return read_tag(language) if isinstance(language, str) else language
    return language


def is_zone(name: str) -> bool:
    """Return whether a time zone of that name exists."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # ZoneInfoNotFoundError is a KeyError; a folder's name is an OSError
        return False
    return True
