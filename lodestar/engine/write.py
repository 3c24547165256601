"""Steps 4 and 5: find outdated outputs, render them on all cores, and commit them together."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from errno import EEXIST
from pathlib import Path
from typing import Any

from lodestar.base.fingerprints import fingerprint
from lodestar.engine.appearance import Appearance
from lodestar.engine.child import ChildEnded, StandbyChild
from lodestar.engine.closures import PLAIN, Closures, closures_in, is_template, keep_references
from lodestar.engine.commit import Staging
from lodestar.engine.facts import Facts
from lodestar.engine.kept import KeptTexts
from lodestar.engine.manifest import OutputManifest
from lodestar.engine.plan import is_folder
from lodestar.engine.site import Output
from lodestar.engine.store import Bodies, Outputs, Store, Written
from lodestar.engine.workers import FORKS, spread, uninterrupted

MIN_OUTPUTS = 60
"""The least number of outputs to render for which one more process is worth starting."""
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
        """The fingerprint of the output that each file belongs to, by the file's address."""
        self._helper: StandbyChild | None = None
        self._staging: Staging | None = None
        self._results: Iterator[Any] | None = None
        """The results of the outputs that the helper renders."""
        self.behind = False
        """Whether a reserved folder, such as the search index, was left for a later build."""
        self.new: list[str] = []
        self.changed: list[str] = []
        self.vanished: list[str] = []

    def find_outdated(
        self, outputs: Mapping[str, Output], stored: Outputs, altered: Collection[str], facts: Facts, skip_folders: bool
    ) -> list[Output]:
        """Return the outputs with another fingerprint than in the last build, or with an `altered` file.

        `skip_folders`: except reserved folders that an earlier build made; they stay as they are until a later one.
        """
        closures = self._closures = self._appearance.closures or closures_in(self._store, self._theme, self._cache)
        folders = files_below([address for address in outputs if is_folder(address)], stored)
        facts_fingerprint = fingerprint(facts)
        prefixes: dict[tuple[str, str], str] = {}
        outdated: list[Output] = []
        for address, output in outputs.items():
            group = (output.template, output.language)
            if group not in prefixes:
                prefixes[group] = self._prefix(*group, facts_fingerprint)
            current = self.fingerprints[address] = f"{prefixes[group]} {fingerprint(output.value)}"
            row = stored.get(address)
            if row and row.fingerprint == current and address not in altered:  # as for nearly all
                self.files[address] = current
                continue
            files = folders.get(address, (address,))
            old_fingerprints = {
                file: stored[file].fingerprint for file in files if file in stored and file not in altered
            }
            distinct = set(old_fingerprints.values()) if len(old_fingerprints) == len(files) else set()
            if distinct == {current} or (skip_folders and address in folders and distinct and "" not in distinct):
                self.files.update(old_fingerprints)
                self.behind = self.behind or distinct != {current}
            else:
                outdated.append(output)
        if closures.has_learned:
            keep_references(self._store, closures.references)
        # outputs of one template share a renderer's cache: feeds their items, archives their cards
        return sorted(outdated, key=lambda output: (output.template, output.language), reverse=True)

    def _prefix(self, template: str, code: str, facts_fingerprint: str) -> str:
        """Return the beginning of the fingerprint, which all outputs of one template in one language share."""
        language = "-" if template in PLAIN else self._languages[code].code
        ingredients = f"{self._closures[template]} {facts_fingerprint}" if is_template(template) else f"{template} -"
        return f"{ingredients} {language}"

    def begin(self, outputs: list[Output], facts: Facts) -> None:
        """Let the helper render outputs, if there is one, and they are few."""
        helper, self._appearance.helper = self._appearance.helper, None  # it works once
        if helper and len(outputs) < 2 * MIN_OUTPUTS:
            self._helper, self._staging = helper, Staging(self._place.output)
            with suppress(ChildEnded):
                arguments = self._arguments(outputs, facts, self._staging)
                self._results = helper.spread(SETUP, arguments, outputs, 1, MIN_OUTPUTS)

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
            except ChildEnded:
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
        return spread(_setup, self._arguments(outputs, facts, staging), outputs, workers, MIN_OUTPUTS)

    def _arguments(self, outputs: list[Output], facts: Facts, staging: Staging) -> tuple[Any, ...]:
        templates = self._closures.names({output.template for output in outputs}) if len(outputs) > MIN_OUTPUTS else ()
        kept_texts = KeptTexts(self._bodies, f"{self._appearance.digest} {fingerprint(facts)}")
        places = (self._theme, self._root, facts, self._bodies, self._cache, staging)
        return (*places, templates, self._languages, kept_texts)

    def _collect(self, results: Iterator[Any], total: int) -> list[str]:
        """Return the addresses of rendered files. Raises ChildEnded where the helper ended early."""
        rendered: list[str] = []
        for count, (address, files) in enumerate(results, start=1):
            rendered += files
            self.files.update(dict.fromkeys(files, self.fingerprints[address]))
            self._progress("Rendering", count, total)
        return rendered

    def _commit(self, staging: Staging, addresses: list[str], stored: Outputs) -> None:
        """Commit in an order that keeps store and manifest true wherever it is interrupted.

        Raises FileExistsError where a file that no build made would be replaced.
        """
        planned = self.files.keys()
        owned = (self._manifest.read() | stored.keys()) if staging.output.exists() else set()
        self.vanished = sorted(owned - planned)
        stamps_before = {address: staging.stamp(address) for address in addresses}
        replaced = (address for address, stamp in stamps_before.items() if stamp and address not in owned)
        unowned_files = [address for address in replaced if (staging.output / address).is_file()]
        if differing_files := [address for address in unowned_files if not staging.equal(address)]:
            others = f" (and {len(differing_files) - 1:,} more)" if len(differing_files) > 1 else ""
            fault = f"no build made this file{others}, and it would be replaced: move it away, delete the folder, or name another with --output"
            raise FileExistsError(EEXIST, fault, str(staging.output / min(differing_files)))
        self._manifest.write(owned | planned)
        self._store.doubt(addresses)
        staging.commit(addresses, self.vanished)
        stamps_after = {address: staging.stamp(address) for address in addresses}
        written = {address: Written(self.files[address], stamps_after[address]) for address in addresses}
        unchanged = {address: row for address, row in stored.items() if address in planned}
        with suppress(OSError, sqlite3.OperationalError):  # the site is written; what the store lacks is rendered again
            self._store.keep_outputs({**unchanged, **written})
            self._manifest.write(planned)
        self.new = sorted(address for address in addresses if not stamps_before[address])
        self.changed = sorted(
            address
            for address in addresses
            if stamps_before[address] and stamps_before[address] != stamps_after[address]
        )


def _setup(*arguments: Any) -> Callable[[Output], Any]:
    """Return the function with which a worker renders an output."""
    from lodestar.engine.render import setup  # imports Jinja, which a process does without where another one renders

    return setup(*arguments)


def files_below(folders: Iterable[str], stored: Outputs) -> dict[str, list[str]]:
    """Return the files of the last build in each reserved folder."""
    files: dict[str, list[str]] = {folder: [] for folder in folders}
    if files:
        prefixes = tuple(files)
        for address in filter(lambda address: address.startswith(prefixes), stored):
            files[next(folder for folder in prefixes if address.startswith(folder))].append(address)
    return files
