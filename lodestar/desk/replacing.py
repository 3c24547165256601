"""Replacing a picture: the texts that show it show the new one, and the old one is kept as a version."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from lodestar.base.digest import digest
from lodestar.base.site_file import SITE_FILE
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.pictures import prepared
from lodestar.desk.removing import hindrance, is_of_site, is_picture, redirect, uses
from lodestar.desk.saving import read, save
from lodestar.publishing.ledger import known_ledger

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

SAME_FORMAT = {"jpeg": "jpg", "jpe": "jpg"}
"""Extensions that mean the same format as another one."""


def replace_picture(desk: Desk, path: str, data: bytes) -> str:
    """Replace a picture and return its path, which differs where its format does.

    Then texts name the new path, and the old address redirects to it. Raises PathRefused, Unfit, Changed, OSError.
    """
    file = place(desk.content, path)
    old = read(file) if is_picture(path) else None
    if old is None:
        raise PathRefused("there is no such picture any more")
    ready, ending = prepared(data)
    desk.versions.keep(path, old)
    stem, _, old_ending = path.rpartition(".")
    if SAME_FORMAT.get(old_ending.lower(), old_ending.lower()) == ending:
        save(file, ready, digest(old))
        desk.changed()
        return path
    new = next(name for name in _names(stem, ending) if not place(desk.content, name).exists())
    save(place(desk.content, new), ready, "")
    desk.library.refresh()
    named = [row.path for row in uses(desk.content, desk.library.rows()).get(path.rpartition("/")[2], [])]
    for name in [*named, *([SITE_FILE] if is_of_site(desk.content, path) else [])]:
        text = place(desk.content, name)
        old_text = read(text) or b""
        new_text = old_text.replace(path.encode(), new.encode()).replace(quote(path).encode(), quote(new).encode())
        if new_text != old_text:
            desk.versions.keep(name, old_text)
            save(text, new_text, digest(old_text))
    desk.library.refresh()
    if not hindrance(desk, path):
        file.unlink()
        if f"/{path}" in known_ledger(desk.content)[0].addresses:
            redirect(desk, f"/{path}", f"/{new}")
    desk.changed()
    return new


def _names(stem: str, ending: str) -> list[str]:
    return [f"{stem}.{ending}", *(f"{stem}-{number}.{ending}" for number in range(2, 1000))]
