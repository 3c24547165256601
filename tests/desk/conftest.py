"""`live`: a real desk on a small site, in a process of its own, spoken to over a socket.

All tests share it; after a test that changed a file the site is put back, and built, before the next test begins.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

import pytest

from tests.web import PATIENCE, free_port, share_compiled, until

ROOT = Path(__file__).parents[2]
START = (
    "import sys; sys.path.insert(0, {root!r}); from lodestar.commands.dispatch import main; import tasks; "
    "sys.exit(main(tasks.TASKS, sys.argv[1:], lambda needs: None))"
)
SETTINGS = """\
import sys

sys.path.insert(0, {root!r})
from pelicanconf import *

AUTHOR = "Ada Moss"
MENUITEMS = ()
TYPEFACE, SEARCH, PICTURES = {{"enabled": False}}, {{"enabled": False}}, {{"cards": False}}
CACHE_PATH = {cache!r}
THEME = {theme!r}
"""
CONTENT = {
    "authors/ada-moss.md": "---\nname: Ada Moss\n---\nAda writes.\n",
    "pages/about.md": "---\ntitle: About\n---\nAbout us.\n",
    "calls/course.md": "---\nheading: Come along\nurl: /about/\nlink_text: See the course\ndefault: true\n---\nIt is good.\n",
    "posts/2026/first.md": "---\ntitle: First\ndate: 2026-01-05 09:00\ntags: [trust, 'work, life']\nsummary: A first post.\n---\nHello there.\n",
    "posts/2026/second.md": "---\ntitle: Second\ndate: 2026-02-05\ntags: [trust]\nsummary: Another.\nstatus: draft\n---\nA draft.\n",
    "posts/2026/third.md": "Title: Third\nDate: 2036-03-01 10:00\nTags: trust, later\nSummary: To come.\n\nIn the future.\n",
}


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


class Live:
    """A desk that runs."""

    def __init__(
        self,
        folder: Path,
        content: Mapping[str, str] | Path = CONTENT,
        command: str = "desk",
        settings_lines: str = "",
        **environment: str,
    ) -> None:
        """Start a desk in a folder; `settings_lines` are lines of its settings."""
        self._settings_lines = settings_lines
        self.folder, self.content, self.output = folder, folder / "content", folder / "preview"
        for path, text in content.items() if isinstance(content, Mapping) else ():
            (self.content / path).parent.mkdir(parents=True, exist_ok=True)
            (self.content / path).write_text(text, encoding="utf-8", newline="")
        self._command = command
        self._environment = environment
        if not (folder / "cache").exists():
            share_compiled(folder / "cache")
        self.start()

    def start(self, port: int = 0) -> None:
        """Start the desk, or start it anew at a port that it had."""
        port = port or free_port()
        folder = self.folder
        settings = folder / "settings.py"
        text = SETTINGS.format(root=str(ROOT), cache=str(folder / "cache"), theme=str(ROOT / "theme"))
        settings.write_text(text + self._settings_lines)
        words = [
            self._command,
            "--no-browser",
            "--port",
            str(port),
            "--content",
            "content",
            "--output",
            "preview",
            "--settings",
            str(settings),
        ]
        self.process = subprocess.Popen(
            [sys.executable, "-c", START.format(root=str(ROOT)), *words],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **self._environment},
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        match = re.search(r"http://[\w.]+:(\d+)/", line)
        assert match, line + (self.process.stderr.read() if self.process.stderr else "")
        self.port = int(match[1])
        assert port == self.port, "another program took the port, at which open pages ask"
        self.host, self.site_host = f"127.0.0.1:{self.port}", f"localhost:{self.port}"
        self.origin = f"http://{self.host}"
        self.cookie = f"desk-{self.port}={self._cookie()}"
        self._token = ""

    @property
    def key(self) -> str:
        """What lets the next browser in; empty for a preview."""
        pages = list((self.folder / "cache/desk").glob("*.html"))
        return re.findall(r"key=([\w-]+)", pages[0].read_text())[0] if pages else ""

    @property
    def entrance(self) -> str:
        """The link that lets the next browser in."""
        return f"{self.origin}/?key={self.key}"

    def _cookie(self) -> str:
        """Return what the link that the command printed gives to a browser."""
        set_cookie = self.ask("GET", f"/?key={self.key}", Host=self.host).headers.get("set-cookie", "")
        return set_cookie.partition("=")[2].partition(";")[0]

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Send a request as it is; header names with _ for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        sent_headers = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(connection):
            connection.request(method, path, body or None, sent_headers)
            answer = connection.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())

    def get(self, path: str, **headers: str) -> Answer:
        """Ask the desk."""
        return self.ask("GET", quote(path, safe="/?=&%"), Host=self.host, Cookie=self.cookie, **headers)

    def see(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask the preview."""
        return self.ask(method, path, Host=self.site_host, **headers)

    @property
    def token(self) -> str:
        """The token that forms carry."""
        if not self._token:
            match = re.search(r'name="token" value="([^"]+)"', self.get("/new/post").text)
            assert match
            self._token = match[1]
        return self._token

    def post(self, path: str, fields: Mapping[str, str | list[str]], **headers: str) -> Answer:
        """Send a form of the desk."""
        body = urlencode({"token": self.token, **fields}, doseq=True).encode()
        headers_of_form = {
            "Host": self.host,
            "Cookie": self.cookie,
            "Origin": self.origin,
            "Content_Type": "application/x-www-form-urlencoded",
            **headers,
        }
        return self.ask("POST", quote(path, safe="/?=&%"), body, **headers_of_form)

    def base(self, path: str) -> str:
        """Return the digest that the editor of a file carries."""
        answer = self.get(f"/write/{path}")
        match = re.search(r'name="base" value="([0-9a-f]+)"', answer.text)
        assert match, answer.text
        return match[1]

    def read(self, path: str) -> str:
        return (self.content / path).read_bytes().decode()

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so, for as long as a busy machine may need."""
        until(condition)

    def kill(self) -> None:
        """End the desk as a loss of power does."""
        self.process.kill()
        self.stop()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        for stream in (self.process.stdout, self.process.stderr):
            if stream:
                stream.close()


class SharedDesk(Live):
    """A desk for many tests: what one of them changed is put back before the next."""

    def __init__(self, folder: Path, **environment: str) -> None:
        super().__init__(folder, **environment)
        self._number = 0
        self.wait_for_a_build()
        self._originals = {path: path.read_bytes() for path in self._files()}

    def _files(self) -> list[Path]:
        """Return every file that the builder reads, and what the desk keeps for its author."""
        roots = (self.content, self.folder / "cache/desk/kept")
        files = [path for root in roots for path in root.rglob("*") if path.is_file() or path.is_symlink()]
        return [*files, *self.folder.glob("redirects.txt"), self.folder / "settings.py"]

    def state(self) -> dict[Path, tuple[int, int]]:
        """Which file stands where; another one after each change, even one that was taken back."""
        return {path: ((result := path.lstat()).st_ino, result.st_mtime_ns) for path in self._files()}

    def put_back(self) -> None:
        """Put every file back, and wait until the site is built from them, by a desk that runs."""
        for path in set(self._files()) - self._originals.keys():
            path.unlink()
        for path, data in self._originals.items():
            if path.is_symlink() or not path.is_file():  # a test put something else there
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
            if not path.exists() or path.read_bytes() != data:
                path.write_bytes(data)
        if self.process.poll() is not None:
            self.start(self.port)
        self.wait_for_a_build()

    def wait_for_a_build(self) -> None:
        """Wait until the site is built from the files as they are now."""
        self._number += 1
        page = self.content / "pages/number.md"
        page.write_text(f"---\ntitle: Number\nsummary: S.\n---\nBuild {self._number}.\n")
        self.until(lambda: f"Build {self._number}." in self.see("/number/").text)
        if hasattr(self, "_originals"):
            self._originals[page] = page.read_bytes()


FULL = """
import errno, os
sync = os.fsync
def fsync(descriptor):
    if os.path.exists({flag!r}):
        raise OSError(errno.ENOSPC, "No space left on device")
    sync(descriptor)
