"""A site that is published, and servers that end with the test that asks them."""

from __future__ import annotations

import importlib
import logging
import os
import pwd
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.publishing.servers import Reply, Servers, ask
from tests.web import free_port

ROOT = Path(__file__).parents[2]
CONF = f"""\
import datetime, pathlib
exec(pathlib.Path({str(ROOT / "pelicanconf.py")!r}).read_text())
THEME, TIMEZONE, AUTHOR, MENUITEMS, COMMENTS = "theme", "UTC", "", (), {{}}
SITENAME, SITESUBTITLE = "Heart", "Of leading"
REHEARSAL, SEARCH = True, {{"enabled": False}}
NOW = datetime.datetime(2026, 6, 1, tzinfo=datetime.timezone.utc)
"""


def user() -> str:
    """Return the name of this user, for ssh."""
    return pwd.getpwuid(os.geteuid()).pw_name


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    """Starts servers that end with the test."""
    result = Servers(tmp_path)
    yield result
    result.stop()


@pytest.fixture(scope="session")
def _s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that speaks S3, which takes more than a second to start."""
    from botocore import loaders

    servers, port = Servers(tmp_path_factory.mktemp("s3")), free_port()
    servers.start(port, sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port))
    with pytest.MonkeyPatch.context() as patch:
        # clients read what they know of S3 once, and not one by one: a sixth of the time of tests with a bucket
        patch.setattr(loaders, "create_loader", cache(loaders.create_loader))
        yield f"http://127.0.0.1:{port}"
    servers.stop()


@pytest.fixture
def s3(_s3: str) -> str:
    """The address of a server that speaks S3 and has no bucket yet."""
    with urlopen(Request(f"{_s3}/moto-api/reset", method="POST")) as answer:
        assert answer.status == 200
    return _s3


@pytest.fixture
def send_request() -> Callable[[int, str], Reply]:
    """Return the function that sends a request to a web server on loopback."""
    return ask


@pytest.fixture
def login() -> str:
    """The name of this user, for ssh."""
    return user()


class PublishedSite:
    """A small site in a folder of its own, on which the real commands are run."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.live = folder / "live"
        shutil.copytree(ROOT / "tests" / "tiny-theme", folder / "theme")
        for name in ("feed.rss.xml", "feed.atom.xml", "feed.json", "comments-feed.xml"):
            shutil.copy(ROOT / "theme" / "templates" / name, folder / "theme" / "templates" / name)
        shutil.copytree(
            ROOT / "theme/templates/components/feed", folder / "theme/templates/components/feed", dirs_exist_ok=True
        )
        (folder / "pelicanconf.py").write_text(CONF)
        self.configure()

    def configure(self, url: str = "https://example.com", **overrides: Any) -> None:
        """Write the production settings."""
        settings = {"PUBLISH": {"targets": {"live": {"kind": "folder", "path": str(self.live)}}}, **overrides}
        lines = "".join(f"{name} = {value!r}\n" for name, value in settings.items())
        (self.folder / "publishconf.py").write_text(f"{CONF}SITEURL = {url!r}\n{lines}")

    def post(self, name: str, front: str = "", body: str = "Text.", date: str = "2026-01-01", title: str = "") -> Path:
        """Write a post; its id is its name."""
        head = f"title: {title or name.title()}\ndate: {date}\n" + (f"id: urn:x:{name}\n" if "id:" not in front else "")
        return self.file(f"posts/{name}.md", f"---\n{head}{front}---\n{body}\n")

    def file(self, path: str, text: str) -> Path:
        """Write a file of the content."""
        target = self.folder / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return target

    def run(self, task: str, *words: str) -> tuple[int, str]:
        """Run a task and return its exit code and what it printed."""
        module = importlib.import_module(f"lodestar.commands.{task.replace('-', '_')}")
        self._capsys.readouterr()
        try:
            code = module.run(module.parser().parse_args(list(words)))
        except SystemExit as stop:
            if isinstance(stop.code, str):
                print(stop.code)  # as Python does when a program ends so
            code = 1 if stop.code is None or isinstance(stop.code, str) else int(stop.code)
        output, errors = self._capsys.readouterr()
        return code, output + errors

    def publish(self) -> str:
        """Publish, which must succeed, and return what was printed."""
        code, output = self.run("publish")
        assert code == 0, output
        return output

    def refused(self) -> list[str]:
        """Return what a check says is wrong, which must be something."""
        code, output = self.run("check")
        assert code == 1, output
        ends = ("nothing is published.", "will be written by publishing.")
        return [line for line in output.splitlines() if not line.endswith(ends)]


@pytest.fixture
def site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[PublishedSite]:
    """A small site, with the commands run in its folder. Commands set logging up; the test's own comes back after it."""
    from pelican.log import console

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(console, "_file", None)  # a build sets it to the stream of its own test
    handlers, level = logging.root.handlers[:], logging.root.level
    yield PublishedSite(tmp_path, capsys)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture
def digest_site(site: Any) -> Any:
    """Three posts to write letters of."""
    for number, name in enumerate(("one", "two", "three"), start=1):
        site.post(
            name,
            f"summary: Salt & <vinegar> {number}.\nauthors: [Ada]\n",
            date=f"2026-01-0{number}",
            title=f"Naïve “{name}” & co",
        )
    site.file("authors/ada.md", "---\nname: Ada\n---\n")
    return site
