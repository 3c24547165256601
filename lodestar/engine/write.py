"""Steps 4 and 5: finds outdated outputs, renders them on all cores, and commits them together."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from errno import EEXIST
from pathlib import Path
from typing import Any

from lodestar.base.fingerprints import fingerprint
from lodestar.engine.appearance import Appearance
from lodestar.engine.child import Gone, StandbyChild
from lodestar.engine.closures import PLAIN, Closures, closures_in, is_template, keep_references
from lodestar.engine.commit import Staging
from lodestar.engine.facts import Facts
from lodestar.engine.kept import KeptTexts
from lodestar.engine.manifest import OutputManifest
from lodestar.engine.plan import is_folder
from lodestar.engine.site import Output
from lodestar.engine.store import Bodies, Outputs, Store, Written
from lodestar.engine.workers import FORKS, spread, uninterrupted

LEAST = 60
"""The least number of outputs for which one more process is worth starting."""
SETUP = "lodestar.engine.render:setup"
"""The function that renders outputs, by name."""


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
        self._helper: StandbyChild | None = None
        self._staging: Staging | None = None
        self._results: Iterator[Any] | None = None
        """What the helper renders."""
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
        closures = self._closures = self._appearance.closures or closures_in(self._store, self._theme, self._cache)
        folders = files_below([address for address in outputs if is_folder(address)], stored)
        about_site = fingerprint(facts)
        heads: dict[tuple[str, str], str] = {}
        outdated: list[Output] = []
        for address, output in outputs.items():
            kind = (output.template, output.language)
            if kind not in heads:
                heads[kind] = self._head(*kind, about_site)
            now = self.fingerprints[address] = f"{heads[kind]} {fingerprint(output.value)}"
            row = stored.get(address)
            if row and row.fingerprint == now and address not in altered:  # as for nearly all
                self.files[address] = now
                continue
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

    def begin(self, outputs: list[Output], facts: Facts) -> None:
        """Let the helper render outputs, if there is one, and they are few."""
        helper, self._appearance.helper = self._appearance.helper, None  # it works once
        if helper and len(outputs) < 2 * LEAST:
            self._helper, self._staging = helper, Staging(self._place.output)
            with suppress(Gone):
                arguments = self._arguments(outputs, facts, self._staging)
                self._results = helper.spread(SETUP, arguments, outputs, 1, LEAST)

    def cancel(self) -> None:
        """End the helper, and discard what was rendered and is not committed."""
        if self._helper:
            self._helper.end()  # before it writes on into the folder
        if self._staging:
            self._staging.discard()

    def write(self, outputs: list[Output], facts: Facts, stored: Outputs) -> None:
        """Render and commit outputs, and remove our files that are no longer planned."""
        staging = self._staging = self._staging or Staging(self._place.output)
        try:
            try:
                rendered = self._collect(self._results or self._render(outputs, facts, staging), len(outputs))
            except Gone:
                staging.discard()
                staging = self._staging = Staging(self._place.output)
                rendered = self._collect(self._render(outputs, facts, staging), len(outputs))
            with uninterrupted():
                self._commit(staging, rendered, stored)
        except BaseException:
            self.cancel()
            raise

    def _render(self, outputs: list[Output], facts: Facts, staging: Staging) -> Iterator[Any]:
        workers = self._workers if FORKS or not self._theme.own.digest else 1  # functions cannot be sent elsewhere
        return spread(_setup, self._arguments(outputs, facts, staging), outputs, workers, LEAST)

    def _arguments(self, outputs: list[Output], facts: Facts, staging: Staging) -> tuple[Any, ...]:
        templates = self._closures.names({output.template for output in outputs}) if len(outputs) > LEAST else ()
        kept = KeptTexts(self._bodies, f"{self._appearance.digest} {fingerprint(facts)}")
        places = (self._theme, self._root, facts, self._bodies, self._cache, staging)
        return (*places, templates, self._languages, kept)

    def _collect(self, results: Iterator[Any], total: int) -> list[str]:
        """Return the addresses of rendered files. Raises Gone where the helper ended early."""
        rendered: list[str] = []
        for done, (address, files) in enumerate(results, start=1):
            rendered += files
            self.files.update(dict.fromkeys(files, self.fingerprints[address]))
            self._progress("Rendering", done, total)
        return rendered

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
            self._store.keep_outputs({**kept, **written})
            self._manifest.write(planned)
        self.new = sorted(address for address in addresses if not before[address])
        self.changed = sorted(address for address in addresses if before[address] and before[address] != after[address])


def _setup(*arguments: Any) -> Callable[[Output], Any]:
    """Return the function with which a worker renders an output."""
    from lodestar.engine.render import setup  # imports Jinja, which a process does without where another one renders

    return setup(*arguments)


def files_below(folders: Iterable[str], stored: Outputs) -> dict[str, list[str]]:
    """Return the files of the last build in each reserved folder."""
    results: dict[str, list[str]] = {folder: [] for folder in folders}
    if results:
        names = tuple(results)
        for address in filter(lambda address: address.startswith(names), stored):
            results[next(folder for folder in names if address.startswith(folder))].append(address)
    return results
