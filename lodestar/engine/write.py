"""Steps 4 and 5: finds outdated outputs, renders them on all cores, and commits them together."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from errno import EEXIST
from pathlib import Path

import msgspec
from jinja2 import TemplateError

from lodestar.base.fingerprints import fingerprint
from lodestar.base.languages import Languages
from lodestar.base.problems import TemplateFault
from lodestar.engine.appearance import Appearance
from lodestar.engine.commit import Staging
from lodestar.engine.facts import Facts
from lodestar.engine.kept import KeptTexts
from lodestar.engine.manifest import OutputManifest
from lodestar.engine.plan import is_folder
from lodestar.engine.render import PLAIN, Closures, References, Renderer, is_template, place_of
from lodestar.engine.site import Output
from lodestar.engine.store import Bodies, Outputs, Shown, Store, Written
from lodestar.engine.theme import Theme
from lodestar.engine.workers import FORKS, spread, uninterrupted

LEAST = 60
"""The least number of outputs for which one more process is worth starting."""
TEMPLATES = "templates"
"""The name of the note with the references between templates."""


class Writing:
    """Writes a plan, and records what was new, what changed and what vanished."""

    def __init__(
        self,
        places: tuple[Path, Path, Path],
        memory: tuple[Store, OutputManifest, Bodies],
        workers: int,
        progress: Callable[[str, int, int], None],
        appearance: Appearance,
    ) -> None:
        self._appearance, self._theme, self._languages = appearance, appearance.theme, appearance.languages
        self._root, self._cache, output = places
        self._store, self._manifest, self._bodies = memory
        self._workers, self._progress = workers, progress
        self._place = Staging(output, make=False)
        self._closures = Closures(self._theme, {}, self._cache)
        self.fingerprints: dict[str, str] = {}
        """Of each output, by address: hashes of its template's closure, of the facts about the site, of its language,
        of its value."""
        self.files: dict[str, str] = {}
        """The fingerprint of each file's output, by the file's address."""
        self._shown: Shown = {}
        self.behind = False
        """Whether a reserved folder, such as the search index, was left for a later build."""
        self.new: list[str] = []
        self.changed: list[str] = []
        self.vanished: list[str] = []

    def outdated(
        self, outputs: Mapping[str, Output], stored: Outputs, altered: Collection[str], facts: Facts, later: bool
    ) -> list[Output]:
        """Return the outputs with another fingerprint than in the last build, or with an `altered` file.

        `later`: except reserved folders that an earlier build made.
        """
        closures = self._closures = closures_in(self._store, self._theme, self._cache)
        folders = files_below(filter(is_folder, outputs), stored)
        about_site = fingerprint(facts)
        heads: dict[tuple[str, str], str] = {}
        outdated: list[Output] = []
        for address, output in outputs.items():
            kind = (output.template, output.language)
            if kind not in heads:
                heads[kind] = self._head(*kind, about_site)
            now = self.fingerprints[address] = f"{heads[kind]} {fingerprint(output.value)}"
            files = folders.get(address, (address,))
            known = {file: stored[file].fingerprint for file in files if file in stored and file not in altered}
            made_by = set(known.values()) if len(known) == len(files) else set()
            if made_by == {now} or (later and address in folders and made_by and "" not in made_by):
                self.files.update(known)
                self.behind = self.behind or made_by != {now}
            else:
                outdated.append(output)
        if closures.has_learned:
            keep_references(self._store, closures.references)
        # outputs of one template share a renderer's cache: feeds their items, archives their cards
        return sorted(outdated, key=lambda output: (output.template, output.language), reverse=True)

    def _head(self, template: str, code: str, about_site: str) -> str:
        """Return the part of the fingerprint that all outputs of one template in one language share."""
        language = "-" if template in PLAIN else self._languages[code].code
        made_of = f"{self._closures[template]} {about_site}" if is_template(template) else f"{template} -"
        return f"{made_of} {language}"

    def write(self, outputs: list[Output], facts: Facts, stored: Outputs) -> None:
        """Render and commit outputs, and remove our files that are no longer planned."""
        staging = Staging(self._place.output)
        try:
            templates = self._closures.names({output.template for output in outputs}) if len(outputs) > LEAST else ()
            kept = KeptTexts(self._bodies, f"{self._appearance.digest} {fingerprint(facts)}")
            places = (self._theme, self._root, facts, self._bodies, self._cache, staging)
            arguments = (*places, templates, self._languages, kept)
            rendered: list[str] = []
            workers = self._workers if FORKS or not self._theme.own.digest else 1  # functions cannot be sent elsewhere
            results = spread(_setup, arguments, outputs, workers, LEAST)
            for done, (address, files, shown) in enumerate(results, start=1):
                rendered += files
                self._shown.update(shown)
                self.files.update(dict.fromkeys(files, self.fingerprints[address]))
                self._progress("Rendering", done, len(outputs))
            with uninterrupted():
                self._commit(staging, rendered, stored)
        except BaseException:
            staging.discard()
            raise

    def _commit(self, staging: Staging, addresses: list[str], stored: Outputs) -> None:
        """Commit in an order that keeps the store and the manifest true whenever this is interrupted."""
        planned = self.files.keys()
        owned = (self._manifest.read() | stored.keys()) if staging.output.exists() else set()
        self.vanished = sorted(owned - planned)
        before = {address: staging.stamp(address) for address in addresses}
        there = (address for address, mark in before.items() if mark and address not in owned)
        strange = [address for address in there if (staging.output / address).is_file()]
        if foreign := [item for item in strange if not staging.equal(item)]:
            more = f" (and {len(foreign) - 1:,} more)" if len(foreign) > 1 else ""
            fault = f"no build made this file{more}, and it would be replaced: move it away, delete the folder, or name another with --output"
            raise FileExistsError(EEXIST, fault, str(staging.output / min(foreign)))
        self._manifest.write(owned | planned)
        self._store.doubt(addresses)
        staging.commit(addresses, self.vanished)
        after = {address: staging.stamp(address) for address in addresses}
        written = {address: Written(self.files[address], after[address]) for address in addresses}
        kept = {address: row for address, row in stored.items() if address in planned}
        with suppress(OSError, sqlite3.OperationalError):  # the site is written; what the store lacks is rendered again
            self._store.keep_outputs({**kept, **written}, self._shown)
            self._manifest.write(planned)
        self.new = sorted(address for address in addresses if not before[address])
        self.changed = sorted(address for address in addresses if before[address] and before[address] != after[address])


def closures_in(store: Store, theme: Theme, cache: Path) -> Closures:
    """Return the closures of a theme's templates, with the references that the store has."""
    note = store.note(TEMPLATES)
    return Closures(theme, msgspec.msgpack.decode(note, type=References) if note else {}, cache)


