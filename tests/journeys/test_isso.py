"""Comments by an Isso server, for real: write one in a browser, see it there, bring it into the repository.

Isso has to be compiled, so it has an environment of its own; where there is none this fails in CI and is skipped
elsewhere.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lodestar.commands.browser import serving
from lodestar.commands.test import isso
from tests.web import ROOT, free_port, until

ISSO = isso()
CONFIG = """\
[general]
dbpath = {folder}/comments.db
host = {site}
[server]
listen = {server}
[guard]
enabled = false
"""
SETTINGS = """\
import sys
sys.path.insert(0, {root!r})
from pelicanconf import *
THEME = {root!r} + "/theme"
COMMENTS = {{"provider": "isso", "server": {server!r}}}
"""
POST = "/2018/01/31/the-colors-we-work-in/"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not ISSO and "CI" not in os.environ, reason="there is no isso here: python3 tasks.py test installs it"
    ),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def answers(port: int) -> bool:
    """Return whether something listens at a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    """Address of the site, address of the server, and the site's settings."""
    server = f"http://127.0.0.1:{free_port()}/"
    settings = tmp_path / "settings.py"
    settings.write_text(SETTINGS.format(root=str(ROOT), server=server))
    command = [sys.executable, "-m", "pelican", "content", "-s", str(settings), "-o", str(tmp_path / "site")]
    subprocess.run([*command, "-e", f'CACHE_PATH="{tmp_path}/cache"'], cwd=ROOT, check=True, capture_output=True)
    with serving(tmp_path / "site") as site:
        (tmp_path / "isso.cfg").write_text(CONFIG.format(folder=tmp_path, site=site, server=server.rstrip("/")))
        process = subprocess.Popen([str(ISSO), "-c", str(tmp_path / "isso.cfg"), "run"], stderr=subprocess.DEVNULL)
        try:
            until(lambda: answers(int(server.rstrip("/").rpartition(":")[2])))
            yield site, server, settings
        finally:
            process.terminate()
            process.wait()


def test_a_reader_writes_a_comment_and_the_site_comes_to_own_it(running, browser, tmp_path) -> None:
    site, server, _settings = running
    page = browser.new_page()
    messages: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: messages.append(f"{message.type}: {message.text}"))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(site + POST, wait_until="networkidle")
    assert not [url for url in requests if url.startswith(server)], "nothing is loaded before the reader asks"
    page.get_by_role("button", name="Show and write comments").click()
    page.locator("#isso-thread .isso-textarea").first.fill("A real comment, *written* in a browser.")
    page.locator("#isso-thread [name=author]").first.fill("Ann")
    page.locator("#isso-thread .isso-post-action input[type=submit]").first.click()
    page.locator("#isso-root .isso-comment").first.wait_for()
    page.reload()
    page.get_by_role("button", name="Show and write comments").click()
    page.locator("#isso-root .isso-comment").first.wait_for()
    assert "A real comment" in page.locator("#isso-root .isso-comment").first.inner_text()
    assert not [message for message in messages if message.startswith("error")]
    page.close()

    shutil.copytree(ROOT / "content", tmp_path / "content")
    command = [sys.executable, str(ROOT / "tasks.py"), "comments", "--pull", "isso", "--server", server]
    options = ["--content", str(tmp_path / "content"), "--output", str(tmp_path / "site")]
    result = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    comment_file = (tmp_path / "content/comments/the-colors-we-work-in.yaml").read_text()
    assert "name: Ann" in comment_file
    assert "A real comment, *written* in a browser." in comment_file
