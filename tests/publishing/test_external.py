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

    asked: ClassVar[list[tuple[float, str, str]]] = []

    def do_HEAD(self) -> None:
        Site.asked.append((time.monotonic(), self.command, self.path))
        self.send_response(int(self.path.strip("/")) if self.path != "/405-then-404" or self.command == "GET" else 501)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(external, "PATIENCE", PATIENCE)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Site.asked.clear()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_dead_links_are_named_and_shy_hosts_are_not(elsewhere: str, tmp_path: Path) -> None:
    urls = [f"{elsewhere}/{code}" for code in (200, 404, 403, 410, 503)]
    result = dead(urls, tmp_path / "cache.json", now=0.0, pause=0.0)
    assert result == {f"{elsewhere}/404": "answers 404", f"{elsewhere}/410": "answers 410"}


def test_answers_are_remembered(elsewhere: str, tmp_path: Path) -> None:
    urls, cache = [f"{elsewhere}/200", f"{elsewhere}/404"], tmp_path / "cache.json"
    first = dead(urls, cache, now=0.0, pause=0.0)
    asked = len(Site.asked)
    assert dead(urls, cache, now=60.0, pause=0.0) == first
    assert len(Site.asked) == asked
    dead(urls, cache, now=86400.0, pause=0.0)
    assert {path for _, _, path in Site.asked[asked:]} == {"/404"}, "what was dead is asked again sooner"
    assert len(json.loads(cache.read_text())) == 2


def test_a_host_is_asked_with_pauses(elsewhere: str, tmp_path: Path) -> None:
    dead([f"{elsewhere}/404", f"{elsewhere}/201"], tmp_path / "cache.json", now=0.0, pause=0.2)
    assert [(method, path) for _, method, path in Site.asked] == [("HEAD", "/404"), ("GET", "/404"), ("HEAD", "/201")]
    moments = [moment for moment, _, _ in Site.asked]
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(moments))


def test_a_host_that_is_not_there_is_dead(tmp_path: Path) -> None:
    result = dead(["http://127.0.0.1:1/"], tmp_path / "cache.json", now=0.0)
    assert result["http://127.0.0.1:1/"].startswith("does not answer (")


def test_a_slow_host_costs_no_more_than_the_limit(
    elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(external, "ALL", 0.05)
    urls = [f"{elsewhere}/{code}" for code in range(200, 206)]
    dead(urls, tmp_path / "cache.json", now=0.0, pause=0.1)
    assert len(Site.asked) < len(urls), "the rest is left for the next time"
    assert set(json.loads((tmp_path / "cache.json").read_text())) == {f"{elsewhere}{path}" for _, _, path in Site.asked}


def test_dead_links_are_said_with_their_place_and_stop_nothing(elsewhere: str, site: Any) -> None:
    site.post("one", body=f"Text.\n\n[a]({elsewhere}/404) [b]({elsewhere}/200#part)")
    said = [
        f"content/posts/one.md:8: {elsewhere}/404 answers 404; link to where it is now, or take the link out",
        "2 links to other sites, 1 of them dead.",
    ]
    assert [(code, lines.splitlines()[:2]) for code, lines in [site.run("check", "--external")]] == [(0, said)]
    asked = len(Site.asked)
    code, lines = site.run("check", "--external", "--strict")
    assert (code, lines.splitlines()[:2], len(Site.asked)) == (1, said, asked), "answers are remembered"
    assert site.run("check")[0] == 0, "nobody is asked unless wanted"


def test_what_is_no_address_is_a_line_of_the_report_and_the_others_are_asked(tmp_path, monkeypatch) -> None:
    page = Scanned(("http://[yoursite].com", "https://there.example/"), (), ())
    release = SimpleNamespace(url="https://site.example", pages={"a/index.html": page})
    links = external.external_links(release)
    assert links == {"http://[yoursite].com": ["a/index.html"], "https://there.example/": ["a/index.html"]}
    ask = external.ask
    monkeypatch.setattr(external, "ask", lambda url, pause: ask(url) if "[" in url else "")
    assert dead(links, tmp_path / "external.json", 0.0) == {"http://[yoursite].com": "is no address"}
