"""One build: read, relate, plan, render, commit."""

from __future__ import annotations

import gc
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from plugins.beside import Beside, Gone, can_be_had
from plugins.build.commit import Staging
from plugins.build.explain import explain
from plugins.build.facts import Facts, facts
from plugins.build.identity import identity, settings_digest, theme_digest
from plugins.build.lock import Lock, Locked
from plugins.build.manifest import Manifest
from plugins.build.place import refusal
from plugins.build.plan import Plan
from plugins.build.read import Content, read
from plugins.build.result import Result, counts
from plugins.build.settings import BuildSettings
from plugins.build.store import DAMAGED, Bodies, BodyLost, Outputs, Store, refused
from plugins.files import shown
from plugins.front_matter.options import options
from plugins.problems import Problem, TemplateFault, in_order
from plugins.signals import answers, get_closing_outputs, get_kinds, get_outputs
from plugins.site import Output, Planned, Site
from plugins.values import fingerprint
from plugins.workers import cores

logger = logging.getLogger(__name__)
if hasattr(logger, "disable_filter"):
    logger.disable_filter()  # Pelican's loggers say a thing once a process; a preview builds many times
MANY = 3_000
"""More outputs than this are looked at in a process of its own, which takes some milliseconds to begin."""
Progress = Callable[[str, int, int], None]
Note = tuple[str, float, dict[str, int], tuple[Problem, ...]]
"""What is remembered of a good build: its inputs, until when they mean the same, what it counted, its warnings."""


class Stopped(SystemExit):
    """The build ends here, with everything that is wrong said; the output folder is as it was."""


