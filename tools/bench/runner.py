"""A site of one generator, and its builds: clean, with nothing changed, with a post edited, with a post added."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tools.bench import corpus
from tools.bench.generators import PEERS, SiteGenerator
from tools.bench.memory import peak
from tools.bench.pictures import write_pictures

PHASES = {"clean": "clean", "nothing": "nothing changed", "edit": "one edited", "add": "one added"}
"""The builds that are measured, each in a process of its own, with their names in tables."""
BUILD_TIME = re.compile(rb"<lastBuildDate>[^<]*</lastBuildDate>")
QUIET = 0.15
"""Most cores that other processes may use on a machine that counts as quiet."""
NOISY = 0.3
"""Cores used by other processes above which a measurement is repeated."""
RETRIES = 2
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
"""Makes Python compile every module in each process, which takes a fifth of a second that no author waits for."""


class Measurement(NamedTuple):
    """A measured build."""

    seconds: float
    processor: float
    """Processor seconds of its processes, which other work on the machine hardly affects."""
    others: float
    """Cores that other processes used in the meantime."""
    stale: tuple[str, ...] = ()
    """Pages and feeds that do not show the change."""


class BenchSite:
    """The site of one generator, with its own copy of the posts."""

    def __init__(self, generator: SiteGenerator, kind: str, size: int, work: Path, patience: float) -> None:
        self.generator, self.kind, self.size = generator, kind, size
        self.patience = patience
        self.folder = work / f"{generator.name}-{size}"
        self.output = self.folder / generator.output
        self._posts = self.folder / generator.posts
        self._aside = work / "aside"
        self._serial = 0
        shutil.copytree(PEERS / generator.name, self.folder)
        corpus.write(kind, size, generator.name, self._posts)
        if kind == "people":
            write_pictures(self.folder / generator.images)
        self._newest = next(corpus.posts(kind, size, start=size - 1))
        self._newest_file = self._posts / self._newest.file_name
        self._newest_text = self._newest_file.read_text(encoding="utf-8")
        self._added: list[Path] = []

    def measure(self, phase: str) -> Measurement:
        """Prepare a phase, build, and return the quietest of up to three measurements."""
        tries = []
        for _ in range(1 + (RETRIES if self.patience else 0)):
            stale = self.prepare(phase)
            wait_for_quiet(self.patience)
            result = timed(self.generator.command, self.folder)
            tries.append(result._replace(stale=stale()))
            if result.others <= NOISY:
                break
        return min(tries, key=lambda result: result.others)

    def memory(self, phase: str) -> float:
        """Return the peak megabytes of a build; sampling costs time, so this is a run of its own."""
        self.prepare(phase)
        return peak(self.generator.command, str(self.folder), {})

    def prepare(self, phase: str) -> Callable[[], tuple[str, ...]]:
        """Prepare the site for a phase, and return a function that names its stale pages after the build."""
        self._serial += 1
        if phase == "clean":
            self._restore()
            self._set_aside()
        if phase == "edit":
            mark = f"edited {self._serial} times over"
            self._newest_file.write_text(f"{self._newest_text}\n\nThis post was {mark}.\n", encoding="utf-8")
            return lambda: self._stale(self._newest, mark, ("post", "feed", "tag feed", "category feed"))
        if phase == "add":
            number = self.size + len(self._added)
            post = next(corpus.posts(self.kind, self.size, start=number, stop=number + 1))
            corpus.write(self.kind, self.size, self.generator.name, self._posts, number, number + 1)
            self._added.append(self._posts / post.file_name)
            return lambda: self._stale(post, post.slug, tuple(self.generator.pages))
        return lambda: ()

    def _restore(self) -> None:
        for path in self._added:
            path.unlink()
        self._added = []
        self._newest_file.write_text(self._newest_text, encoding="utf-8")

    def _set_aside(self) -> None:
        """Move away what a clean build must not find; it is deleted once everything is measured.

        After many deletions, ext4 searches for free blocks for a minute, which takes up to a third of a build.
        """
        self._aside.mkdir(exist_ok=True)
        for name in (self.generator.output, *self.generator.caches):
            if (self.folder / name).exists():
                (self.folder / name).rename(self._aside / f"{self.folder.name}-{self._serial}-{name}")

    def _stale(self, post: corpus.CorpusPost, mark: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
        names = {
            "slug": post.slug,
            "tag": corpus.slugify(post.tags[-1]),
            "category": corpus.slugify(post.categories[0]),
        }
        return tuple(
            kind for kind in kinds if mark not in _text(self.output / self.generator.pages[kind].format(**names))
        )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def timed(command: list[str], folder: Path) -> Measurement:
    """Run a command in a folder and return its measurement. Raises SystemExit with its last lines where it fails.

    Python caches what it compiles, as by default, whatever the environment says here.
    """
    kept = {name: value for name, value in os.environ.items() if name != UNCOMPILED}
    os.sync()
    busy, start = busy_seconds(), time.perf_counter()
    with (folder / ".log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=kept, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{folder.name}: exit {process.returncode}: {_text(folder / '.log')[-600:]}")
    own = usage.ru_utime + usage.ru_stime
    return Measurement(seconds, own, max(0.0, busy_seconds() - busy - own) / seconds)


def busy_seconds() -> float:
    """Return the processor seconds that all processes have used so far; 0 where there is no /proc/stat (proc(5))."""
    statistics = Path("/proc/stat")
    if not statistics.exists():
        return 0.0
    spent = [int(word) for word in statistics.read_text().split("\n", 1)[0].split()[1:9]]
    idle = spent[3] + spent[4]
    return (sum(spent) - idle) / os.sysconf("SC_CLK_TCK")


def wait_for_quiet(patience: float) -> None:
    """Wait until other processes leave the machine alone, for `patience` seconds at most."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        busy, start = busy_seconds(), time.monotonic()
        time.sleep(1.0)
        if (busy_seconds() - busy) / (time.monotonic() - start) < QUIET:
            return


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return a digest of every file below a folder, ignoring build times in feeds."""
    return {
        path.relative_to(folder).as_posix(): hashlib.blake2b(BUILD_TIME.sub(b"", path.read_bytes())).digest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> int:
    """Return how many files differ, are new or are gone."""
    return sum(before.get(name) != after.get(name) for name in before.keys() | after.keys())
