"""Steps 4 and 5: find the outputs that are not as they should be, render them on all cores, commit them together."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from errno import EEXIST
from pathlib import Path

import msgspec
from jinja2 import TemplateError

from plugins.build.commit import Staging
from plugins.build.facts import Facts
from plugins.build.manifest import Manifest
from plugins.build.render import Closures, HtmlByKey, Renderer, is_template, place_of
from plugins.build.store import Outputs, Store, Written
from plugins.problems import TemplateFault
from plugins.site import Output
from plugins.values import fingerprint
from plugins.workers import spread, uninterrupted

LEAST = 60
"""How many outputs a further process must have to render to be worth starting."""
TEMPLATES = "templates"
"""The note under which it is remembered which templates name which."""


class Writing:
    """The writing of one plan; afterwards it says what was new, what changed and what vanished."""

    def __init__(
        self,
        places: tuple[Path, Path, Path],
        output: Path,
        store: Store,
        manifest: Manifest,
        bodies: HtmlByKey,
        workers: int,
        progress: Callable[[str, int, int], None],
    ) -> None:
        self._theme, self._root, self._cache = places
        self._store, self._manifest, self._bodies = store, manifest, bodies
        self._workers, self._progress = workers, progress
        self._place = Staging(output, make=False)
        self._closures = Closures(self._theme, {})
        self.fingerprints: dict[str, str] = {}
        """Of each output, by address: hashes of its template's closure, of the settings it may see, of its value."""
        self.new: list[str] = []
        self.changed: list[str] = []
        self.vanished: list[str] = []

    def outdated(
        self, outputs: Mapping[str, Output], stored: Outputs, altered: Collection[str], settings: str
    ) -> list[Output]:
        """The outputs that the last build did not make just so, or whose file was `altered` since."""
        note = self._store.note(TEMPLATES)
        known = msgspec.msgpack.decode(note, type=dict[str, tuple[str, ...]]) if note else {}
        closures = self._closures = Closures(self._theme, known)
        heads: dict[str, str] = {}
        outdated: list[Output] = []
        for address, output in outputs.items():
            if output.template not in heads:
                plain = not is_template(output.template)
                heads[output.template] = f"{output.template} -" if plain else f"{closures[output.template]} {settings}"
            now = self.fingerprints[address] = f"{heads[output.template]} {fingerprint(output.value)}"
            written = stored.get(address)
            if written is None or written.fingerprint != now or address in altered:
                outdated.append(output)
        if closures.references != known:
            self._store.remember(**{TEMPLATES: msgspec.msgpack.encode(closures.references)})
        # outputs of one template share what a renderer remembers: feeds their items, archives their cards
        return sorted(outdated, key=lambda output: output.template, reverse=True)

    def write(self, outputs: list[Output], facts: Facts, stored: Outputs) -> None:
        """Render outputs and commit them, and remove those of ours that are no longer planned."""
        staging = Staging(self._place.output)
        try:
            templates = self._closures.names({output.template for output in outputs}) if len(outputs) > LEAST else ()
            arguments = (self._theme, self._root, facts, self._bodies, self._cache, staging, templates)
            for done, _ in enumerate(spread(_setup, arguments, outputs, self._workers, LEAST), start=1):
                self._progress("Rendering", done, len(outputs))
            with uninterrupted():
                self._commit(staging, [output.address for output in outputs], stored)
        except BaseException:
            staging.discard()
            raise

    def _commit(self, staging: Staging, addresses: list[str], stored: Outputs) -> None:
        """Commit; whenever this is cut short, the store and the manifest claim no more than is true."""
        planned = self.fingerprints.keys()
        owned = (self._manifest.read() | stored.keys()) if staging.output.exists() else set()
        self.vanished = sorted(owned - planned)
        before = {address: staging.stamp(address) for address in addresses}
        strange = [each for each in addresses if each not in owned and (staging.output / each).is_file()]
        if foreign := [each for each in strange if not staging.equal(each)]:
            more = f" (and {len(foreign) - 1:,} more)" if len(foreign) > 1 else ""
            what = f"no build made this file{more}, and it would be replaced: move it away, delete the folder, or name another with --output"
            raise FileExistsError(EEXIST, what, str(staging.output / min(foreign)))
        self._manifest.write(owned | planned)
        self._store.doubt(addresses)
        staging.commit(addresses, self.vanished)
        after = {address: staging.stamp(address) for address in addresses}
        written = {address: Written(self.fingerprints[address], after[address]) for address in addresses}
        kept = {address: row for address, row in stored.items() if address in planned}
        with suppress(OSError, sqlite3.OperationalError):  # the site is written; what is not remembered is made again
            self._store.keep_outputs({**kept, **written})
            self._manifest.write(planned)
        self.new = sorted(address for address in addresses if not before[address])
        self.changed = sorted(each for each in addresses if before[each] and before[each] != after[each])


def _setup(
    theme: Path,
    root: Path,
    facts: Facts,
    bodies: HtmlByKey,
    cache: Path,
    staging: Staging,
    templates: tuple[str, ...],
) -> Callable[[Output], str]:
    """What each worker does: render an output into the staging folder."""
    renderer = Renderer(theme, root, facts, bodies, cache)
    renderer.load(templates)

    def render_one(output: Output) -> str:
        try:
            data = renderer.render(output)
        except TemplateError as error:
            raise TemplateFault(f"{place_of(error)}: {error}; seen while making {output.address}") from None
        staging.write(output.address, data)
        return output.address

    return render_one