def keep_references(store: Store, references: References) -> None:
    """Save the references between templates."""
    store.remember(**{TEMPLATES: msgspec.msgpack.encode(references)})


def _setup(
    theme: Theme,
    root: Path,
    facts: Facts,
    bodies: Bodies,
    cache: Path,
    staging: Staging,
    templates: tuple[str, ...],
    languages: Languages,
    kept: KeptTexts,
) -> Callable[[Output], tuple[str, tuple[str, ...], Shown]]:
    """What each worker does: render an output into the staging folder.

    It gives the output's address, those of its files, and the texts that are to be kept.
    """
    renderers = {"": Renderer(theme, root, facts, bodies, cache, languages[""], kept)}
    renderers[""].load(templates)

    def render_one(output: Output) -> tuple[str, tuple[str, ...], Shown]:
        code = output.language
        if code not in renderers:
            local, language = facts.in_language(languages[code]), languages[code]
            renderers[code] = Renderer(theme, root, local, bodies, cache, language, kept)
        try:
            result = renderers[code].render(output)
        except TemplateError as error:
            raise TemplateFault(f"{place_of(error)}: {error}; seen while making {output.address}") from None
        except Exception as error:
            if not is_template(output.template):
                raise
            fault = f"{type(error).__name__}: {error}"
            raise TemplateFault(f"{place_of(error)}: {fault}; seen while making {output.address}") from None
        for address, data in result.items():
            staging.write(address, data)
        return output.address, tuple(result), kept.take()

    return render_one


def files_below(folders: Iterable[str], stored: Outputs) -> dict[str, list[str]]:
    """Return the files of the last build in each reserved folder."""
    results: dict[str, list[str]] = {folder: [] for folder in folders}
    if results:
        names = tuple(results)
        for address in filter(lambda address: address.startswith(names), stored):
            results[next(folder for folder in names if address.startswith(folder))].append(address)
    return results
