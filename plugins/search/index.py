"""Makes the files of a search index with Pagefind, and caches them by their input."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lodestar.base import html
from lodestar.base.files import replace
from lodestar.base.fingerprints import fingerprint
from lodestar.base.front_matter import words
from lodestar.base.front_matter.words import with_spaces
from lodestar.base.languages import current
from lodestar.base.problems import Problem, TemplateFault
from plugins.search.core import SearchIndex
from plugins.search.steady import steady

if TYPE_CHECKING:
    from lodestar.engine.render import HtmlByKey, Places

FOLDER = "search"
"""Below `CACHE_PATH`."""
NEEDED = frozenset({"pagefind.js", "pagefind-worker.js", "pagefind-entry.json"})
"""Pagefind's files that the search page loads, besides the index itself."""
KEPT = 60
"""The number of cached indexes, including those of other output folders and earlier days."""


class IndexFailed(Exception):
    """Pagefind could not make an index; the message says why."""


Pieces = dict[str, str]
"""The hash of each file of an index by its path."""


def files(value: SearchIndex, places: Places) -> dict[str, bytes]:
    """Return the bytes of each file of an index by its path; Pagefind runs only for an index that is not cached.

    Raises TemplateFault.
    """
    assert places.cache is not None
    home = places.cache / FOLDER
    try:
        listing = home / f"{fingerprint((value, current().code, current().digest, _code()))}.json"
        return _cached_files(listing) or _make_files(value, places.bodies, home, listing)
    except (IndexFailed, OSError) as error:
        cure = 'mend this, or write SEARCH = {"enabled": False}'
        fault = f"the search index could not be made ({error})"
        raise TemplateFault(Problem("pelicanconf.py", 1, fault, cure)) from None


def _cached_files(listing: Path) -> dict[str, bytes]:
    """Return the files of a listing in the cache; none where it or one of them is missing or damaged."""
    try:
        pieces = msgspec.json.decode(listing.read_bytes(), type=Pieces)
        results = {path: (listing.parent / piece).read_bytes() for path, piece in pieces.items()}
    except (FileNotFoundError, msgspec.DecodeError):
        return {}
    if any(fingerprint(data) != pieces[path] for path, data in results.items()):
        return {}
    os.utime(listing)
    return results


def _make_files(value: SearchIndex, bodies: HtmlByKey, home: Path, listing: Path) -> dict[str, bytes]:
    """Make an index, cache it, and return its files."""
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as folder:
        paths = _make(value, bodies, Path(folder))
        results = {path: (Path(folder) / "made" / path).read_bytes() for path in sorted(paths)}
    pieces = {path: fingerprint(data) for path, data in results.items()}
    for path, data in results.items():
        replace(home / pieces[path], data)
    replace(listing, msgspec.json.encode(pieces))
    _forget(home)
    return results


def _code() -> str:
    """Return a hash of the code that makes an index, on which cached ones depend."""
    folder = Path(__file__).parent
    names = (
        folder / "index.py",
        folder / "steady.py",
        folder / "record.html",
        Path(html.__file__),
        Path(words.__file__),
    )
    return fingerprint(tuple(name.read_bytes() for name in names))


def _make(value: SearchIndex, bodies: HtmlByKey, folder: Path) -> list[str]:
    """Write a small page for each record, let Pagefind index them, and return the paths of its files."""
    from jinja2 import Environment
    from markupsafe import Markup

    from lodestar.base.languages import long_date

    page, language = (Path(__file__).parent / "record.html").read_text(encoding="utf-8"), value.language
    template = Environment(autoescape=True).from_string(page)
    for record in value.records:
        target = folder / "pages" / record.url.strip("/") / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        text = html.show(bodies[record.body.key], record.body) if record.body.key else ""
        text = Markup(with_spaces(text))  # our own HTML
        date = long_date(record.date) if record.date else ""
        target.write_text(
            template.render(record=record, text=text, date=date, value=value, spaced=with_spaces),
            encoding="utf-8",
        )
    (folder / "pages").mkdir(exist_ok=True)
    _run("--site", folder / "pages", "--output-path", folder / "made", "--force-language", language, "--silent")
    result = folder / "made"
    steady(result)
    wasm = f"wasm.{language}.pagefind"  # with the endings of the language, where Pagefind knows them
    needed = NEEDED | {wasm if (result / wasm).exists() else "wasm.unknown.pagefind"}
    paths = [path.relative_to(result).as_posix() for path in result.rglob("*") if path.is_file()]
    return [path for path in paths if "/" in path or path.endswith(".pf_meta") or path in needed]


def _run(*arguments: str | Path) -> None:
    from pagefind.service import get_executable

    program = get_executable()
    if program is None:
        raise IndexFailed("Pagefind has no program for this machine")
    process = subprocess.run([program, *arguments], capture_output=True, text=True, errors="replace")
    if process.returncode:
        raise IndexFailed(
            f"Pagefind ended with {process.returncode}: {(process.stderr or process.stdout).strip()[-200:]}"
        )


def _forget(home: Path) -> None:
    """Delete the least recently used indexes, and the files that no other one needs."""
    listings = sorted(home.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    if len(listings) <= KEPT:
        return
    needed = {
        name
        for listing in listings[: KEPT // 2]
        for name in msgspec.json.decode(listing.read_bytes(), type=Pieces).values()
    }
    for path in home.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name not in needed and path not in listings[: KEPT // 2]:
            path.unlink(missing_ok=True)
