"""Holds back files until a text that refers to them is published.

A picture, a recording or a handout gives away the draft that it was made for. A file is held back while only texts
that readers cannot see refer to it; a file to which nothing refers is copied.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lodestar.base.front_matter.mentions import plain_path
from lodestar.base.values import Source, leaves
from lodestar.engine.site import Site
from lodestar.engine.static import File

SEARCHED = (".html", ".xml", ".css", ".js", ".json", ".webmanifest", ".svg")
"""Endings of theme files that may name files below content/."""
LONGEST = 1000
"""The longest header value, in characters, that is taken for an address."""


def withhold(site: Site) -> None:
    """Move files to which only texts in `site.private` refer from `site.static` to `site.withheld`.

    Files in a folder of `site.guarded` are published only where a published text of that folder refers to them.
    """
    values = tuple(site.sources())
    claimed = {path for value in values if value.path in site.private for path in references_of(value)}
    candidates = {
        _folded(file.path): file
        for file in site.static
        if _guarded_folder(site, file.path) or _folded(file.path) in claimed
    }
    if not candidates:
        return
    published: set[str] = set()
    for value in values:
        if value.path not in site.private:
            folder = _guarded_folder(site, value.path)
            published.update(
                path
                for path in references_of(value)
                if path in candidates and _may_publish(site, candidates[path].path, folder)
            )
    unguarded = [path for path in candidates.keys() - published if not _guarded_folder(site, candidates[path].path)]
    published.update(_named(site, unguarded, candidates))
    withheld = {file.path: file.hash for key, file in candidates.items() if key not in published}
    site.withheld = {**site.withheld, **withheld}
    site.static = tuple(file for file in site.static if file.path not in withheld)


def _guarded_folder(site: Site, path: str) -> str:
    """Return the guarded folder that a file lies in; empty for none."""
    return next((folder for folder in site.guarded if path.startswith(folder)), "")


def _may_publish(site: Site, path: str, folder: str) -> bool:
    """Return whether a published text in the guarded `folder` (empty for none) publishes a file."""
    return _guarded_folder(site, path) in ("", folder)


def references_of(value: Source) -> Iterator[str]:
    """Yield every path below content/ to which a text refers, folded for comparison: by links and pictures in its
    Markdown and HTML, and by any value of its header."""
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
    """Return a path folded for comparison: a draft may spell it in another case or Unicode form than the disk."""
    return (path if path.isascii() else unicodedata.normalize("NFC", path)).casefold()


def _named(site: Site, paths: Iterable[str], candidates: Mapping[str, File]) -> Iterator[str]:
    """Yield the paths that the settings or the theme name: a logo is published whatever texts show it."""
    paths = list(paths)
    if not paths:
        return
    texts = [repr(value) for name, value in site.settings.items() if name.isupper() and name not in ("DECLARED", "NOW")]
    texts += (path.read_text("utf-8", "replace") for path in _searched_files(Path(site.settings["THEME"])))
    text = "\n".join(texts)
    for path in paths:
        file = candidates[path].path
        if file in text or site.addresses.static(file) in text or site.addresses.copied(file) != file:
            yield path


def _searched_files(theme: Path) -> Iterator[Path]:
    return (path for path in sorted(theme.rglob("*")) if path.suffix in SEARCHED and path.is_file())
