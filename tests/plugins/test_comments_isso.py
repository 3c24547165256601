"""Comments of an Isso server come into the repository once, answers included; a stand-in speaks its API on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from lodestar.commands.comments import pull
from plugins.comments.core import way_to_leave
from plugins.comments.settings import CommentSettings

THREAD = [
    {"id": 1, "parent": None, "author": "Ann", "text": "First:\n\n- *yes*", "created": 1767348000.5, "replies": [
        {"id": 3, "parent": 1, "author": None, "text": "An answer", "created": 1767349000.0, "replies": []},
    ]},
    {"id": 2, "parent": None, "author": "Bo # \"x\"", "text": "", "created": 1767348500.0, "replies": []},
]  # fmt: skip
POST = "-- content/posts/hello.md --\n---\ntitle: Hello\ndate: 2026-01-01\n---\ntext\n"


class Isso(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        uri = parse_qs(urlsplit(self.path).query)["uri"][0]
        result = uri == "/2026/01/01/hello/"
        self.send_response(200 if result else 404)
        self.end_headers()
        self.wfile.write(json.dumps({"replies": THREAD if result else []}).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Isso) as result:
        Thread(target=result.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{result.server_port}/"
        result.shutdown()


def test_comments_join_those_that_a_post_has_by_its_path(build_site, tmp_path, server) -> None:
    text = POST + "-- content/comments/posts/hello.yaml --\n- {name: Old, date: 2026-01-01, text: Before.}\n"
    assert pull(build_site(text).run.result.site, tmp_path / "content", server) == 0
    assert not (tmp_path / "content/comments/hello.yaml").exists()
    assert "An answer" in (tmp_path / "content/comments/posts/hello.yaml").read_text()


def test_comments_are_brought_once(build_site, tmp_path, server) -> None:
    text = POST + "-- content/comments/hello.yaml --\n# mine\n- {name: Old, date: 2026-01-01, text: Before.}\n"
    text += POST.replace("hello", "other").replace("Hello", "Other")
    for _ in range(2):
        related = build_site(text).run.result.site
        assert pull(related, tmp_path / "content", server) == 0
        text = ""
    file = (tmp_path / "content/comments/hello.yaml").read_text()
    assert file.startswith("# mine\n- {name: Old")
    comments = related.content["comments"][0].comments  # as they were read the second time
    assert [(comment.id, comment.name, comment.reply_to) for comment in comments] == [
        ("1", "Old", ""),
        ("isso-1", "Ann", ""),
        ("isso-3", "Anonymous", "isso-1"),
    ]
    assert comments[1].date == "2026-01-02T10:00:00+00:00"
    assert not (tmp_path / "content/comments/other.yaml").exists()


def test_services_are_named_with_their_origin() -> None:
    isso = way_to_leave(CommentSettings(provider="isso", server="https://c.example.com/isso"), "T", "https://x.y/", "S")
    assert (isso.url, isso.origin) == ("https://c.example.com/isso/", "https://c.example.com")
    giscus = way_to_leave(CommentSettings(provider="giscus", giscus={"repo": "a/b"}), "T", "https://x.y/", "S")
    assert (giscus.url, giscus.attributes) == ("https://giscus.app/client.js", (("repo", "a/b"),))
