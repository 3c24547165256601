"""Files are fetched from the old blog alone, with limits, and only when that is asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from lodestar.wordpress.fetch import Limits, fetch
from lodestar.wordpress.pictures import checked
from tests.web import PATIENCE
from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item, png

POST = "posts/2020/post-1.md"


class Blog(BaseHTTPRequestHandler):
    """A server that has pictures, and moods."""

    protocol_version = "HTTP/1.1"
    requests: ClassVar[list[tuple[str, str]]] = []

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        Blog.requests.append((name, self.headers.get("Range", "")))
        picture = png((b"tEXt", b"x" * 200_000))
        is_first = sum(asked_name == name for asked_name, _ in Blog.requests) == 1
        if name == "missing.png":
            self._answer(404, b"")
        elif name == "moved.png":
            self.send_response(302)
            self.send_header("Location", "/wp-content/uploads/2020/02/good.png")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif name == "away.png":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/x.png")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif name == "lying.png":
            self._answer(200, b"<html>Not here</html>")
        elif name == "slow.png":
            self.server.pause.wait(5)  # type: ignore[attr-defined]
        elif name == "large.png":
            self._answer(200, picture + b"\0" * 3_000_000)
        elif name == "moody.png" and is_first:
            self._answer(503, b"")
        elif name == "broken.png" and is_first:
            self.send_response(200)
            self.send_header("Content-Length", str(len(picture)))
            self.send_header("ETag", '"1"')
            self.end_headers()
            self.wfile.write(picture[:100_000])
            self.wfile.flush()
            self.close_connection = True
        elif name == "broken.png" and self.headers.get("Range") == "bytes=100000-":
            self.send_response(206)
            self.send_header("Content-Length", str(len(picture) - 100_000))
            self.end_headers()
            self.wfile.write(picture[100_000:])
        else:
            self._answer(200, picture)

    def _answer(self, status: int, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def blog() -> Iterator[str]:
    """The address of a blog on this machine."""
    Blog.requests = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Blog)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # callers that hang up are part of the tests
    server.pause = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/wp-content/uploads/2020/02"
    server.pause.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


LIMITS = Limits(hosts=frozenset({"127.0.0.1"}), wait=PATIENCE, pause=0.01, most=2_000_000)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("good.png", ""),
        ("moved.png", ""),
        ("moody.png", ""),
        ("broken.png", ""),
        ("missing.png", "the server says 404"),
        ("lying.png", "the file is a web page"),
        ("slow.png", "no whole answer"),
        ("large.png", "larger than 1 MB"),
        ("away.png", "169.254.169.254 is not a host of this blog"),
    ],
)
def test_files_are_fetched_whatever_the_server_does(blog: str, tmp_path: Path, name: str, reason: str) -> None:
    limits = replace(LIMITS, wait=0.2) if name == "slow.png" else LIMITS
    reasons = fetch({f"2020/02/{name}": [f"{blog}/{name}"]}, tmp_path, limits)
    assert reason in "".join(reasons.values())
    assert bool(reasons) == bool(reason)
    assert (tmp_path / "2020/02" / name).exists() != bool(reason)


def test_a_file_that_broke_off_is_resumed_where_it_broke(blog: str, tmp_path: Path) -> None:
    fetch({"2020/02/broken.png": [f"{blog}/broken.png"]}, tmp_path, LIMITS)
    assert Blog.requests == [("broken.png", ""), ("broken.png", "bytes=100000-")]
    checked("broken.png", (tmp_path / "2020/02/broken.png").read_bytes())


def test_a_private_address_is_asked_only_when_it_is_named(blog: str, tmp_path: Path) -> None:
    reasons = fetch({"2020/02/good.png": [f"{blog}/good.png"]}, tmp_path, Limits())
    assert "is inside a private network" in "".join(reasons.values())
    assert not Blog.requests


def test_nothing_is_fetched_unless_it_is_asked_for(importing: Importing, blog: str) -> None:
    importing(export(item(1, f'<img src="{blog}/good.png">')))
    assert not Blog.requests


def test_an_import_fetches_once_and_shows_the_picture(importing: Importing, blog: str) -> None:
    text = export(item(1, f'<img src="{blog}/good.png" alt="Good">'))
    options = ("--fetch-media", "--media-host", "127.0.0.1")
    assert importing(text, options=options).body(POST) == "![Good]({static}/images/2020/02/good.png)"
    assert importing(text, options=options).body(POST) == "![Good]({static}/images/2020/02/good.png)"
    assert Blog.requests == [("good.png", "")]


def test_the_original_is_asked_for_first_and_a_size_only_where_there_is_none(importing: Importing, blog: str) -> None:
    body = f'<img src="{blog}/good-300x200.png?w=300"> <img src="{blog}/missing-150x150.png">'
    result = importing(export(item(1, body)), options=("--fetch-media", "--media-host", "127.0.0.1"))
    assert [name for name, _ in Blog.requests] == ["good.png", "missing.png", "missing-150x150.png"]
    assert result.body(POST) == "![]({static}/images/2020/02/good.png) ![]({static}/images/2020/02/missing.png)"


def test_pictures_whose_names_look_like_sizes_of_one_another_stay_apart(importing: Importing, blog: str) -> None:
    names = ("hill-150x150.png", "hill-300x200.png")
    files = [
        item(id, post_type="attachment", status="inherit", post_name=f"hill-{id}", attachment_url=f"{blog}/{name}")
        for id, name in enumerate(names, 5)
    ]
    body = " ".join(f'<img src="{blog}/{name}">' for name in names)
    result = importing(export(item(1, body), *files), options=("--fetch-media", "--media-host", "127.0.0.1"))
    assert [name for name, _ in Blog.requests] == list(names)
    assert result.body(POST) == " ".join(f"![]({{static}}/images/2020/02/{name})" for name in names)


def test_why_a_file_could_not_be_fetched_stands_beside_it(importing: Importing, blog: str) -> None:
    result = importing(
        export(item(1, f'<img src="{blog}/missing.png">')), options=("--fetch-media", "--media-host", "127.0.0.1")
    )
    assert f"{blog}/missing.png (the server says 404)" in result.output
