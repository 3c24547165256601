"""One build: read, relate, plan, render, commit."""

from __future__ import annotations

import gc
import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from lodestar.base.files import shown
from lodestar.base.fingerprints import fingerprint
from lodestar.base.front_matter.options import options
from lodestar.base.languages import using
from lodestar.base.problems import Problem, TemplateFault, in_order
from lodestar.engine.ahead import begin_compiling, work_ahead
from lodestar.engine.appearance import Appearance
from lodestar.engine.build_record import NAME, BuildRecord, emptied, read_build_record
from lodestar.engine.causes import causes
from lodestar.engine.declarations import Declarations
from lodestar.engine.identity import identity
from lodestar.engine.last_build import LastBuild, inputs_of
from lodestar.engine.lock import Lock, Locked
from lodestar.engine.manifest import OutputManifest
from lodestar.engine.pelican.host import Host
from lodestar.engine.pelican.jinja import OwnJinja
from lodestar.engine.place import refusal
from lodestar.engine.read import FEW_FILES, Content, read
from lodestar.engine.result import Result, counts
from lodestar.engine.settings import BuildSettings
from lodestar.engine.signals import answers, get_closing_outputs, get_outputs
from lodestar.engine.static import Gate
from lodestar.engine.stopping import Stopped, stopping, tell
from lodestar.engine.store import DAMAGED, Bodies, BodyLost, Store, is_from_disk
from lodestar.engine.workers import cores

if TYPE_CHECKING:
    from lodestar.engine.facts import Facts
    from lodestar.engine.site import Output, Site
    from lodestar.engine.write import Writing

logger = logging.getLogger(__name__)
if hasattr(logger, "disable_filter"):
    logger.disable_filter()  # Pelican's loggers print a message once per process; a preview builds many times
Progress = Callable[[str, int, int], None]


