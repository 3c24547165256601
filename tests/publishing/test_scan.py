"""What a page links to, read as browsers do; and links to other sites, asked politely."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from publishing.external import dead
from publishing.scan import scan


@pytest.mark.parametrize(
    ("html", "links", "pictures", "ids"),
    [
        ('<a href="/a/?x=1&amp;y=2" id="here">', ("/a/?x=1&y=2",), (), ("here",)),
        ("<a title=\"a > b\" href='/a/'><img src=/b.png>", ("/a/",), ("/b.png",), ()),
        ('<img srcset="/a.png 1x, /b.png 2x" src="/a.png">', (), ("/a.png", "/b.png"), ()),
        ('<!-- <a href="/no/"> --><script>"<a href=\'/no/\'>"</script><style>a{}</style><p id="p">', (), (), ("p",)),
        (
            '<script src="/x.js"></script><link rel="stylesheet" href="/x.css"><link rel="next" href="/n/">',
            ("/n/",),
            ("/x.js", "/x.css"),
            (),
        ),
        ('<code>&lt;a href="/no/"&gt;</code>', (), (), ()),
        ('<content type="html"><![CDATA[<a href="/x/">]]></content>', ("/x/",), (), ()),
        ('<a name="old"><video poster="/p.png"><source src="/v.mp4">', (), ("/p.png", "/v.mp4"), ("old",)),
    ],
)
def test_a_page_is_read_as_browsers_do(
    html: str, links: tuple[str, ...], pictures: tuple[str, ...], ids: tuple[str, ...]
) -> None:
    found = scan(html)
    assert (found.links, found.pictures, found.ids) == (links, pictures, ids)


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
def elsewhere() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Site.asked.clear()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_dead_links_are_named_and_shy_hosts_are_not(elsewhere: str, tmp_path: Path) -> None:
    urls = [f"{elsewhere}/{code}" for code in (200, 404, 403, 410, 503)]
    found = dead(urls, tmp_path / "cache.json", now=0.0, pause=0.0)
    assert found == {f"{elsewhere}/404": "answers 404", f"{elsewhere}/410": "answers 410"}


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
    dead([f"{elsewhere}/200", f"{elsewhere}/201"], tmp_path / "cache.json", now=0.0, pause=0.2)
    moments = [moment for moment, _, _ in Site.asked]
    assert moments[1] - moments[0] >= 0.2


def test_a_host_that_is_not_there_is_dead(tmp_path: Path) -> None:
    found = dead(["http://127.0.0.1:1/"], tmp_path / "cache.json", now=0.0)
    assert found["http://127.0.0.1:1/"].startswith("does not answer (")
