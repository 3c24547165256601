"""Links to other sites: asked politely, remembered, and no reason to stop a release unless asked for."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from lodestar.publishing import external
from lodestar.publishing.external import dead
from lodestar.publishing.scan import Scanned
from tests.web import PATIENCE


class Site(http.server.BaseHTTPRequestHandler):
    """Answers by the number in the path."""

    requests: ClassVar[list[tuple[float, str, str]]] = []

    def do_HEAD(self) -> None:
        Site.requests.append((time.monotonic(), self.command, self.path))
        self.send_response(int(self.path.strip("/")) if self.path != "/405-then-404" or self.command == "GET" else 501)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(external, "PATIENCE", PATIENCE)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Site.requests.clear()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_dead_links_are_named_and_shy_hosts_are_not(server_url: str, tmp_path: Path) -> None:
    urls = [f"{server_url}/{code}" for code in (200, 404, 403, 410, 503)]
    result = dead(urls, tmp_path / "cache.json", now=0.0, pause=0.0)
    assert result == {f"{server_url}/404": "answers 404", f"{server_url}/410": "answers 410"}


def test_answers_are_remembered(server_url: str, tmp_path: Path) -> None:
    urls, cache = [f"{server_url}/200", f"{server_url}/404"], tmp_path / "cache.json"
    first = dead(urls, cache, now=0.0, pause=0.0)
    request_count = len(Site.requests)
    assert dead(urls, cache, now=60.0, pause=0.0) == first
    assert len(Site.requests) == request_count
    dead(urls, cache, now=86400.0, pause=0.0)
    assert {path for _, _, path in Site.requests[request_count:]} == {"/404"}, "what was dead is asked again sooner"
    assert len(json.loads(cache.read_text())) == 2


def test_a_host_is_asked_with_pauses(server_url: str, tmp_path: Path) -> None:
    dead([f"{server_url}/404", f"{server_url}/201"], tmp_path / "cache.json", now=0.0, pause=0.2)
    assert [(method, path) for _, method, path in Site.requests] == [
        ("HEAD", "/404"),
        ("GET", "/404"),
        ("HEAD", "/201"),
    ]
    moments = [moment for moment, _, _ in Site.requests]
    assert all(after - before >= 0.2 for before, after in pairwise(moments))


def test_a_host_that_is_not_there_is_dead(tmp_path: Path) -> None:
    result = dead(["http://127.0.0.1:1/"], tmp_path / "cache.json", now=0.0)
    assert result["http://127.0.0.1:1/"].startswith("does not answer (")


def test_a_slow_host_costs_no_more_than_the_limit(
    server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(external, "ALL", 0.05)
    urls = [f"{server_url}/{code}" for code in range(200, 206)]
    dead(urls, tmp_path / "cache.json", now=0.0, pause=0.1)
    assert len(Site.requests) < len(urls), "the rest is left for the next time"
    assert set(json.loads((tmp_path / "cache.json").read_text())) == {
        f"{server_url}{path}" for _, _, path in Site.requests
    }


def test_dead_links_are_said_with_their_place_and_stop_nothing(server_url: str, site: Any) -> None:
    site.post("one", body=f"Text.\n\n[a]({server_url}/404) [b]({server_url}/200#part)")
    expected = [
        f"content/posts/one.md:8: {server_url}/404 answers 404; link to where it is now, or take the link out",
        "2 links to other sites, 1 of them dead.",
    ]
    assert [(code, output.splitlines()[:2]) for code, output in [site.run("check", "--external")]] == [(0, expected)]
    request_count = len(Site.requests)
    code, output = site.run("check", "--external", "--strict")
    assert (code, output.splitlines()[:2], len(Site.requests)) == (1, expected, request_count), "answers are remembered"
    assert site.run("check")[0] == 0, "nobody is asked unless wanted"


def test_what_is_no_address_is_a_line_of_the_report_and_the_others_are_asked(tmp_path, monkeypatch) -> None:
    page = Scanned(("http://[yoursite].com", "https://there.example/"), (), ())
    release = SimpleNamespace(url="https://site.example", pages={"a/index.html": page})
    links = external.external_links(release)
    assert links == {"http://[yoursite].com": ["a/index.html"], "https://there.example/": ["a/index.html"]}
    ask = external.ask
    monkeypatch.setattr(external, "ask", lambda url, pause: ask(url) if "[" in url else "")
    assert dead(links, tmp_path / "external.json", 0.0) == {"http://[yoursite].com": "is no address"}
