"""Keeps the preview up to date: watches files, runs the builder process, and remembers its last answer."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from lodestar.base.problems import Problem
from lodestar.base.root import ROOT
from lodestar.desk.messages import Built, Known, Step, receive
from lodestar.engine.stopping import NOT_WRITTEN

IGNORED = ("__pycache__", ".git", ".cache", ".versions", "node_modules")
CODE = (".py", ".txt")
"""Endings of files whose change restarts the builder: code, settings, redirect rules."""
TOGETHER = 20
"""Milliseconds within which changes of files count as one."""
RETRY = 15.0
"""Seconds until a build that the disk refused is retried: nothing tells when there is room again."""
EMPTY = Known({}, (), (), (), ())


@dataclass(frozen=True)
class Paths:
    """The content, the settings and the output folder of a build."""

    content: Path
    settings: Path
    output: Path

    def folders(self) -> list[Path]:
        """Return the folders in which any change may change the site."""
        names = ("theme", "plugins", "lodestar")
        return [self.content, *(folder for name in names if (folder := self.settings.parent / name).is_dir())]

    def files(self) -> frozenset[Path]:
        """Return single files whose change may change the site, whether or not they exist yet."""
        root = self.settings.parent
        return frozenset(
            [root / "pelicanconf.py", root / "publishconf.py", self.settings, Path("redirects.txt").absolute()]
        )


class Builder:
    """Builds whenever something changed.

    `listener` is called after each build, and `changed` when a file changed, both in other threads.
    """

    def __init__(self, paths: Paths, listener: Callable[[Built], None], changed: Callable[[], object]) -> None:
        self.paths = paths
        self.built = Built(False)
        self.known = EMPTY
        self.step: Step | None = None
        """Progress of the running build; None between builds."""
        self.serial = 0
        """Number of builds so far."""
        self._listener, self._changed = listener, changed
        self._process: subprocess.Popen[bytes] | None = None
        self._wanted = threading.Event()
        self._requested = self._settled = 0
        """Number of builds requested, and how many of these are done."""
        self._needs_new_process = False
        self._stopped = threading.Event()
        self._done = threading.Condition()

    def start(self) -> None:
        """Begin to build and to watch."""
        self.want()
        threading.Thread(target=self._work, daemon=True, name="desk builder").start()
        threading.Thread(target=self._watch_folders, daemon=True, name="desk watcher").start()
        threading.Thread(target=self._watch_files, daemon=True, name="desk watcher of settings").start()

    def stop(self) -> None:
        """End both threads and the process."""
        self._stopped.set()
        self._wanted.set()
        self._end()

    def want(self, anew: bool = False) -> None:
        """Request a build; `anew`: in a new process."""
        with self._done:
            self._requested += 1
            self._needs_new_process = self._needs_new_process or anew
        self._wanted.set()

    def wait(self, serial: int, seconds: float) -> bool:
        """Wait up to `seconds` for a build after number `serial`, and return whether there was one."""
        with self._done:
            return self._done.wait_for(lambda: self.serial > serial or self._stopped.is_set(), seconds)

    def settle(self, seconds: float) -> bool:
        """Wait up to `seconds` until `known` reflects the files, and return whether it does.

        It does not while the site cannot be built.
        """
        with self._done:
            self._done.wait_for(lambda: self._settled >= self._requested or self._stopped.is_set(), seconds)
            return self._settled >= self._requested and self.built.good

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why the last build failed; nothing when it did not."""
        return () if self.built.good else self.built.problems

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._wanted.wait(RETRY if any(problem.cure == NOT_WRITTEN for problem in self.problems) else None)
            self._wanted.clear()
            if self._stopped.is_set():
                return
            if self._needs_new_process:
                self._needs_new_process = False
                self._end()
            requested = self._requested
            self._build()
            with self._done:
                self._settled = requested
                self._done.notify_all()

    def _build(self) -> None:
        process = self._running()
        assert process.stdin and process.stdout
        try:
            process.stdin.write(b"b")
            process.stdin.flush()
            built = self._next_answer(process.stdout)
        except (OSError, ValueError):
            built = None
        if self._stopped.is_set():
            return
        if not isinstance(built, Built):
            self._fail()
            return
        self._tell(built)
        if built.good:
            known = self._next_answer(process.stdout)
            if isinstance(known, Known):
                self.known = known
            elif not self._stopped.is_set():
                self._fail()

    def _next_answer(self, stream: IO[bytes]) -> Built | Known | None:
        """Return the builder's next answer, and record its progress until then."""
        while isinstance(answer := _receive(stream), Step):
            self.step = answer
        self.step = None
        return answer

    def _fail(self) -> None:
        """Stop a builder whose answer is missing or malformed; the next build starts another."""
        self._end()
        cure = "look at the terminal that the desk was started from, then save any file to try again"
        self._tell(Built(False, problems=(Problem("", 0, "the builder ended without an answer", cure),)))

    def _tell(self, built: Built) -> None:
        with self._done:
            self.built = built
            self.serial += 1
            self._done.notify_all()
        self._listener(built)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            paths = self.paths
            command = [
                sys.executable,
                "-m",
                "lodestar.desk.worker",
                "--content",
                paths.content,
                "--output",
                paths.output,
            ]
            command += ["--settings", paths.settings]
            env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=env,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            process.terminate()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream:
                    stream.close()

    def _watch_folders(self) -> None:
        self._watch(self.paths.folders(), _is_relevant, recursive=True)

    def _watch_files(self) -> None:
        """Watch the folders of single files: many editors save by a rename, which ends the watch of a file itself."""
        files = {os.fspath(file) for file in self.paths.files()}
        self._watch(sorted({Path(file).parent for file in files}), files.__contains__, recursive=False)

    def _watch(self, places: list[Path], is_relevant: Callable[[str], bool], recursive: bool) -> None:
        from watchfiles import watch

        changes = watch(
            *places,
            watch_filter=lambda _, path: is_relevant(path),
            recursive=recursive,
            stop_event=self._stopped,
            debounce=4 * TOGETHER,
            step=TOGETHER,
            rust_timeout=1000,
            yield_on_timeout=False,
            raise_interrupt=False,
        )
        for change in changes:
            paths = [path for _, path in change]
            content_prefix = str(self.paths.content) + os.sep
            self.want(anew=any(path.endswith(CODE) and not path.startswith(content_prefix) for path in paths))
            with suppress(OSError):  # a file that cannot be read now is read again with the next change
                self._changed()


def _receive(stream: IO[bytes]) -> Built | Known | Step | None:
    """Return a builder's answer; None where it ended, or the answer is malformed."""
    try:
        return receive(stream)
    except (OSError, ValueError):
        return None


def _is_relevant(path: str) -> bool:
    """Return whether a change of this file may change the site: hidden files and caches do not."""
    parts = Path(path).parts
    return not parts[-1].startswith(".") and not parts[-1].endswith("~") and not any(part in IGNORED for part in parts)
