"""Which files wait until a text that leads to them is published.

A picture, a recording or a handout tells of the draft that it was made for. So a file is held back while only texts that
readers cannot see lead to it; a file to which nothing leads is copied.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lodestar.base.front_matter.mentions import plain_path
from lodestar.base.values import Source, leaves
from lodestar.engine.site import File, Site

ASKED = (".html", ".xml", ".css", ".js", ".json", ".webmanifest", ".svg")
"""Endings of the theme's files that may name files below content/."""
LONGEST = 1000
"""Characters of an entry of a header that may be an address."""


def withhold(site: Site) -> None:
    """Move files that only texts in `site.private` lead to from `site.static` to `site.withheld`.

    Files in a folder of `site.guarded` go out only where a published text of that folder leads to them.
    """
    values = [value for kind in site.content.values() for value in kind]
    claimed = {path for value in values if value.path in site.private for path in led_to(value)}
    waiting = {
        _folded(file.path): file for file in site.static if _guard(site, file.path) or _folded(file.path) in claimed
    }
    if not waiting:
        return
    free: set[str] = set()
    for value in values:
        if value.path not in site.private:
            folder = _guard(site, value.path)
            free.update(path for path in led_to(value) if path in waiting and _may(site, waiting[path].path, folder))
    open_ones = [path for path in waiting.keys() - free if not _guard(site, waiting[path].path)]
    free.update(_named(site, open_ones, waiting))
    held = {file.path: file.hash for key, file in waiting.items() if key not in free}
    site.withheld = {**site.withheld, **held}
    site.static = tuple(file for file in site.static if file.path not in held)


def _guard(site: Site, path: str) -> str:
    """The guarded folder that a file lies in; empty for none."""
    return next((folder for folder in site.guarded if path.startswith(folder)), "")


def _may(site: Site, path: str, folder: str) -> bool:
    """Whether a published text that lies in the guarded `folder`, or in none, publishes a file."""
    return _guard(site, path) in ("", folder)


def led_to(value: Source) -> Iterator[str]:
    """Every path below content/ to which a text leads, as names are compared: by links and pictures in its Markdown and
    HTML, and by any entry of its header."""
    for leaf in leaves(value):
        if isinstance(leaf, str):
            if "." in leaf and len(leaf) < LONGEST:
                yield _folded(plain_path(leaf))
            continue
        yield from map(_folded, leaf.mentions)
        for reference in leaf.references:
            if reference.kind in ("static", "filename"):
                yield _folded(reference.target)
            elif reference.kind == "path":
                yield _folded(plain_path(reference.target))


def _folded(path: str) -> str:
    """A path as names are compared here: a draft may spell one otherwise than the disk does."""
    return (path if path.isascii() else unicodedata.normalize("NFC", path)).casefold()


def _named(site: Site, paths: Iterable[str], waiting: Mapping[str, File]) -> Iterator[str]:
    """Those of some files that the settings or the theme name: a logo is published whatever texts show it."""
    paths = list(paths)
    if not paths:
        return
    told = [repr(value) for name, value in site.settings.items() if name.isupper() and name not in ("DECLARED", "NOW")]
    told += (path.read_text("utf-8", "replace") for path in _asked(Path(site.settings["THEME"])))
    text = "\n".join(told)
    for path in paths:
        file = waiting[path].path
        if file in text or site.addresses.static(file) in text or site.addresses.copied(file) != file:
            yield path


def _asked(theme: Path) -> Iterator[Path]:
    return (path for path in sorted(theme.rglob("*")) if path.suffix in ASKED and path.is_file())
