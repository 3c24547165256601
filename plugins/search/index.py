"""An index of some pages, made by Pagefind and kept by what it was made from."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from plugins.build.render import Places
from plugins.html import show
from plugins.search.core import Record
from plugins.search.steady import steady
from plugins.values import Value, fingerprint

FOLDER = "search"
"""Below `CACHE_PATH`."""
NEEDED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.{}.pagefind")
"""What the search page loads of what Pagefind writes, beside the index itself."""
KEPT = 60
"""How many indexes are remembered, those of other output folders and of days past included."""


class Failed(Exception):
    """Pagefind could not make an index; the text says why."""


class Piece(Value):
    """A file of an index, by the hash of its bytes."""

    hash: str


Pieces = dict[str, str]
"""The hash of each file of an index by its path."""


def index(records: Sequence[Record], html: Callable[[str], str], language: str, cache: Path) -> Pieces:
    """The files of an index of `records`; made only when it is not kept yet. Raises Failed."""
    home = cache / FOLDER
    page = (Path(__file__).parent / "record.html").read_text(encoding="utf-8")
    listing = home / f"{fingerprint((version(), language, page, tuple(records)))}.json"
    if listing.exists():
        pieces = msgspec.json.decode(listing.read_bytes(), type=Pieces)
        if all((home / piece).exists() for piece in pieces.values()):
            os.utime(listing)
            return pieces
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as folder:
        made = _make(records, html, language, page, Path(folder))
        pieces = {}
        for path in sorted(made):
            data = (Path(folder) / "made" / path).read_bytes()
            pieces[path] = fingerprint(data)
            _keep(home / pieces[path], data)
    _keep(listing, msgspec.json.encode(pieces))
    _forget(home)
    return pieces


def piece(value: Piece, places: Places) -> bytes:
    """The bytes of a file of an index, when it is rendered."""
    assert places.cache is not None
    return (places.cache / FOLDER / value.hash).read_bytes()


def version() -> str:
    """The version of Pagefind."""
    from importlib.metadata import version as of

    return of("pagefind-bin")


def _make(records: Sequence[Record], html: Callable[[str], str], language: str, page: str, folder: Path) -> list[str]:
    """Write a small page for each record, from the template `page`, and let Pagefind index them; the paths of what it made."""
    from jinja2 import Environment
    from markupsafe import Markup

    from plugins.dates import long_date

    template = Environment(autoescape=True).from_string(page)
    for record in records:
        target = folder / "pages" / record.url.strip("/") / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        text = Markup(show(html(record.body.key), record.body) if record.body.key else "")  # our own HTML
        date = long_date(record.date) if record.date else ""
        target.write_text(template.render(record=record, text=text, language=language, date=date), encoding="utf-8")
    (folder / "pages").mkdir(exist_ok=True)
    _run("--site", folder / "pages", "--output-path", folder / "made", "--force-language", language, "--silent")
    made = folder / "made"
    steady(made)
    needed = {name.format(language) for name in NEEDED}
    paths = [path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()]
    return [path for path in paths if "/" in path or path.endswith(".pf_meta") or path in needed]


def _run(*arguments: str | Path) -> None:
    from pagefind.service import get_executable

    program = get_executable()
    if program is None:
        raise Failed("Pagefind has no program for this machine")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, errors="replace")
    if done.returncode:
        raise Failed(f"Pagefind ended with {done.returncode}: {(done.stderr or done.stdout).strip()[-200:]}")


def _keep(path: Path, data: bytes) -> None:
    """Write a file of the cache so that it is never there by half."""
    if not path.exists():
        new = path.with_name(f"{path.name}.{os.getpid()}")
        new.write_bytes(data)
        os.replace(new, path)


def _forget(home: Path) -> None:
    """Remove the indexes that were not asked for in the longest time, and the files that no other one has."""
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