class Run:
    """A build with Pelican's settings, at the moment `now`."""

    def __init__(self, settings: dict[str, Any], options: BuildSettings, progress: Progress | None = None) -> None:
        self.settings = settings
        self.options = options
        self.progress: Progress = progress or (lambda what, done, total: None)
        self.result = Result()
        self.extra: list[Output] = []
        """What other plugins wrote through Pelican's Writer."""
        self._started = time.monotonic()
        self._root = Path(settings["PATH"])
        self._shown = shown(self._root)
        self._output = Path(settings["OUTPUT_PATH"])
        self._theme = Path(settings["THEME"])
        self._cache = Path(settings["CACHE_PATH"])
        self._workers = options.workers or cores()
        self._now = settings.get("NOW") or datetime.now(UTC)
        self._content: Content | None = None
        self._plan: Plan | None = None
        self._stored: Outputs = {}
        """What the last build wrote."""
        self._looking: Beside | None = None
        """The process that looks whether that still stands as it was written."""
        self._warnings: tuple[Problem, ...] = ()
        self._ending = ExitStack()
        """What is to be closed when the build ends, however it ends."""

    def begin(self) -> None:
        """Take the lock and open the store."""
        if gc.isenabled():
            gc.disable()  # values form no cycles, and looking for some takes a tenth of a large build
            self._ending.callback(gc.enable)
        with self._stopping():
            self._begin()

    def _begin(self) -> None:
        if why := refusal(self._output, self._root, self._theme):
            logger.error("%s: %s; name another for the site, with --output or OUTPUT_PATH", self._output, why)
            raise Stopped(1)
        name = fingerprint(str(self._output.resolve()))[:12]
        try:
            self._ending.callback(Lock(self._cache / f"{name}.lock").release)
        except Locked:
            logger.error("another build is writing to %s; wait until it is done, then build again", self._output)
            raise Stopped(1) from None
        self._manifest = Manifest(self._cache / f"{name}.outputs")
        self._store_path = self._cache / f"{name}.sqlite"
        self._open(self.options.clean)
        self._ending.callback(lambda: self._store.close())  # the one that there will be then

    def _open(self, fresh: bool) -> None:
        self._reading = options(self.settings, self._shown)
        self._store = Store(self._store_path, identity(self.settings) + fingerprint(self._reading), fresh)
        self.result.discarded = self._store.discarded
        self._bodies = Bodies(self._store_path)

    def read(self) -> None:
        """Step 1; a folder that does not exist ends the build."""
        with self._stopping():
            try:
                self._read()
            except sqlite3.DatabaseError as error:
                self._start_anew(error)

    def _look_at_outputs(self) -> None:
        """Look what became of the files of the last build; beside what follows, where that takes long."""
        self._stored = self._store.outputs()
        if len(self._stored) > MANY and self._workers > 1 and can_be_had():
            staging = Staging(self._output, make=False)
            self._looking = Beside(lambda: staging.altered(self._stored))
            self._ending.callback(self._looking.end)

    @cached_property
    def _altered(self) -> frozenset[str]:
        """The addresses of the outputs that are not as the last build left them."""
        if self._looking:
            with suppress(Gone):
                return frozenset(self._looking.results())
        return frozenset(Staging(self._output, make=False).altered(self._stored))

    def _start_anew(self, error: Exception) -> None:
        """Discard a damaged store, and read without it. Raises an error again that is not the store's fault."""
        if isinstance(error, sqlite3.Error) and refused(error):
            raise error
        self._store.close()
        self._open(fresh=True)
        self._stored = {}
        self.result.discarded = DAMAGED
        self._read()

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """What templates and disks refuse is said, and ends the build."""
        try:
            yield
        except TemplateFault as fault:
            logger.error("%s", fault)
        except OSError as error:
            self._say_refused(error.filename2 or error.filename or self._output, error.strerror)
        except sqlite3.Error as error:
            self._say_refused(self._store_path, error)
        except BaseException:
            self._ending.close()
            raise
        else:
            return
        self._ending.close()
        raise Stopped(1)

    def _say_refused(self, place: object, why: object) -> None:
        cure = "the site could not be written and stands as it was. Mend this, then build again"
        logger.error("%s: %s; %s", place, why, cure)

    def _read(self) -> None:
        if not self._root.is_dir():
            logger.error("there is no folder %s; name the content folder", self._root)
            raise Stopped(1)
        kinds = tuple(kind for answer in answers(get_kinds, self.settings) for kind in answer)
        self._content = read(
            str(self._root),
            kinds,
            self._reading,
            self._store,
            self._workers,
            self.settings["IGNORE_FILES"],
            self.progress,
            self.settings.get("BESIDE"),
        )
        self.result.read = self._content.read

    def look(self) -> Site:
        """Steps 1 and 2 alone, for commands that look at the site and change nothing."""
        from plugins.build.relate import relate
        from plugins.front_matter.lines import lines_in

        self.begin()
        try:
            self.read()
            assert self._content is not None
            site = relate(self._content, self.settings, self._now, self._shown, lines_in(self._root))
            self._report(site.problems)
            return site
        finally:
            self._ending.close()

    def finish(self) -> None:
        """Steps 2 to 5, or nothing when nothing has changed."""
        try:
            with self._stopping():
                try:
                    self._look_at_outputs()
                    inputs = self._inputs()
                    if not self._unchanged(inputs):
                        self._build(inputs)
                except (BodyLost, sqlite3.DatabaseError) as error:
                    self._start_anew(error)
                    self._build(self._inputs())
        finally:
            self._ending.close()
            self.result.seconds = time.monotonic() - self._started

    def end(self) -> None:
        """Let go of all that the build holds, however far it came: what others do in between may fail."""
        self._ending.close()

    def _inputs(self) -> str:
        """A hash of all that this build is made from; taken before it, so that what changes meanwhile is seen next time."""
        assert self._content is not None
        hashes = [(file.path, file.hash) for file in self._content.static]
        return fingerprint(
            [
                settings_digest(self.settings),
                theme_digest(self._theme),
                hashes,
                self._content.sources,
                [(output.address, fingerprint(output.value)) for output in self.extra],
            ]
        )

    def _unchanged(self, now: str) -> bool:
        """Whether the last build had the same inputs, nothing has come due since, and the output is as it left it."""
        note = self._store.note("built")
        if self.options.explain or note is None or self._content is None or self._content.problems:
            return False
        inputs, until, counts, warnings = msgspec.msgpack.decode(note, type=Note)
        if inputs != now or self._now.timestamp() >= until:
            return False
        self.result.outputs, self.result.counts = len(self._stored), counts
        if self._altered:
            return False
        self._report(list(warnings))
        return True

    def _build(self, inputs: str) -> None:
        from plugins.build.links import dead_paths
        from plugins.build.relate import relate
        from plugins.build.stylesheet import stylesheet
        from plugins.front_matter.lines import lines_in

        assert self._content is not None
        site = relate(self._content, self.settings, self._now, self._shown, lines_in(self._root), self.progress)
        notes = self._store.note("plugins")
        site.notes = msgspec.msgpack.decode(notes, type=dict[str, bytes]) if notes else {}
        style = stylesheet(self._theme)
        known = facts(self.settings, site.addresses, f"/{style.address}" if style else "")
        plan = self._plan = Plan()  # kept, for it takes time to take it apart, and the process may end before
        plan.add([style] if style else [])
        made = answers(get_outputs, site)
        for number, answer in enumerate(made, start=1):
            plan.add(answer)
            self.progress("Planning", number, len(made))
        plan.add(self.extra)
        planned = Planned(site, dict(plan.outputs), self._bodies.__getitem__)
        plan.add(output for answer in answers(get_closing_outputs, planned) for output in answer)
        site.problems += plan.problems
        site.problems += dead_paths(site, plan.addresses())
        self._report(site.problems)
        self.result.site = site
        self.result.counts = counts(site, plan.outputs)
        self._write(plan, known)
        note = (inputs, min(site.due, default=float("inf")), self.result.counts, self._warnings)
        with suppress(sqlite3.OperationalError):
            self._store.remember(built=msgspec.msgpack.encode(note), plugins=msgspec.msgpack.encode(site.notes))

    def _report(self, problems: list[Problem]) -> None:
        ordered = in_order(problems)
        for problem in ordered:
            (logger.error if problem.fatal else logger.warning)("%s", problem)
        if any(problem.fatal for problem in ordered):
            raise Stopped(1)
        self._warnings = tuple(ordered)

    def _write(self, plan: Plan, known: Facts) -> None:
        """Steps 4 and 5."""
        from plugins.build.write import Writing

        places = (self._theme, self._root, self._cache)
        writing = Writing(places, self._output, self._store, self._manifest, self._bodies, self._workers, self.progress)
        todo = writing.outdated(plan.outputs, self._stored, self._altered, fingerprint(known))
        if self.options.explain:
            self.result.explained = explain(self.options.explain, writing.fingerprints, self._stored, todo)
        writing.write(todo, known, self._stored)
        self.result.outputs = len(plan.outputs)
        self.result.rendered = sorted(output.address for output in todo)
        self.result.new, self.result.changed, self.result.vanished = writing.new, writing.changed, writing.vanished
