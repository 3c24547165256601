"""Real servers on loopback, for tests that ask them: nginx, sshd, an S3 server; each ends with its test."""

from __future__ import annotations

import http.client
import importlib
import logging
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

import pytest

from tests.web import PATIENCE

ROOT = Path(__file__).parents[2]
CONF = f"""\
import datetime, pathlib
exec(pathlib.Path({str(ROOT / "pelicanconf.py")!r}).read_text())
THEME, TIMEZONE, AUTHOR, MENUITEMS, COMMENTS = "theme", "UTC", "", (), {{}}
SITENAME, SITESUBTITLE = "Heart", "Of leading"
REHEARSAL, SEARCH = True, {{"enabled": False}}
NOW = datetime.datetime(2026, 6, 1, tzinfo=datetime.timezone.utc)
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as result:
        result.bind(("127.0.0.1", 0))
        return int(result.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until something answers at a port."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended at once")
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"nothing answers at port {port}")


class Reply(NamedTuple):
    """What a web server answered."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, path: str, host: str = "", headers: Mapping[str, str] | None = None) -> Reply:
    """Ask a web server on loopback, by the name `host` where one is given; redirects are not followed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={**({"Host": host} if host else {}), **(headers or {})})
        answer = connection.getresponse()
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


class Servers:
    """Starts servers, and ends what it started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: list[subprocess.Popen[bytes]] = []

    def free_port(self) -> int:
        return free_port()

    def start(self, port: int, *command: str, **more: Any) -> None:
        with open(self.folder / f"server-{len(self._running)}.log", "wb") as log:  # a pipe that nobody reads fills up
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, **more)
        self._running.append(process)
        wait_for(port, process)

    def stop(self) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            process.wait(PATIENCE)

    def nginx(self, root: Path, maps: str = "", server: str = "") -> int:
        """Start nginx for a folder, with lines for its `http` and `server` blocks, and return its port."""
        port, home = free_port(), self.folder / f"nginx-{len(self._running)}"
        home.mkdir()
        places = "".join(
            f"{name}_temp_path {home}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        config = home / "nginx.conf"
        config.write_text(
            f"daemon off; pid {home}/pid; error_log {home}/error.log;{'user root;' if os.geteuid() == 0 else ''}\n"
            f"events {{}}\nhttp {{ include /etc/nginx/mime.types; access_log off; {places}\n{maps}\n"
            f"server {{ listen 127.0.0.1:{port}; root {root};\n{server}\n}} }}\n"
        )
        self.start(port, find("nginx"), "-e", f"{home}/error.log", "-c", str(config))
        return port

    def apache(self, root: Path) -> int:
        """Start Apache for a folder, whose `.htaccess` it heeds, and return its port."""
        modules = Path("/usr/lib/apache2/modules")
        if not modules.is_dir():
            missing("apache2")
        port, home = free_port(), self.folder / f"apache-{len(self._running)}"
        home.mkdir()
        names = ("mpm_event", "authz_core", "dir", "mime", "headers", "rewrite", "alias", "filter", "deflate")
        load = "\n".join(f"LoadModule {name}_module {modules}/mod_{name}.so" for name in names)
        config = home / "apache.conf"
        config.write_text(
            f"{load}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {home}/httpd.pid\n"
            f"ErrorLog {home}/httpd.log\nMutex file:{home}\nTypesConfig /etc/mime.types\n"
            f'User www-data\nGroup www-data\nDocumentRoot "{root}"\n'
            f'<Directory "{root}">\nAllowOverride All\nRequire all granted\n</Directory>\n'
        )
        for folder in (root, *root.parents):
            if str(folder).startswith("/tmp/"):
                folder.chmod(0o755)
        self.start(port, "/usr/sbin/apache2", "-D", "FOREGROUND", "-f", str(config))
        return port

    def sshd(self) -> tuple[int, list[str]]:
        """Start sshd for this user, and return its port and the options that a client needs."""
        port, home = free_port(), self.folder / "ssh"
        home.mkdir(mode=0o700)
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", home / name], check=True)
        shutil.copy(home / "user.pub", home / "authorized_keys")
        (home / "config").write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {home}/host\nAuthorizedKeysFile {home}/authorized_keys\n"
            f"PidFile {home}/pid\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n"
            "SetEnv SHLVL=2\n"  # bash then reads no start-up file of this user's, which may take seconds
        )
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        self.start(port, find("sshd"), "-D", "-e", "-f", str(home / "config"))
        known = f"UserKnownHostsFile={home}/known"
        return port, [
            "-i",
            f"{home}/user",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            known,
            "-o",
            "LogLevel=ERROR",
            "-F",
            "none",
        ]


def find(name: str) -> str:
    """A program, in the places where Debian has servers too."""
    result = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if not result:
        missing(name)
    return str(result)


def missing(name: str) -> None:
    """A program is not there: in CI that is a failure, elsewhere a reason to skip."""
    reason = f"{name} is not installed; as root, `python3 tasks.py test` installs it"
    pytest.fail(reason) if "CI" in os.environ else pytest.skip(reason)


def user() -> str:
    """The name of this user, for ssh."""
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
    servers, port = Servers(tmp_path_factory.mktemp("s3")), free_port()
    servers.start(port, sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port))
    yield f"http://127.0.0.1:{port}"
    servers.stop()


@pytest.fixture
def s3(_s3: str) -> str:
    """The address of a server that speaks S3 and has no bucket yet."""
    with urlopen(Request(f"{_s3}/moto-api/reset", method="POST")) as answer:
        assert answer.status == 200
    return _s3


@pytest.fixture
def asked() -> Callable[[int, str], Reply]:
    """Asks a web server on loopback."""
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

    def configure(self, url: str = "https://example.com", **more: Any) -> None:
        """Write the production settings."""
        settings = {"PUBLISH": {"targets": {"live": {"kind": "folder", "path": str(self.live)}}}, **more}
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
        out, err = self._capsys.readouterr()
        return code, out + err

    def publish(self) -> str:
        """Publish, which must succeed, and return what was printed."""
        code, said = self.run("publish")
        assert code == 0, said
        return said

    def refused(self) -> list[str]:
        """What a check says is wrong, which must be something."""
        code, said = self.run("check")
        assert code == 1, said
        ends = ("nothing is published.", "will be written by publishing.")
        return [line for line in said.splitlines() if not line.endswith(ends)]


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
def three(site: Any) -> Any:
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
