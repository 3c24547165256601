"""Servers on loopback that tests start and ask: nginx, Apache, sshd."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.web import PATIENCE, free_port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until something answers at a port."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended at once")
        with socket.socket() as connection:
            if connection.connect_ex(("127.0.0.1", port)) == 0:
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

    def start(self, port: int, *command: str, **options: Any) -> None:
        with open(self.folder / f"server-{len(self._running)}.log", "wb") as log:  # a pipe that nobody reads fills up
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, **options)
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
        known_hosts = f"UserKnownHostsFile={home}/known"
        return port, [
            "-i",
            f"{home}/user",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            known_hosts,
            "-o",
            "LogLevel=ERROR",
            "-F",
            "none",
        ]


def find(name: str) -> str:
    """Return a program, in the places where Debian has servers too."""
    result = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if not result:
        missing(name)
    return str(result)


def missing(name: str) -> None:
    """Fail in CI, and skip the test elsewhere, because a program is not there."""
    reason = f"{name} is not installed; as root, `python3 tasks.py test` installs it"
    pytest.fail(reason) if "CI" in os.environ else pytest.skip(reason)