os.fsync = fsync
"""


class FillableDesk(SharedDesk):
    """A desk whose disk is full as long as the file `full` is there, and which tests may kill."""

    def __init__(self, folder: Path) -> None:
        self.full = folder / "full"
        (folder / "sitecustomize.py").write_text(FULL.format(flag=str(self.full)))
        super().__init__(folder, PYTHONPATH=str(folder))

    def put_back(self) -> None:
        self.full.unlink(missing_ok=True)
        super().put_back()


@pytest.fixture(scope="session")
def _fillable_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FillableDesk]:
    result = FillableDesk(tmp_path_factory.mktemp("desk"))
    yield result
    result.stop()


@pytest.fixture
def fillable_desk(_fillable_desk: FillableDesk) -> Iterator[FillableDesk]:
    """A desk that tests kill and whose disk they fill; what browsers keep they take with them."""
    yield _fillable_desk
    _fillable_desk.put_back()


@pytest.fixture(scope="session")
def _shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedDesk]:
    result = SharedDesk(tmp_path_factory.mktemp("desk"))
    yield result
    result.stop()


@pytest.fixture
def live(_shared_desk: SharedDesk) -> Iterator[Live]:
    """A desk whose site is built, and as it was at the start of every other test."""
    before = _shared_desk.state()
    yield _shared_desk
    if _shared_desk.state() != before:
        _shared_desk.put_back()