class Run:
    """A build with Pelican's settings, at the moment `now`."""

    def __init__(self, settings: dict[str, Any], options: BuildSettings, progress: Progress | None = None) -> None:
        self.settings = settings
        self.options = options
        self.progress: Progress = progress or (lambda step, done, total: None)
        self.declared = Declarations(settings)
        self.result = Result()
        self.extra: list[Output] = []
        """What other plugins wrote through Pelican's Writer."""
        self.host = Host()
        self.files: tuple[str, ...] = ()
        """The addresses of the site's files, once it is built."""
        self.identity = ""
        """A hash of what made the store."""
        self.jinja = OwnJinja()
        """What settings and other plugins give to templates."""
        self._started = time.monotonic()
        self._root = Path(settings["PATH"])
        self._shown = shown(self._root)
        self._output = Path(settings["OUTPUT_PATH"])
        self._cache = Path(settings["CACHE_PATH"])
        self.store_path = self._cache / f"{fingerprint(str(self._output.resolve()))[:12]}.sqlite"
        self._workers = options.workers or cores()
        self._now = settings.get("NOW") or datetime.now(UTC)
        self._content: Content | None = None
        self._last = LastBuild({}, self._output)
        self._warnings: tuple[Problem, ...] = ()
        self._only_looks = False
        """Whether nothing may be written, neither to the store nor anywhere else."""
        self._cleanup = ExitStack()
        """What must be closed when the build ends, in any way."""

    def begin(self) -> None:
        """Open the store, and take its lock for a build."""
        if gc.isenabled():
            gc.disable()  # values form no cycles, and searching for some takes a tenth of a large build
            self._cleanup.callback(gc.enable)
        with self._stopping():
            self._begin()

    def _begin(self) -> None:
        if reason := refusal(self._output, self._root, Path(self.settings["THEME"])):
            logger.error("%s: %s; name another for the site, with --output or OUTPUT_PATH", self._output, reason)
            raise Stopped(1)
        name = self.store_path.stem
        if not self._only_looks:
            try:
                self._cleanup.callback(Lock(self._cache / f"{name}.lock").release)
            except Locked:
                logger.error("another build is writing to %s; wait until it is done, then build again", self._output)
                raise Stopped(1) from None
            self._manifest = OutputManifest(self._cache / f"{name}.outputs")
        self._open(self.options.clean)
        self._cleanup.callback(lambda: self._store.close())  # evaluated late, since `_start_over` may replace the store

    def _open(self, start_empty: bool) -> None:
        self._reading = options(self.settings, self._shown, self.declared.kinds)
        self.identity = identity(self.settings) + fingerprint(self._reading)
        self._store = Store(self.store_path, self.identity, start_empty, self._only_looks)
        self.result.discarded = self._store.discarded
        self._bodies = Bodies(self.store_path, self._only_looks)

    def read(self) -> None:
        """Step 1; a folder that does not exist ends the build."""
        with self._stopping():
            try:
                self._read()
            except sqlite3.DatabaseError as error:
                self._start_over(error)

    def _check_last_build(self) -> None:
        """Look at the files of the last build, unless that was done while a child was reading."""
        if self._last.outputs:
            return
        self._last = LastBuild(self._store.outputs(), self._output)
        if process := self._last.look(self._workers):
            self._cleanup.callback(process.end)

    def _start_over(self, error: Exception) -> None:
        """Discard a damaged store, and read without it. Raises the error again where the store is not to blame."""
        if isinstance(error, sqlite3.Error) and is_from_disk(error):
            raise error
        self._store.close()
        self._open(start_empty=True)
        self._last, self._appearance.closures = LastBuild({}, self._output), None
        self.result.discarded = DAMAGED
        self._read()

    def _stopping(self) -> AbstractContextManager[None]:
        return stopping(self._cleanup, self._output, self.store_path)

    def _read(self) -> None:
        if not self._root.is_dir():
            logger.error("there is no folder %s; name the content folder", self._root)
            raise Stopped(1)
        kinds, root, ignored = self.declared.kinds, str(self._root), self.settings["IGNORE_FILES"]
        keep, child, ahead = not self._only_looks, self.settings.get("CHILD"), self._work_ahead
        gate = Gate(root, self._shown, self.settings["DECLARED"], kinds)
        self._content = read(
            root, kinds, self._reading, self._store, self._workers, ignored, gate, self.progress, child, keep, ahead
        )
        self.result.read = self._content.read_count

    def _work_ahead(self, files: int) -> None:
        """Do what the build will need in any case, while a child reads so many files."""
        work_ahead(self._appearance, self._cache, self._store, self._cleanup, files <= FEW_FILES)
        self._check_last_build()

    def look(self) -> Site:
        """Steps 1 and 2 alone, for commands that look at the site and change nothing."""
        from lodestar.base.front_matter.lines import lines_in
        from lodestar.engine.relate import relate

        self._only_looks = True
        self.begin()
        try:
            self.read()
            assert self._content is not None
            with using(self._appearance.languages[""]):
                site = relate(self._content, self.settings, self._now, self._shown, lines_in(self._root))
            site.html = self._bodies.__getitem__
            self._report(site.problems)
            return site
        finally:
            self._cleanup.close()

    def finish(self) -> None:
        """Steps 2 to 5, or nothing when nothing has changed."""
        try:
            with self._stopping():
                try:
                    self._check_last_build()
                    inputs = self._inputs()
                    if not self._unchanged(inputs):
                        with using(self._appearance.languages[""]):
                            self._build(inputs)
                except (BodyLost, sqlite3.DatabaseError) as error:
                    self._start_over(error)
                    with using(self._appearance.languages[""]):
                        self._build(self._inputs())
        finally:
            self._cleanup.close()
            self.result.seconds = time.monotonic() - self._started

    def end(self) -> None:
        """Release all resources of the build at any stage, since other plugins may fail in between."""
        self._cleanup.close()

    @cached_property
    def _appearance(self) -> Appearance:
        return Appearance(self.declared.theme._replace(own=self.jinja), self.settings)

    def _inputs(self) -> str:
        assert self._content is not None
        return inputs_of(self.settings, self._appearance.digest, self._content, self.extra)

    def _unchanged(self, inputs: str) -> bool:
        """Return whether the inputs are the same, nothing has come due since, and no output has changed."""
        record = read_build_record(self._store)
        if self.options.explain or record is None or self._content is None:
            return False
        if any(problem.fatal for problem in self._content.problems):
            return False
        self.result.outputs, self.result.counts = len(self._last.outputs), record.counts
        if not self._last.is_current(record, inputs, self._now.timestamp()):
            return False
        self.files = tuple(self._last.outputs)
        self._report(list(record.warnings))
        return True

    def _build(self, inputs: str) -> None:
        from lodestar.base.front_matter.lines import lines_in
        from lodestar.engine.blocked import blocked
        from lodestar.engine.facts import facts
        from lodestar.engine.links import dead_paths
        from lodestar.engine.plan import Plan
        from lodestar.engine.relate import relate
        from lodestar.engine.site import Planned

        assert self._content is not None
        if self.settings.get("CHILD"):
            begin_compiling(self._appearance, self._cache, self._store, self._cleanup)
        self._appearance.check()
        site = relate(self._content, self.settings, self._now, self._shown, lines_in(self._root), self.progress)
        for remember in site.memories:
            remember()
        records = self._store.record("plugins")
        site.records = msgspec.msgpack.decode(records, type=dict[str, bytes]) if records else {}
        self._plan = plan = Plan()  # kept alive: freeing a large plan takes time, and the process is about to end
        plan.add(self._appearance.styles.values())
        site_facts = facts(site, self._appearance.style_urls, self.jinja.digest)
        result = answers(get_outputs, site)
        for number, answer in enumerate(result, start=1):
            plan.add(answer)
            self.progress("Planning", number, len(result))
        plan.add(self.extra)
        planned = Planned(site, dict(plan.outputs))
        plan.add(output for answer in answers(get_closing_outputs, planned) for output in answer)
        work = self._begin_writing(site_facts)
        site.problems += [*plan.problems, *dead_paths(site, plan.addresses()), *blocked(site)]
        self._report(site.problems)
        if work is None:
            raise Stopped(1)
        self.result.site = site
        self.result.counts = counts(site, plan.outputs)
        if warning := emptied(read_build_record(self._store), site):  # once: the next build sees no posts before it
            logger.warning("%s", warning)
        self._write(*work, site_facts)
        finished_inputs, until = "" if self.result.behind else inputs, min(site.due, default=float("inf"))
        record = msgspec.msgpack.encode(BuildRecord(finished_inputs, until, self.result.counts, self._warnings))
        with suppress(sqlite3.OperationalError):
            self._store.remember(**{NAME: record}, plugins=msgspec.msgpack.encode(site.records))

    def _report(self, problems: list[Problem]) -> None:
        reading_problems = self._content.problems if self._content else ()
        self._warnings = tell(in_order(causes(problems, reading_problems, self._root, self._shown)))

    def _begin_writing(self, site_facts: Facts) -> tuple[Writing, list[Output]] | None:
        """Find outdated outputs, which a helper begins to render; report a fault of a template, and return None."""
        from lodestar.engine.explain import explain
        from lodestar.engine.write import Writing

        places, memory = (self._root, self._cache, self._output), (self._store, self._manifest, self._bodies)
        if compilation := self._appearance.compilation:
            compilation.finish(self._store, {output.template for output in self._plan.outputs.values()})
        writing = Writing(places, memory, self._workers, self.progress, self._appearance)
        stored, skip_folders = self._last.outputs, self.options.later
        try:
            outdated = writing.find_outdated(self._plan.outputs, stored, self._last.altered, site_facts, skip_folders)
        except TemplateFault as fault:
            logger.error("%s", fault.args[0])
            return None
        if self.options.explain:
            self.result.explained = explain(self.options.explain, writing.fingerprints, stored, outdated)
        self._cleanup.callback(writing.cancel)
        writing.begin(outdated, site_facts)
        return writing, outdated

    def _write(self, writing: Writing, outdated: list[Output], site_facts: Facts) -> None:
        """Steps 4 and 5."""
        writing.write(outdated, site_facts, self._last.outputs)
        self.files, self.result.outputs = tuple(writing.files), len(writing.files)
        self.result.rendered, self.result.behind = sorted(output.address for output in outdated), writing.behind
        self.result.new, self.result.changed, self.result.vanished = writing.new, writing.changed, writing.vanished
