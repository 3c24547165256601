"""A clean copy of the project with its desk running, and what journeys do with it more than once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from lodestar.desk.packages import FETCHED
from tests.web import PATIENCE, follow, free_port, share_compiled, until

ROOT = Path(__file__).parents[3]
LEFT_OUT = shutil.ignore_patterns(".*", "output", "published", "tests", "docs")
"""What a clone has no need of; it keeps what Python compiled, which each of its processes would compile again."""
TARGET = '\nPUBLISH = {{"targets": {{"live": {{"kind": "folder", "path": {path!r}}}}}}}\n'
REHEARSAL = "REHEARSAL = True\n"
PLAIN = '\nTYPEFACE = {"enabled": False}\n'
"""Cutting it takes two seconds of each first build, and no journey at the desk is about it."""


class Clone:
    """A clean copy of the project, with its desk running once it was started."""

    def __init__(self, folder: Path, settings: str = REHEARSAL) -> None:
        """Copy the project; `settings` are lines for `publishconf.py`."""
        self.folder, self.target = folder / "clone", folder / "live"
        shutil.copytree(ROOT, self.folder, ignore=LEFT_OUT)
        (self.folder / ".venv").symlink_to(sys.prefix)
        FETCHED.mkdir(parents=True, exist_ok=True)
        share_compiled(self.folder / ".cache", "pictures")
        (self.folder / ".cache/editor").symlink_to(FETCHED)
        with open(self.folder / "pelicanconf.py", "a") as stream:
            stream.write(PLAIN)
        with open(self.folder / "publishconf.py", "a") as stream:
            stream.write(TARGET.format(path=str(self.target)) + settings)
        self._originals = {path: path.read_bytes() for path in self._files()}
        self._builds = 0

    def _files(self) -> list[Path]:
        """Return every file of the content, the record of what was published, and what the desk keeps for its author."""
        roots = (self.folder / "content", self.folder / "published", self.folder / ".cache/desk/kept")
        files = [path for root in roots for path in root.rglob("*") if path.is_file()]
        return [*files, *self.folder.glob("redirects.txt")]

    def put_back(self) -> None:
        """Make the content what it was before any journey, forget what was published, and typed and not saved, and wait until
        the desk has built the site from that.
        """
        until(self._is_withdrawn)
        strange = set(self._files()) - self._originals.keys()
        for path in strange:
            path.unlink(missing_ok=True)
        changed_paths = [
            path for path, data in self._originals.items() if not path.exists() or path.read_bytes() != data
        ]
        for path in changed_paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self._originals[path])
        if strange or changed_paths:
            self.wait_for_a_build()

    def wait_for_a_build(self) -> None:
        """Wait until the site is built from the files as they are now, which a page says that nothing leads to."""
        self._builds += 1
        page = self.folder / "content/pages/builds.md"
        page.write_text(f"---\ntitle: Builds\nstatus: hidden\nsummary: S.\n---\nBuild {self._builds}.\n")
        until(lambda: f"Build {self._builds}." in self._see("/builds/"))
        self._originals[page] = page.read_bytes()

    def _is_withdrawn(self) -> bool:
        """Return whether nothing is left of what was published; a command that was not waited for may still write there."""
        shutil.rmtree(self.target, ignore_errors=True)
        return not self.target.exists()

    def start(self) -> None:
        """Open the desk."""
        self.process = subprocess.Popen(
            [sys.executable, "tasks.py", "desk", "--no-browser", "--port", str(free_port())],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        output = ""
        while not (match := re.search(r"(http://127\S+)\?key=\S+", output)):
            line = self.process.stdout.readline()
            assert line, output
            output += line
        self.desk = match[1].rstrip("/")
        self.site = self.desk.replace("127.0.0.1", "localhost")
        until(lambda: self._see("/"))

    def _see(self, path: str) -> str:
        """Return a page of the preview; nothing as long as it has not been built."""
        try:
            with urlopen(self.site + path) as answer:
                return str(answer.read().decode())
        except HTTPError:
            return ""

    @property
    def entrance(self) -> str:
        """The link that lets the next browser in."""
        [page] = (self.folder / ".cache/desk").glob("*.html")
        return re.findall(r'href="([^"]+)"', page.read_text())[0]

    def run(self, *words: str, ok: bool = True, answers: str = "") -> str:
        """Run a task in the clone, and answer what it asks; what it says."""
        result = subprocess.run(
            [sys.executable, "tasks.py", *words],
            cwd=self.folder,
            input=answers,
            capture_output=True,
            text=True,
            env={**os.environ, "NO_COLOR": "1", "EDITOR": "true"},
        )
        assert (result.returncode == 0) is ok, result.stdout + result.stderr
        return result.stdout + result.stderr

    def live(self, path: str) -> str:
        """Return a file that readers get."""
        return (self.target / "current" / path).read_text(encoding="utf-8")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()


def publish(page, clone: Clone, button: str) -> str:
    """Press a button of the publish page and wait for what comes of it."""
    page.goto(clone.desk + "/publish")
    if button == "Undo the last publishing":
        page.get_by_text("Undo", exact=True).click()
    follow(page, page.get_by_role("button", name=button))
    page.wait_for_selector('#lines[data-running="no"]', state="attached", timeout=300_000)
    until(lambda: page.evaluate("document.activeElement.id") == "job")  # reading goes on with what came of it
    output = page.inner_text("section:has(#lines)")
    assert "not done" not in output, output
    return output
