"""Deleting and restoring a text or a picture: its content is kept as a version."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lodestar.base.front_matter.header import Fault, decode, split
from lodestar.base.site_file import SITE_FILE
from lodestar.desk.kinds import kind_of
from lodestar.desk.library import Row
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.readers import HELD
from lodestar.desk.rules import change_rules
from lodestar.desk.saving import read, readable, save
from lodestar.publishing.ledger import known_ledger
from plugins.redirects.rules import GONE

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

DELETABLE = ("post", "page", "tag", "category", "author", "call")
"""Kinds whose files can be deleted at the desk."""
PICTURES = "images/"
NAME = re.compile(r"[^\s()\[\]<>\"'/|,]+\.\w{2,5}")
"""A file name in a text that may be that of a picture."""


def is_picture(path: str) -> bool:
    """Return whether a file lies where pictures do."""
    return path.startswith(PICTURES) and not path.endswith(".md")


def hindrance(desk: Desk, path: str) -> str:
    """Return why a file cannot be deleted, for the author; empty where it can be."""
    if is_picture(path):
        if is_of_site(desk.content, path):
            return "your site shows it; choose another one under “Your site” first"
        users = uses(desk.content, desk.library.rows()).get(path.rpartition("/")[2], ())
        return (
            f"it is shown in {', '.join(f'“{row.title}”' for row in users)}; take it out there first" if users else ""
        )
    row = desk.library.row(path)
    if row is None or row.kind not in DELETABLE:
        return "there is no such text or picture"
    if row.kind in ("post", "page") and desk.state_of(row) in HELD:
        return "readers have it; retire it first, so that its address still answers, and publish"
    return ""


def delete(desk: Desk, path: str) -> None:
    """Delete a file once a version of it is kept. Raises PathRefused where `hindrance` objects, OSError."""
    if reason := hindrance(desk, path):
        raise PathRefused(reason)
    file = place(desk.content, path)
    data = read(file)
    if data is None:
        raise PathRefused("it is not there any more")
    desk.versions.keep(path, data)
    if not (versions := desk.versions.of(path)) or desk.versions.read(path, versions[0].name) != data:
        raise PathRefused("what it holds could not be kept, so it stays")
    file.unlink()
    url = f"/{path}"
    if is_picture(path) and url in known_ledger(desk.content)[0].addresses:
        _rules(desk, [(url, GONE)], [url])
    desk.changed()


def put_back(desk: Desk, path: str) -> None:
    """Restore the last version of a deleted file. Raises PathRefused, OSError, and Changed where another file is in its
    place.
    """
    versions = desk.versions.of(path)
    data = desk.versions.read(path, versions[0].name) if versions else None
    if data is None:
        raise PathRefused("nothing is kept of it")
    save(place(desk.content, path), data, "")
    if is_picture(path):
        _rules(desk, [], [f"/{path}"])
    desk.changed()


def deleted(desk: Desk) -> list[tuple[str, float, str]]:
    """Return path, time of the last version and title of each file that has versions and no longer exists, newest first."""
    paths = [path for path in desk.versions.paths() if not (desk.content / path).exists()]
    last = [(path, desk.versions.of(path)[0]) for path in paths if is_picture(path) or kind_of(path)]
    results = [(path, version.when, _called(path, desk.versions.read(path, version.name))) for path, version in last]
    return sorted(results, key=lambda pair: (-pair[1], pair[0]))


def _called(path: str, data: bytes | None) -> str:
    """Return the title of a text in quotes; the name of its file where it has none."""
    kind, name = kind_of(path), path.rpartition("/")[2]
    try:
        title = split(decode(data or b"")).fields.get(kind.heading) if kind else ""
    except Fault:
        title = ""
    return f"“{title}”" if title and isinstance(title, str) else name


def uses(content: Path, rows: tuple[Row, ...]) -> Mapping[str, list[Row]]:
    """Return the texts that name each picture, by the picture's file name."""
    results: dict[str, list[Row]] = {}
    for row in rows:
        text = unquote((readable(content / row.path) or b"").decode("utf-8", "replace"))
        for name in sorted(set(NAME.findall(text))):
            results.setdefault(name, []).append(row)
    return results


def is_of_site(content: Path, path: str) -> bool:
    """Return whether `site.yaml` names a picture: as portrait, logo or header."""
    return path in unquote((readable(content / SITE_FILE) or b"").decode("utf-8", "replace"))


def redirect(desk: Desk, old: str, new: str) -> None:
    """Redirect an address to another one. Raises OSError, Changed."""
    _rules(desk, [(old, new)], [old])


def _rules(desk: Desk, added: list[tuple[str, str]], removed: list[str]) -> None:
    if change_rules(Path(desk.settings["REDIRECTS"].file), added, removed):
        desk.builder.want(anew=True)  # redirect rules are part of the settings
