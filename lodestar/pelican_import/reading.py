"""Reads the old site with Pelican itself: its own Python runs its settings and plugins, and reports the result."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from lodestar.wordpress.problems import ImportNote, ImportRefused

CHILD = Path(__file__).with_name("child.py")
ATTEMPTS: tuple[tuple[tuple[str, ...], str], ...] = (
    ((), ""),
    (("simple",), "its theme fails here, so Pelican's own theme told the addresses"),
    (("simple", "bare"), "its plugins fail here, so it was read without any of them"),
)
"""What is left out when a site cannot be built completely, with the note about it."""
PATIENCE = 1800
"""The most seconds for building the old site."""


class OldText(msgspec.Struct, frozen=True):
    """An article or page, as in Pelican."""

    kind: str
    """`post` or `page`."""
    status: str
    """`published`, `hidden` or `draft`."""
    source: str
    """Path below the old content folder."""
    title: str
    slug: str
    lang: str
    foreign: bool
    """Whether it is not in the site's own language."""
    translation: bool
    """Whether lists have another version of it in its place: Pelican puts one into them, in the site's own language if
    there is such a one."""
    versions: tuple[str, ...]
    """The same text in other languages, as paths below the old content folder."""
    url: str
    save_as: str
    date: str
    future: bool
    """Whether its date was still to come."""
    modified: str
    category: tuple[str, ...]
    """Name, slug and address; nothing for none."""
    tags: tuple[tuple[str, str, str], ...]
    authors: tuple[tuple[str, str, str], ...]
    summary: str
    """The summary in its header, as HTML."""
    template: str
    more: dict[str, Any]
    """All plain values in its header."""
    html: str
    """The HTML, with absolute addresses instead of Pelican's own links."""
    id: str
    """The id in feeds."""


class OldSite(msgspec.Struct, frozen=True):
    """A site as built by Pelican."""

    version: str
    settings: dict[str, Any]
    texts: tuple[OldText, ...]
    files: tuple[tuple[str, str], ...]
    """Copied files: path below the content folder, and below the output folder."""
    sources: tuple[str, ...]
    """Every file below the content folder."""
    output: tuple[tuple[str, str, str], ...]
    """Every file of the output, what it shows, and the slug of the term that it shows."""
    log: tuple[str, ...]
    """Pelican's warnings."""
    folder: Path = Path()
    """The content folder."""
    notes: tuple[ImportNote, ...] = ()

    @property
    def address(self) -> str:
        """The address of the site with its host, without a slash at its end."""
        return str(self.settings.get("SITEURL") or "").rstrip("/")


def settings_file(folder: Path, named: str = "") -> Path:
    """Return the settings file with which a site is published. Raises ImportRefused where there is none."""
    for name in (named,) if named else ("publishconf.py", "pelicanconf.py"):
        path = Path(name) if named and Path(name).is_absolute() else folder / name
        if path.is_file():
            return path.resolve()
    cure = "name it with --settings, by its path below that folder"
    raise ImportRefused(str(folder), 1, f"there is no settings file {named or 'pelicanconf.py'}", cure)


def read_site(folder: Path, settings: Path, python: str = "") -> OldSite:
    """Return the site in a folder. Raises ImportRefused, with Pelican's message, where it cannot be built at all."""
    notes: list[ImportNote] = []
    for choices, note in ATTEMPTS:
        with tempfile.TemporaryDirectory() as place:
            failure = _run(folder, settings, Path(place), choices, python or sys.executable)
            result = Path(place, "site.json")
            if not failure and result.is_file():
                site = msgspec.json.decode(result.read_bytes(), type=OldSite)
                root = (folder / str(site.settings.get("PATH", ""))).resolve()
                return _checked(msgspec.structs.replace(site, folder=root, notes=tuple(notes)), settings)
        next_note = next((notice for attempt, notice in ATTEMPTS[ATTEMPTS.index((choices, note)) + 1 :]), "")
        if next_note:
            notes.append(ImportNote(settings.name, 1, f"Pelican stops ({failure})", next_note, "loss"))
    cure = "install what the old site needs into an environment, and name its Python with --python"
    raise ImportRefused(str(settings), 1, f"Pelican cannot make the site ({failure})", cure)


def _run(folder: Path, settings: Path, place: Path, choices: Sequence[str], python: str) -> str:
    """Build the site in the child process, and return its error on one line; empty for success."""
    command = [python, str(CHILD), str(settings), str(place), *choices]
    try:
        process = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=PATIENCE, check=False
        )
    except OSError as error:
        raise ImportRefused(python, 1, f"cannot be run ({error.strerror})", "name a Python with --python") from None
    except subprocess.TimeoutExpired:
        return f"no end after {PATIENCE} seconds"
    lines = [line.strip() for line in process.stderr.splitlines() if line.strip()]
    return (lines[-1] if lines else f"exit code {process.returncode}") if process.returncode else ""


def _checked(site: OldSite, settings: Path) -> OldSite:
    """Return the site. Raises ImportRefused where it lacks settings that its addresses and ids depend on."""
    if not site.address.startswith(("http://", "https://")):
        cure = "write it there, or name the settings with which the site is published with --settings"
        fault = "SITEURL is no whole address, and the ids of its feeds are made of it"
        raise ImportRefused(str(settings), 1, fault, cure)
    if not site.texts:
        cure = 'look at PATH, ARTICLE_PATHS and the header of a text; "pelican" should make it from this folder'
        raise ImportRefused(str(settings), 1, f"Pelican finds no text below {site.folder}", cure)
    return site
